import { addDays, type IsoDate, minDate } from '../calendar/date.ts'
import { refreshClauses } from '../deadline/refresh.ts'
import type { Clause } from '../deadline/rule.ts'
import { conditionId } from '../plan/conditions.ts'
import type { PlannedObligation } from '../plan/measure/planned.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import type { Measure, Task } from '../plan/plan.ts'
import { setupOf } from './setup.ts'
import { obligationsForEvent, type ReportedEvent } from './setup-event.ts'
import type { SetupContext } from './setup-planned.ts'

interface Now extends SetupContext {
  readonly planYear: number | null
  readonly issuedOn: IsoDate | null
  readonly today: IsoDate
  readonly events: readonly ReportedEvent[]
}

/**
 * Events of the ledger that this measure has had and that its text speaks of now: what they open is planned like any
 * date. Of several for a single act the one that it acted upon, else the first. Others are delivered, not planned.
 */
function eventsHad(state: MeasureState, measure: Measure, events: readonly ReportedEvent[]) {
  const opened = new Set(state.obligations.filter((o) => !o.revoked).map((o) => o.eventId))
  const had = events.filter((event) => opened.has(event.eventId) || state.seenEvents.includes(event.eventId))
  return had.filter((event) => {
    if (opened.has(event.eventId)) return true
    const same = had.filter((other) => other.conditionId === event.conditionId)
    const stream = measure.deadline.clauses.some(
      ({ trigger }) => trigger?.stream && conditionId(trigger.text) === event.conditionId,
    )
    return stream || (same[0] === event && !same.some((other) => opened.has(other.eventId)))
  })
}

/** The day on which the event reached this measure: what it opened goes on from there. Null: it opened nothing. */
const openedFor = (state: MeasureState, eventId: string): IsoDate | null =>
  state.obligations
    .filter((o) => o.eventId === eventId)
    .map((o) => o.openedOn ?? o.opensOn)
    .sort()[0] ?? null

/**
 * What the text has for days before its own issue: it asks nothing anew for them, but lets off nobody who was asked
 * before. Fixed dates as they stand; periods as if it had been issued before the first of what is there.
 */
function askedBefore(
  state: MeasureState,
  task: Task,
  measure: Measure,
  fresh: readonly PlannedObligation[],
  context: Now,
): readonly PlannedObligation[] {
  const { planYear, issuedOn, calendar } = context
  const asked = new Set(fresh.map((p) => p.id))
  const live = state.obligations.filter((o) => o.state !== 'withdrawn' && o.eventId === null)
  if (issuedOn === null || live.every((o) => asked.has(o.id))) return []
  const first = live.reduce((day, o) => minDate(day, minDate(o.opensOn, o.dueOn ?? o.opensOn)), issuedOn)
  const early = { planYear, issuedOn: minDate(addDays(first, -1), context.startOn), measure: measure.text }
  const of = (clauses: readonly Clause[]) =>
    setupOf(task, { ...measure, deadline: { ...measure.deadline, clauses: clauses.map(open) } }, context)
  const fixed = of(measure.deadline.clauses).obligations.filter((p) => p.period === null)
  const periods = of(refreshClauses(measure.deadline.clauses, early, calendar)).obligations
  return [...fixed, ...periods.filter((p) => p.period !== null)].filter(
    (p) => !asked.has(p.id) && p.dueOn !== null,
  )
}

const open = (clause: Clause): Clause => ({
  ...clause,
  occurrences: clause.occurrences.map((o) => ({ ...o, beforeIssue: false })),
})

/** What the text has for a measure: what it asks for from now on, and what it says of days before its own issue. */
export interface PlannedNow {
  readonly asked: readonly PlannedObligation[]
  /** Only what was asked for already answers to it. */
  readonly before: readonly PlannedObligation[]
}

/** Of what was carried over, the items that the text it was carried over with still counts: no more of them, and no fewer. */
export function carriedNow(state: MeasureState, task: Task, measure: Measure, context: Now): PlannedNow {
  const { carried: _, ...worded } = measure
  const known = new Set(state.obligations.map((o) => o.id))
  const asked = setupOf(task, worded, context).obligations.filter((p) => known.has(p.id))
  return { asked, before: [] }
}

/** Everything that the text has for this measure as things stand, with what events opened. */
export function plannedNow(
  state: MeasureState,
  task: Task,
  measure: Measure,
  fresh: readonly PlannedObligation[],
  context: Now,
): PlannedNow {
  const before = askedBefore(state, task, measure, fresh, context)
  const events = eventsHad(state, measure, context.events).flatMap((event) =>
    obligationsForEvent(measure, event, openedFor(state, event.eventId) ?? context.today, context),
  )
  // A deadline whose dates are all past is asked about only where nothing of it was asked for.
  const known = fresh.filter((p) => before.length === 0 || !p.id.endsWith('/undated'))
  return { asked: [...known, ...events], before }
}
