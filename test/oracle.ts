import { type Actor, SYSTEM } from '../domain/basics/actor.ts'
import { ok, type Refusal, type Result } from '../domain/basics/result.ts'
import { steppedAt } from '../domain/calendar/clock.ts'
import type { IsoDate } from '../domain/calendar/date.ts'
import type { WorkCalendar } from '../domain/calendar/table.ts'
import { at, dateOf, type PlanTime } from '../domain/calendar/time.ts'
import type { PlanInput } from '../domain/events/acts/registry.ts'
import { type PlanFactBody, planFact } from '../domain/events/facts.ts'
import { deliveriesAfter, type PlanDelivery, standingDeliveries } from '../domain/events/firings.ts'
import { evolvePlan, newPlan } from '../domain/events/life.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { planStep } from '../domain/events/steps.ts'
import { conditionsOf } from '../domain/plan/conditions.ts'
import type { ReplanCause } from '../domain/plan/measure/replan.ts'
import type { MeasureSetup, MeasureState } from '../domain/plan/measure/state.ts'
import { measuresOf, type WorkPlan } from '../domain/plan/plan.ts'
import { policyFor, type SupervisionPolicy, THREE_COLOURS } from '../domain/policy/policy.ts'
import { refreshPlan } from '../domain/reading/refresh.ts'
import type { Input } from '../domain/supervision/acts.ts'
import { answerCalendar } from '../domain/supervision/calendar-answer.ts'
import { decide, questionFor } from '../domain/supervision/decide.ts'
import { deliveryTo } from '../domain/supervision/events/delivery.ts'
import { begin, evolve } from '../domain/supervision/evolve.ts'
import type { Fact } from '../domain/supervision/facts.ts'
import { isOver } from '../domain/supervision/phase.ts'
import { changePolicy } from '../domain/supervision/policy-change.ts'
import { bringsWork, replan } from '../domain/supervision/replan.ts'
import { settle } from '../domain/supervision/settle.ts'
import { setupOf } from '../domain/supervision/setup.ts'
import type { SetupContext } from '../domain/supervision/setup-planned.ts'
import { standingEvents } from '../domain/supervision/standing-events.ts'

/** A plan in the oracle's hands: the same inputs as the real one's, each answered at once. */
export interface Oracle {
  readonly states: () => readonly MeasureState[]
  readonly ledger: () => PlanState
  /** Every fact of a measure so far, in order: what its ledger has to say. */
  readonly facts: (no: string) => readonly Fact[]
  /** Moves the clock to noon of a day; every measure does what was due up to then. */
  advance(to: IsoDate): void
  /** The same to any instant, on a clock that goes by itself. */
  pass(to: PlanTime): void
  /** One act on a measure; the refusal when the rules refuse it. */
  give(no: string, input: Exclude<Input, { type: 'wake' }>): Result<null, Refusal>
  /** An event reported, corrected, revoked or assigned. */
  event(input: PlanInput): Result<null, Refusal>
  /** A revised plan: what runs is recounted, what is new starts, what has happened reaches both. */
  revise(amended: WorkPlan, actor: Actor, actId?: (no: string) => string): void
  /** Acts from now on are counted on this calendar; nobody is told. */
  countOn(calendar: WorkCalendar): void
  /** The same, and what is open is recounted on it. */
  recount(calendar: WorkCalendar, actor: Actor): void
  /** Other 督办规则 from now on: reminders, slips and clocks that lie ahead move. */
  govern(policy: SupervisionPolicy, actor: Actor): Result<null, Refusal>
  /** What the plan's own ledger has to say so far, in order. */
  readonly planFacts: () => readonly PlanFactBody[]
  /** The office closes the plan. */
  close(actor: Actor, actId: string): void
}

/**
 * The oracle: a plan through domain/ alone, in memory, one thing after another. No Temporal, no database, no
 * activity; whatever the real run adds (durability, concurrency, retries) must not change the outcome.
 * @param begun when the plan was started, on a clock that goes by itself
 */
