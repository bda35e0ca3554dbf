import { type Actor, SYSTEM } from '../domain/actor.ts'
import type { IsoDate } from '../domain/calendar/date.ts'
import type { WorkCalendar } from '../domain/calendar/table.ts'
import { at, dateOf, type PlanTime } from '../domain/calendar/time.ts'
import { steppedAt } from '../domain/clock.ts'
import { conditionsOf } from '../domain/plan/conditions.ts'
import { evolvePlan, newPlan, type PlanEvent, type PlanState, planFact } from '../domain/plan/life.ts'
import { measuresOf, type WorkPlan } from '../domain/plan/plan.ts'
import { targetsOf } from '../domain/plan/report.ts'
import { type PlanInput, planStep } from '../domain/plan/steps.ts'
import { type Move, movesOn, nextDay } from '../domain/rehearsal/play.ts'
import type { Script } from '../domain/rehearsal/script.ts'
import type { Input } from '../domain/supervision/acts.ts'
import { answerCalendar } from '../domain/supervision/calendar-answer.ts'
import { decide, questionFor } from '../domain/supervision/decide.ts'
import { THREE_COLOURS } from '../domain/supervision/policy.ts'
import { replan } from '../domain/supervision/replan.ts'
import { settle } from '../domain/supervision/settle.ts'
import { obligationsForEvent, setupOf } from '../domain/supervision/setup.ts'
import { begin, evolve, type MeasureState } from '../domain/supervision/state.ts'

/**
 * The oracle: a year of a plan through domain/ alone, in memory, one thing after another. No Temporal, no
 * database, no activity; whatever the real run adds (durability, concurrency, retries) must not change the
 * outcome.
 */
export function playThrough(
  original: WorkPlan,
  planId: string,
  script: Script,
  calendar: WorkCalendar,
  amendments: readonly { readonly on: IsoDate; readonly plan: WorkPlan; readonly actor: Actor }[] = [],
): readonly MeasureState[] {
  let plan = original
  const startOn = script.from
  const context = { planId, startOn, policy: THREE_COLOURS, calendar }
  const measures = new Map<string, MeasureState>()
  const office: Actor = { role: 'office', unit: script.office }
  let ledger: PlanState = newPlan(planId)
  let now: PlanTime = steppedAt(startOn)
  const write = (body: Parameters<typeof planFact>[1]) => {
    ledger = evolvePlan(ledger, planFact(ledger, body, { at: now, actor: office, actId: null }))
  }
  write({
    kind: 'imported',
    title: plan.title,
    document: 'oracle',
    measures: 0,
    conditions: conditionsOf(plan),
  })
  write({ kind: 'planStarted', clock: { kind: 'stepped', at: now }, startOn, acceptedReview: [] })
  for (const { task, measure } of measuresOf(plan)) {
    const setup = setupOf(task, measure, context)
    const started = { kind: 'started', setup, seq: 1, at: now, actor: SYSTEM, actId: null } as const
    measures.set(measure.no, settle(evolve(begin(now, setup), started), now).state)
  }

  const give = (no: string, input: Exclude<Input, { type: 'wake' }>) => {
    const known = measures.get(no)
    if (!known) throw new Error(`no measure ${no}`)
    const state = settle(known, now).state
    const question = questionFor(state, input, { at: now, answer: null })
    const answer = question && answerCalendar(calendar, THREE_COLOURS, question)
    const decided = decide(state, input, { at: now, answer })
    measures.set(no, decided.ok ? settle(decided.value.state, now).state : state)
  }
  const deliver = (event: PlanEvent, actor: Actor, only: ReadonlySet<string> | null = null) => {
    for (const no of targetsOf(ledger, event)) {
      if (only !== null && !only.has(no)) continue
      const measure = measuresOf(plan).find((m) => m.measure.no === no)?.measure
      if (!measure) continue
      const { eventId, conditionId, effectiveOn, dueOn, title, document } = event
      const reported = { eventId, conditionId: conditionId ?? '', effectiveOn, dueOn }
      const obligations = obligationsForEvent(measure, reported, dateOf(now), context)
      const delivery = {
        type: 'event',
        event: { eventId, conditionId: conditionId ?? '', effectiveOn, title, document, obligations },
      } as const
      give(no, { type: 'delivery', delivery, actor })
    }
  }
  const report = (move: Exclude<Move, { type: 'act' }>) => {
    const by = { actor: office, actId: move.actId, at: now }
    const { condition, effectiveOn } = move.report
    const input: PlanInput =
      move.type === 'report'
        ? { type: 'report', ...by, ...move.report }
        : { type: 'signal', ...by, signal: { condition, effectiveOn } }
    const step = planStep(ledger, input, now)
    if (!step.ok || step.value.type !== 'event') return
    for (const fact of step.value.facts) write(fact)
    const { eventId } = step.value
    const event = ledger.events.find((e) => e.eventId === eventId)
    if (event?.conditionId) deliver(event, office)
  }

  /** A revised plan, after the day's acts: what runs is recounted, what is new starts, what has happened reaches both. */
  const revise = (amended: WorkPlan, actor: Actor) => {
    const was = plan
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
    const events = ledger.events.flatMap(({ conditionId, revoked, ...event }) =>
      conditionId === null || revoked ? [] : [{ ...event, conditionId }],
    )
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
        events,
        cause,
      })
      if (found === null) continue
      concerned.add(no)
      give(no, { type: 'replan', actor, actId: `amend-${no}`, cause, replan: found })
    }
    for (const { task, measure } of measuresOf(amended)) {
      if (measures.has(measure.no)) continue
      concerned.add(measure.no)
      const setup = setupOf(task, measure, { ...context, startOn: dateOf(now) })
      const started = { kind: 'started', setup, seq: 1, at: now, actor: SYSTEM, actId: null } as const
      measures.set(measure.no, settle(evolve(begin(now, setup), started), now).state)
    }
    if (was !== plan)
      for (const event of ledger.events)
        if (event.conditionId !== null && !event.revoked) deliver(event, event.reportedBy, concerned)
  }

  for (let today: IsoDate = script.from; ; ) {
    now = at(today, '12:00')
    write({ kind: 'clockAdvanced', to: now })
    for (const [no, state] of measures) measures.set(no, settle(state, now).state)
    const playDay = () => {
      for (const move of movesOn(script, [...measures.values()], today)) {
        if (move.type === 'act') give(move.no, move.act)
        else report(move)
      }
    }
    playDay()
    for (const amendment of amendments.filter((one) => one.on === today)) {
      revise(amendment.plan, amendment.actor)
      playDay()
    }
    if (today >= script.to) return [...measures.values()]
    today = nextDay(script, [...measures.values()], today)
  }
}

/** What must be equal between the oracle and a real run: every obligation whole, but for the measures' clocks and counters. */
export const comparable = (states: readonly MeasureState[]) =>
  states.map(({ setup, obligations, waits, closedOn }) => ({ no: setup.no, obligations, waits, closedOn }))
