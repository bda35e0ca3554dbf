import { compareDates, type IsoDate } from './date.ts'
import type { WorkCalendar } from './table.ts'

export type NamedKind = 'holiday' | 'makeUp' | 'localClosure'
type Named = { readonly kind: NamedKind; readonly name: string }

// A calendar is asked about thousands of days and never changes; a WeakMap lets it stay plain data.
const cache = new WeakMap<WorkCalendar, ReadonlyMap<IsoDate, Named>>()

/**
 * Every day that a table or a closure names, built once per calendar.
 * Tables apply in order of their year, so that a day of December named by the next year's notice follows that
 * notice; a closure turns working days, make-up days among them, into rest days.
 */
export function namedDays(calendar: WorkCalendar): ReadonlyMap<IsoDate, Named> {
  const known = cache.get(calendar)
  if (known) return known
  const days = new Map<IsoDate, Named>()
  for (const table of Object.values(calendar.years).sort((a, b) => a.year - b.year)) {
    for (const { date, name } of table.holidays) days.set(date, { kind: 'holiday', name })
    for (const { date, name } of table.makeUpWorkdays) days.set(date, { kind: 'makeUp', name })
  }
  for (const { date, name } of [...calendar.localClosures].sort((a, b) => compareDates(a.date, b.date)))
    if (days.get(date)?.kind !== 'holiday') days.set(date, { kind: 'localClosure', name })
  cache.set(calendar, days)
  return days
}