export function openOracle(
  original: WorkPlan,
  planId: string,
  startOn: IsoDate,
  first: WorkCalendar,
  office: Actor,
  begun: PlanTime = steppedAt(startOn),
): Oracle {
  let plan = original
  const offices = [office.unit]
  let context: SetupContext = { planId, startOn, policy: THREE_COLOURS, calendar: first, offices }
  const measures = new Map<string, MeasureState>()
  const written = new Map<string, Fact[]>()
  let ledger: PlanState = newPlan(planId)
  let now: PlanTime = begun
  const planFacts: PlanFactBody[] = []
  const write = (body: PlanFactBody) => {
    planFacts.push(body)
    ledger = evolvePlan(ledger, planFact(ledger, body, { at: now, actor: office, actId: null }))
  }
  const keep = (no: string, state: MeasureState, facts: readonly Fact[]) => {
    measures.set(no, state)
    written.set(no, [...(written.get(no) ?? []), ...facts])
  }
  const start = (setup: MeasureSetup) => {
    const started = { kind: 'started', setup, seq: 1, at: now, actor: SYSTEM, actId: null } as const
    const settled = settle(evolve(begin(now, setup), started), now)
    keep(setup.no, settled.state, [started, ...settled.facts])
  }
  const give: Oracle['give'] = (no, input) => {
    const known = measures.get(no)
    if (!known) throw new Error(`no measure ${no}`)
    const before = settle(known, now)
    keep(no, before.state, before.facts)
    const question = questionFor(before.state, input, { at: now, answer: null })
    const answer = question && answerCalendar(context.calendar, before.state.setup.policy, question)
    const decided = decide(before.state, input, { at: now, answer })
    if (!decided.ok) return decided
    const after = settle(decided.value.state, now)
    keep(no, after.state, [...decided.value.facts, ...after.facts])
    return ok(null)
  }
  const deliver = (delivery: PlanDelivery, actor: Actor, only: ReadonlySet<string> | null = null) => {
    for (const no of delivery.nos) {
      if (only !== null && !only.has(no)) continue
      const measure = measuresOf(plan).find((m) => m.measure.no === no)?.measure
      if (!measure) continue
      give(no, { type: 'delivery', delivery: deliveryTo(measure, delivery, dateOf(now), context), actor })
    }
  }
  /** Every running measure hears of what changes in it, and no other. */
  const tell = (cause: ReplanCause, actor: Actor, actId: (no: string) => string) => {
    const told = new Set<string>()
    const events = standingEvents(ledger)
    const { year: planYear, issuedOn } = plan
    const today = dateOf(now)
    for (const [no, known] of measures) {
      const target = measuresOf(plan).find(({ measure }) => measure.no === no) ?? null
      const state = settle(known, now).state
      const found =
        cause.kind === 'policy'
          ? changePolicy(state, policyFor(context.policy, no), context.calendar, today)
          : replan(state, target, { ...context, planYear, issuedOn, today, events: events(no), cause })
      if (found === null || state.closedOn !== null) continue
      // What is over is told only what brings it back (activities/revise.ts).
      if (isOver(state) && !bringsWork(found)) continue
      told.add(no)
      give(no, { type: 'replan', actor, actId: actId(no), cause, replan: found })
    }
    return told
  }
  write({
    kind: 'imported',
    title: plan.title,
    document: 'oracle',
    measures: 0,
    conditions: conditionsOf(plan),
    offices,
  })
  write({ kind: 'planStarted', clock: { kind: 'stepped', at: now }, startOn, acceptedReview: [] })
  const countOn = (calendar: WorkCalendar) => {
    context = { ...context, calendar }
  }
  const pass = (to: PlanTime) => {
    now = to
    for (const [no, state] of measures) {
      // The workflow of what is over has ended: a 签收 that is still open is nobody's to ask for.
      if (isOver(state)) continue
      const settled = settle(state, now)
      keep(no, settled.state, settled.facts)
    }
  }
  const dated = () => measuresOf(refreshPlan(plan, context.calendar))
  for (const { task, measure } of dated()) start(setupOf(task, measure, context))

  return {
    states: () => [...measures.values()],
    ledger: () => ledger,
    facts: (no) => written.get(no) ?? [],
    planFacts: () => planFacts,
    advance(to) {
      write({ kind: 'clockAdvanced', to: at(to, '12:00') })
      pass(at(to, '12:00'))
    },
    pass,
    give,
    event(input) {
      const step = planStep(ledger, input, now)
      if (!step.ok) return step
      if (step.value.type !== 'event') return ok(null)
      const before = ledger
      for (const fact of step.value.facts) write(fact)
      for (const delivery of deliveriesAfter(before, ledger, step.value)) deliver(delivery, input.actor)
      return ok(null)
    },
    revise(amended, actor, actId = (no) => `amend-${no}`) {
      plan = amended
      write({
        kind: 'amended',
        title: amended.title,
        document: 'amended',
        from: 'oracle',
        conditions: conditionsOf(amended),
        numbers: {},
        counts: { changed: 0, added: 0, withdrawn: 0 },
        reference: null,
        reason: null,
      })
      const cause = { kind: 'amendment', document: 'amended', title: amended.title, reason: null } as const
      const concerned = tell(cause, actor, actId)
      for (const { task, measure } of dated()) {
        if (measures.has(measure.no)) continue
        concerned.add(measure.no)
        start(setupOf(task, measure, { ...context, startOn: dateOf(now) }))
      }
      for (const delivery of standingDeliveries(ledger))
        deliver(delivery, delivery.event.reportedBy, concerned)
    },
    countOn,
    recount(calendar, actor) {
      countOn(calendar)
      const { version } = calendar
      const told = tell(
        { kind: 'calendar', version },
        actor,
        (no) => `calendar-${planFacts.length}-${version}-${no}`,
      )
      if (told.size > 0) write({ kind: 'calendarChanged', version })
    },
    govern(policy, actor) {
      const step = planStep(ledger, { type: 'policy', policy, reason: null, actor, actId: '', at: null }, now)
      if (!step.ok) return step
      if (step.value.type !== 'policy') return ok(null)
      write({ kind: 'policySet', policy, reason: null })
      context = { ...context, policy }
      const { id, version, name } = policy
      // The same rules may come twice, with others between: each time is an act of its own.
      const nth = planFacts.length
      tell({ kind: 'policy', id, version, name, reason: null }, actor, (no) => `policy-${nth}-${id}-${no}`)
      return ok(null)
    },
    close(actor, actId) {
      for (const [no, state] of measures)
        if (!isOver(state)) give(no, { type: 'close', actId: `${actId}-${no}`, actor, reason: null })
      write({ kind: 'planClosed', reason: null })
    },
  }
}
