import { addDays, daysInMonth, type IsoDate, isoDate } from '../calendar/date.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { addWorkingDays } from '../calendar/workdays.ts'
import type { DeadlineContext, FestivalDays, NthWorkday } from './rule.ts'

type Day = readonly [month: number, day: number]

/** Days of remembrance that stay where they are and are no holidays: the words they are known by, and the day. */
export const FIXED_DAYS: readonly (readonly [words: readonly string[], day: Day])[] = [
  [
    ['妇女', '三八'],
    [3, 8],
  ],
  [['植树'], [3, 12]],
  [
    ['消费者权益', '三一五'],
    [3, 15],
  ],
  [['国家安全'], [4, 15]],
  [['读书'], [4, 23]],
  [
    ['青年', '五四'],
    [5, 4],
  ],
  [['护士'], [5, 12]],
  [
    ['儿童', '六一'],
    [6, 1],
  ],
  [['环境'], [6, 5]],
  [['禁毒'], [6, 26]],
  [
    ['建党', '七一'],
    [7, 1],
  ],
  [
    ['建军', '八一'],
    [8, 1],
  ],
  [['教师'], [9, 10]],
  [['烈士'], [9, 30]],
  [['扶贫'], [10, 17]],
  [['记者'], [11, 8]],
  [['宪法'], [12, 4]],
  [['公祭'], [12, 13]],
]

const HOLIDAYS = ['元旦', '春节', '清明', '劳动', '端午', '中秋', '国庆'] as const
/** Festivals that plans count to, in the order of `Span.part`: holidays, then the days that are none. */
export const FESTIVALS: readonly string[] = [...HOLIDAYS, ...FIXED_DAYS.map(([[name = '']]) => name)]
const FIXED: Readonly<Record<number, Day>> = {
  1: [1, 1],
  4: [5, 1],
  7: [10, 1],
  ...Object.fromEntries(FIXED_DAYS.map(([, day], i) => [HOLIDAYS.length + 1 + i, day])),
}
export const isHoliday = (part: number): boolean => part <= HOLIDAYS.length

/** The days off of a festival by the year's notice; where there is none yet, its own day if that is fixed. */
function daysOf(calendar: WorkCalendar, part: number, year: number): FestivalDays | null {
  const name = FESTIVALS[part - 1] ?? ''
  const fixed = FIXED[part]
  const table = isHoliday(part) ? calendar.years[year] : undefined
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

/** The N-th working day of a month, -1 the last. */
function nthWorkday(calendar: WorkCalendar, y: number, m: number, n: number): NthWorkday | null {
  const first = isoDate(y, m, 1)
  const last = isoDate(y, m, daysInMonth(y, m))
  if (!first || !last || n === 0 || n > 23) return null
  const { date, provisional } =
    n < 0 ? addWorkingDays(calendar, addDays(last, 1), n) : addWorkingDays(calendar, addDays(first, -1), n)
  return { date, provisional }
}

/** The context with the festivals and working days of a calendar; one that has them already is itself. */
export function withFestivals<T extends DeadlineContext>(context: T, calendar: WorkCalendar): T {
  return context.festival ? context : { ...context, ...yearsOf(calendar) }
}

type Years = Required<Pick<DeadlineContext, 'festival' | 'workday'>>
const KNOWN = new WeakMap<WorkCalendar, Years>()

/** What a calendar knows of a year's festivals and working days; made once for each calendar. */
export function yearsOf(calendar: WorkCalendar): Years {
  const known = KNOWN.get(calendar)
  if (known) return known
  const years: Years = {
    festival: (part, year) => daysOf(calendar, part, year),
    workday: (y, m, n) => nthWorkday(calendar, y, m, n),
  }
  KNOWN.set(calendar, years)
  return years
}
