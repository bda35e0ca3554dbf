import type { Actor } from '../../domain/basics/actor.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import { type IsoDate, mustDate } from '../../domain/calendar/date.ts'
import { dateOf, type PlanTime } from '../../domain/calendar/time.ts'
import type { PlanInput } from '../../domain/events/acts/registry.ts'
import { type PlanFact, planFact } from '../../domain/events/facts.ts'
import { deliveriesAfter, type PlanDelivery } from '../../domain/events/firings.ts'
import { evolvePlan, newPlan } from '../../domain/events/life.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { planStep } from '../../domain/events/steps.ts'
import { conditionsOf } from '../../domain/plan/conditions.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import type { Measure, WorkPlan } from '../../domain/plan/plan.ts'
import type { Act, Input } from '../../domain/supervision/acts.ts'
import { deliveryTo } from '../../domain/supervision/events/delivery.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { reportOf } from '../event-report.ts'
import { context, firstFacts, give, measureOf, noon, OFFICE } from './support.ts'

export type Said = PlanInput extends infer I
  ? I extends PlanInput
    ? Omit<I, 'actor' | 'actId' | 'at'>
    : never
  : never

/** A plan and its measures in memory: what one ledger decides reaches the others as the workflows send it. */
export class World {
  plan: PlanState = newPlan('p')
  readonly planFacts: PlanFact[] = []
  readonly measures = new Map<
    string,
    { readonly measure: Measure; state: MeasureState; readonly facts: Fact[] }
  >()
  today: IsoDate = mustDate('2015-07-01')
  private said = 0

  /** Measures 1.1, 2.1, … with these deadlines, started on 2015-07-01. */
  constructor(deadlines: readonly string[]) {
    for (const [i, deadline] of deadlines.entries()) {
      const measure = { ...measureOf(deadline), no: `${i + 1}.1` }
      const { state, facts } = firstFacts(measure)
      this.measures.set(measure.no, { measure, state, facts: [...facts] })
    }
    const tasks = [...this.measures.values()].map(({ measure }, i) => ({
      no: `${i + 1}`,
      title: '任务',
      measures: [measure],
    }))
    const conditions = conditionsOf({ tasks } as unknown as WorkPlan)
    this.write(
      [{ kind: 'imported', title: '方案', document: 'd', measures: tasks.length, conditions }],
      OFFICE,
    )
    const clock = { kind: 'stepped', at: this.now } as const
    this.write([{ kind: 'planStarted', clock, startOn: this.today, acceptedReview: [] }], OFFICE)
  }

  get now(): PlanTime {
    return noon(this.today)
  }

  state(no: string): MeasureState {
    return this.one(no).state
  }

  /** Something said of an event; the code of the refusal, or 'ok' or 'already'. */
  say(input: Said, actor: Actor = OFFICE): 'ok' | 'already' | Refusal {
    this.said += 1
    const whole = { ...input, actor, actId: `s-${this.said}`, at: this.now } as PlanInput
    const step = planStep(this.plan, whole, this.now)
    if (!step.ok) return step.error
    if (step.value.type !== 'event') return 'already'
    const before = this.plan
    this.write(step.value.facts, actor)
    for (const delivery of deliveriesAfter(before, this.plan, step.value)) this.deliver(delivery, actor)
    return 'ok'
  }

  act(no: string, act: Act): string {
    return this.give(no, act)
  }

  /** Time passes; every measure does what is due. */
  pass(to: IsoDate): void {
    this.today = to
    for (const one of this.measures.values()) {
      const settled = settle(one.state, this.now)
      one.state = settled.state
      one.facts.push(...settled.facts)
    }
  }

  one(no: string) {
    const found = this.measures.get(no)
    if (found === undefined) throw new Error(`no measure ${no}`)
    return found
  }

  private give(no: string, input: Input): string {
    const one = this.one(no)
    const done = give(one.state, input, this.today)
    if (!done.ok) return done.error.code
    one.state = done.value.state
    one.facts.push(...done.value.facts)
    return 'ok'
  }

  private write(bodies: readonly Parameters<typeof planFact>[1][], actor: Actor): void {
    for (const body of bodies) {
      const fact = planFact(this.plan, body, { at: this.now, actor, actId: null })
      this.plan = evolvePlan(this.plan, fact)
      this.planFacts.push(fact)
    }
  }

  private deliver(delivery: PlanDelivery, actor: Actor): void {
    for (const no of delivery.nos) {
      const told = deliveryTo(this.one(no).measure, delivery, dateOf(this.now), context)
      this.give(no, { type: 'delivery', delivery: told, actor })
    }
  }
}

export const report = (condition: string, on: string, more: object = {}): Said =>
  ({ type: 'report', ...reportOf(condition, on, { another: false, ...more }) }) as Said
export const correct = (eventId: string, on: string | null, more: object = {}): Said =>
  ({
    type: 'correct',
    eventId,
    effectiveOn: on === null ? null : mustDate(on),
    dueOn: null,
    document: null,
    cleared: [],
    reason: null,
    ...more,
  }) as Said
export const revoke = (eventId: string): Said => ({ type: 'revoke', eventId, reason: '误报' })
export const restore = (eventId: string): Said => ({ type: 'restore', eventId, reason: '确有其事' })
