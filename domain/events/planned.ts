import type { IsoDate } from '../calendar/date.ts'
import type { PlannedConfirmed } from './acts/planned-facts.ts'
import type { PlanState } from './model/state.ts'
import type { PlanEvent, PlannedEvent } from './plan-event.ts'

/** Planned events that have neither come nor been cancelled, earliest first. */
export const expectedIn = (state: PlanState): readonly PlannedEvent[] =>
  (state.planned ?? [])
    .filter((planned) => planned.state === 'planned')
    .sort((a, b) => (a.expectedOn < b.expectedOn ? -1 : a.expectedOn > b.expectedOn ? 1 : 0))

/** The day on which a condition of the plan, by its text, is expected; null: nobody has said. */
export function expectedDay(state: PlanState, condition: string): IsoDate | null {
  const id = state.conditions.find(({ text }) => text === condition)?.id
  return expectedIn(state).find(({ conditionId }) => conditionId === id)?.expectedOn ?? null
}

/** Planned events whose day has come by `day` and that nobody has confirmed, moved or cancelled. */
export const expectedBy = (state: PlanState, day: IsoDate): readonly PlannedEvent[] =>
  expectedIn(state).filter((planned) => planned.expectedOn <= day)

/** What a measure's wait for a condition may expect; the earliest. */
export const expectedFor = (state: PlanState, conditionId: string, no: string): PlannedEvent | undefined =>
  expectedIn(state).find(
    (planned) =>
      planned.conditionId === conditionId && (planned.measures === null || planned.measures.includes(no)),
  )

/** Whether two scopes share a measure; null is all. */
export const overlap = (a: readonly string[] | null, b: readonly string[] | null): boolean =>
  a === null || b === null || a.some((no) => b.includes(no))

/** A single act that was reported without naming what was planned: it has come. */
export const confirmedBy = (
  state: PlanState,
  event: {
    readonly eventId: string
    readonly condition: string
    readonly conditionId: string | null
    readonly measures: readonly string[] | null
  },
): readonly PlannedConfirmed[] => {
  const condition = state.conditions.find((c) => c.id === event.conditionId)
  if (condition === undefined || condition.stream || condition.all) return []
  return (
    expectedIn(state)
      .filter((planned) => planned.conditionId === condition.id && overlap(planned.measures, event.measures))
      // Of X或Y the one that came says nothing of the other.
      .filter((planned) => condition.alternatives.length === 0 || planned.condition === event.condition)
      .map(({ plannedId }) => ({ kind: 'plannedConfirmed', plannedId, eventId: event.eventId }))
  )
}

/** The event with the planned ones that it confirms: what those had opened becomes firm with it. */
export function confirming(state: PlanState, event: PlanEvent): PlanEvent {
  const ids = new Set(confirmedBy(state, event).map(({ plannedId }) => plannedId))
  const planned = expectedIn(state)
    .filter((p) => ids.has(p.plannedId))
    .map(({ plannedId: id, measures }) => ({ id, measures }))
  return planned.length === 0 ? event : { ...event, planned }
}

/** A planned event as its measures hear of it: under its own id, on the day it is expected. */
export const asExpected = (planned: PlannedEvent): PlanEvent => ({
  eventId: planned.plannedId,
  condition: planned.condition,
  conditionId: planned.conditionId,
  effectiveOn: planned.expectedOn,
  dueOn: planned.dueOn,
  title: planned.title,
  document: planned.document,
  url: null,
  measures: planned.measures,
  reportedAt: planned.plannedAt,
  reportedBy: planned.plannedBy,
  revoked: false,
})
