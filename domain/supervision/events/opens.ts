import { type DeliveredEvent, type Delivery, eventIdOf } from '../../plan/measure/event.ts'
import type { Obligation } from '../../plan/measure/obligation.ts'
import type { PlannedObligation } from '../../plan/measure/planned.ts'
import type { MeasureState } from '../../plan/measure/state.ts'

/** How a delivery about an event is remembered, so that the same one twice is one. */
export const seenKey = (eventId: string, revision?: string): string =>
  revision === undefined ? eventId : `${eventId}@${revision}`

/** Deliveries that a measure remembers by name; the oldest are forgotten first. */
export const KEEP_EVENTS = 2_000

/** Whether the measure remembers this delivery. */
export const isSeen = (state: MeasureState, delivery: Delivery): boolean => {
  const eventId = eventIdOf(delivery)
  const known = delivery.type === 'event' || delivery.revision !== undefined
  return known && state.seenEvents.includes(seenKey(eventId, delivery.revision))
}

/** What stands at the measure because of an event tells that it has had it, also where its name is forgotten. */
const hasOf = ({ obligations, waits }: MeasureState, eventId: string): boolean =>
  obligations.some((o) => o.eventId === eventId && !o.expected) ||
  waits.some(({ triggeredBy }) => triggeredBy.includes(eventId))

/** Whether the measure has had an event. While it has forgotten nothing, what it remembers tells alone. */
export const hasHad = (state: MeasureState, eventId: string): boolean =>
  state.seenEvents.includes(eventId) || (state.seenEvents.length >= KEEP_EVENTS && hasOf(state, eventId))

/** Clauses whose wait goes by this event. */
export const opensClause = (state: MeasureState, event: DeliveredEvent): ReadonlySet<number> =>
  new Set(
    state.waits
      .filter((w) => w.conditionId === event.conditionId)
      .filter((w) => w.stream || event.again || w.triggeredBy.every((id) => id === event.eventId))
      .map((w) => w.clause),
  )

/** What an event opens at a measure that it has not opened yet; nothing for a wait that is over. */
export function freshOf(state: MeasureState, event: DeliveredEvent): readonly PlannedObligation[] {
  if (state.closedOn !== null) return []
  const open = opensClause(state, event)
  const known = new Set(state.obligations.map((o) => o.id))
  return event.obligations.filter((o) => open.has(o.clause) && !known.has(o.id))
}

/** What a revocation withdrew (that of release 0.1.0 left no mark) and the plan's text still asks for. */
export function withdrawnWith(state: MeasureState, event: DeliveredEvent): readonly Obligation[] {
  const open = opensClause(state, event)
  return state.obligations.filter(
    (o) =>
      o.eventId === event.eventId &&
      o.state === 'withdrawn' &&
      (o.revoked || !o.terminated) &&
      open.has(o.clause) &&
      event.obligations.some((planned) => planned.id === o.id),
  )
}
