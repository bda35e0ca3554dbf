import { mustDate } from '../domain/calendar/date.ts'
import type { EventReport } from '../domain/events/plan-event.ts'

/** A report of an event, to all measures that wait, of which nothing is told but its day. */
export const reportOf = (condition: string, on: string, more: Partial<EventReport> = {}): EventReport => ({
  condition,
  effectiveOn: mustDate(on),
  eventId: null,
  dueOn: null,
  title: null,
  document: null,
  url: null,
  measures: null,
  ...more,
})
