import { type Actor, SYSTEM } from '../domain/actor.ts'
import type { IsoDate } from '../domain/calendar/date.ts'
import type { WorkCalendar } from '../domain/calendar/table.ts'
import { at, dateOf, type PlanTime } from '../domain/calendar/time.ts'
import { steppedAt } from '../domain/clock.ts'
import { amend, isSame } from '../domain/plan/amendment/amend.ts'
import { conditionsOf } from '../domain/plan/conditions.ts'
import { planFact } from '../domain/plan/facts.ts'
import { deliveriesAfter, type PlanDelivery, standingDeliveries } from '../domain/plan/firings.ts'
import { evolvePlan, newPlan, type PlanState } from '../domain/plan/life.ts'
import { measuresOf, type WorkPlan } from '../domain/plan/plan.ts'
import { standingEvents } from '../domain/plan/standing-events.ts'
import { type PlanInput, planStep } from '../domain/plan/steps.ts'
import { type Move, movesOn, nextDay } from '../domain/rehearsal/play.ts'
import { revisionsOn } from '../domain/rehearsal/revisions.ts'
import type { Script } from '../domain/rehearsal/script.ts'
import { ok, type Refusal, type Result } from '../domain/result.ts'
import type { Input } from '../domain/supervision/acts.ts'
import { answerCalendar } from '../domain/supervision/calendar-answer.ts'
import { decide, questionFor } from '../domain/supervision/decide.ts'
import { deliveryTo } from '../domain/supervision/events/delivery.ts'
import type { Fact, MeasureSetup } from '../domain/supervision/facts.ts'
import { isOver } from '../domain/supervision/phase.ts'
import { THREE_COLOURS } from '../domain/supervision/policy.ts'
import { bringsWork, replan } from '../domain/supervision/replan.ts'
import { settle } from '../domain/supervision/settle.ts'
import { setupOf } from '../domain/supervision/setup.ts'
import { begin, evolve, type MeasureState } from '../domain/supervision/state.ts'

/** A plan in the oracle's hands: the same inputs as the real one's, each answered at once. */
export interface Oracle {
  readonly states: () => readonly MeasureState[]
  readonly ledger: () => PlanState
  /** Every fact of a measure so far, in order: what its ledger has to say. */
  readonly facts: (no: string) => readonly Fact[]
  /** Moves the clock to noon of a day; every measure does what was due up to then. */
  advance(to: IsoDate): void
  /** One act on a measure; the refusal when the rules refuse it. */
  give(no: string, input: Exclude<Input, { type: 'wake' }>): Result<null, Refusal>
  /** An event reported, corrected, revoked or assigned. */
  event(input: PlanInput): Result<null, Refusal>
  /** A revised plan: what runs is recounted, what is new starts, what has happened reaches both. */
  revise(amended: WorkPlan, actor: Actor, actId?: (no: string) => string): void
  /** The office closes the plan. */
  close(actor: Actor, actId: string): void
}

/**
 * The oracle: a plan through domain/ alone, in memory, one thing after another. No Temporal, no database, no
 * activity; whatever the real run adds (durability, concurrency, retries) must not change the outcome.
 */
export function openOracle(
  original: WorkPlan,
  planId: string,
  startOn: IsoDate,
  calendar: WorkCalendar,
  office: Actor,
): Oracle {
  let plan = original
  const context = { planId, startOn, policy: THREE_COLOURS, calendar }
  const measures = new Map<string, MeasureState>()
  const written = new Map<string, Fact[]>()
  let ledger: PlanState = newPlan(planId)
  let now: PlanTime = steppedAt(startOn)
  const write = (body: Parameters<typeof planFact>[1]) => {
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
    const answer = question && answerCalendar(calendar, before.state.setup.policy, question)
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
  write({
    kind: 'imported',
    title: plan.title,
    document: 'oracle',
    measures: 0,
    conditions: conditionsOf(plan),
  })
  write({ kind: 'planStarted', clock: { kind: 'stepped', at: now }, startOn, acceptedReview: [] })
  for (const { task, measure } of measuresOf(plan)) start(setupOf(task, measure, context))

  return {
    states: () => [...measures.values()],
    ledger: () => ledger,
    facts: (no) => written.get(no) ?? [],
    advance(to) {
      now = at(to, '12:00')
      write({ kind: 'clockAdvanced', to: now })
      for (const [no, state] of measures) {
        const settled = settle(state, now)
        keep(no, settled.state, settled.facts)
      }
    },
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
      const concerned = new Set<string>()
      const events = standingEvents(ledger)
      for (const [no, known] of measures) {
        const target = measuresOf(amended).find(({ measure }) => measure.no === no) ?? null
        const state = settle(known, now).state
        const { year: planYear, issuedOn } = amended
        const found = replan(state, target, {
          planId,
          startOn,
          calendar,
          planYear,
          issuedOn,
          today: dateOf(now),
          events: events(no),
          cause,
        })
        if (found === null) continue
        // What is over is told only what brings it back (activities/revise.ts).
        if (isOver(state) && !bringsWork(found)) continue
        concerned.add(no)
        give(no, { type: 'replan', actor, actId: actId(no), cause, replan: found })
      }
      for (const { task, measure } of measuresOf(amended)) {
        if (measures.has(measure.no)) continue
        concerned.add(measure.no)
        start(setupOf(task, measure, { ...context, startOn: dateOf(now) }))
      }
      for (const delivery of standingDeliveries(ledger))
        deliver(delivery, delivery.event.reportedBy, concerned)
    },
    close(actor, actId) {
      for (const [no, state] of measures)
        if (!isOver(state)) give(no, { type: 'close', actId: `${actId}-${no}`, actor, reason: null })
      write({ kind: 'planClosed', reason: null })
    },
  }
}

/** A year of a plan played by its script, in the oracle alone. */
export function playThrough(
  plan: WorkPlan,
  planId: string,
  script: Script,
  calendar: WorkCalendar,
  onMove: (move: Move, done: Result<null, Refusal>) => void = () => undefined,
): readonly MeasureState[] {
  const office: Actor = { role: 'office', unit: script.office }
  const oracle = openOracle(plan, planId, script.from, calendar, office)
  let now = plan
  const report = (move: Exclude<Move, { type: 'act' }>, at: PlanTime) => {
    const by = { actor: office, actId: move.actId, at }
    if (move.type === 'change') return oracle.event({ ...by, ...move.change })
    const { condition, effectiveOn } = move.report
    return oracle.event(
      move.type === 'report'
        ? { type: 'report', ...by, ...move.report }
        : { type: 'signal', ...by, signal: { condition, effectiveOn } },
    )
  }
  for (let today: IsoDate = script.from; ; ) {
    oracle.advance(today)
    for (const revision of revisionsOn(script, today)) {
      const ran = oracle.states().map(({ setup }) => setup)
      const compared = amend(now, revision.plan, ran, {}, revision.acceptLikeliest)
      if (!compared.ok || isSame(compared.value)) continue
      now = compared.value.plan
      oracle.revise(now, office)
    }
    for (const move of movesOn(script, oracle.states(), today)) {
      onMove(move, move.type === 'act' ? oracle.give(move.no, move.act) : report(move, steppedAt(today)))
    }
    if (today >= script.to) return oracle.states()
    today = nextDay(script, oracle.states(), today)
  }
}

/** What must be equal between the oracle and a real run: every obligation whole, but for the measures' clocks and counters. */
export const comparable = (states: readonly MeasureState[]) =>
  states.map(({ setup, obligations, waits, closedOn }) => ({ no: setup.no, obligations, waits, closedOn }))
