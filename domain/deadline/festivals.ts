import { type IsoDate, isoDate } from '../calendar/date.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import type { DeadlineContext, FestivalDays } from './rule.ts'

/** Festivals that plans count to, in the order of `Span.part`; those with a fixed day have it here. */
export const FESTIVALS = ['元旦', '春节', '清明', '劳动', '端午', '中秋', '国庆'] as const
const FIXED: Readonly<Record<number, readonly [month: number, day: number]>> = {
  1: [1, 1],
  4: [5, 1],
  7: [10, 1],
}

/** The days off of a festival by the year's notice; where there is none yet, its own day if that is fixed. */
function daysOf(calendar: WorkCalendar, part: number, year: number): FestivalDays | null {
  const name = FESTIVALS[part - 1] ?? ''
  const fixed = FIXED[part]
  const table = calendar.years[year]
  const named = (table?.holidays ?? []).filter((day) => day.name.includes(name)).map((day) => day.date)
  const [first, last] = [named[0], named.at(-1)]
  if (first !== undefined && last !== undefined) {
    // 国庆 and 中秋 joined in one holiday bear one name; a fixed day does not move with it.
    const day = fixed && isoDate(year, fixed[0], fixed[1])
    return { first: day && day < first ? day : first, last }
  }
  const day: IsoDate | null = fixed ? isoDate(year, fixed[0], fixed[1]) : null
  return day && { first: day, last: day }
}

/** The context with the festivals of a calendar. */
export const withFestivals = <T extends DeadlineContext>(context: T, calendar: WorkCalendar): T => ({
  ...context,
  festival: (part: number, year: number) => daysOf(calendar, part, year),
})
