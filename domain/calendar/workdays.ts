import { fromDayNumber, type IsoDate, toDayNumber, weekday, year } from './date.ts'
import { namedDays } from './lookup.ts'
import type { WorkCalendar } from './table.ts'

export interface DayStatus {
  readonly date: IsoDate
  readonly working: boolean
  /** False where no published table covers the day: estimated by weekday, 1 January off. */
  readonly certain: boolean
  readonly kind: 'workday' | 'weekend' | 'holiday' | 'makeUp' | 'localClosure'
  /** The festival or closure; null for plain workdays and weekends. */
  readonly name: string | null
}

/**
 * What a date is in working life: the year's notice decides, not the weekday (行政许可法 82). December of the last
 * table year is certain until the next notice, which may name days of it, is installed.
 *
 * @example 2015-09-06, a Sunday → { working: true, kind: 'makeUp', name: '抗战胜利纪念日' }
 */
export function dayStatus(calendar: WorkCalendar, date: IsoDate): DayStatus {
  const named = namedDays(calendar).get(date)
  if (named)
    return { date, working: named.kind === 'makeUp', certain: true, kind: named.kind, name: named.name }
  const y = year(date)
  const certain = y >= calendar.firstYear && y <= calendar.lastYear
  if (!certain && date.endsWith('-01-01'))
    return { date, working: false, certain, kind: 'holiday', name: '元旦' }
  return weekday(date) >= 6
    ? { date, working: false, certain, kind: 'weekend', name: null }
    : { date, working: true, certain, kind: 'workday', name: null }
}

export const isWorkingDay = (calendar: WorkCalendar, date: IsoDate): boolean =>
  dayStatus(calendar, date).working

export interface Counted {
  readonly date: IsoDate
  /** 暂定: a day outside the published tables had to be judged. */
  readonly provisional: boolean
  /** Rest days passed over, in the order met. */
  readonly skipped: readonly DayStatus[]
  /** 调休上班日 that were counted or landed on, in the order met. */
  readonly makeUps: readonly DayStatus[]
  /** Working days counted: |n| of addWorkingDays, 0 of a roll. */
  readonly counted: number
}

/** Walks day by day from `start`, not judged itself, until `count` working days were met. */
function walk(calendar: WorkCalendar, start: number, step: 1 | -1, count: number): Counted {
  const skipped: DayStatus[] = []
  const makeUps: DayStatus[] = []
  let provisional = false
  let at = start
  for (let left = count; left > 0; ) {
    at += step
    const status = dayStatus(calendar, fromDayNumber(at))
    provisional ||= !status.certain
    if (!status.working) {
      skipped.push(status)
      continue
    }
    if (status.kind === 'makeUp') makeUps.push(status)
    left -= 1
  }
  return { date: fromDayNumber(at), provisional, skipped, makeUps, counted: count }
}

/**
 * The n-th working day after `from` (before it when n is negative). The day itself is day 0 and not counted
 * (民法典 201), whether it is a working day or not; n = 0 gives `from`. Throws on an n that is no whole number.
 *
 * @example 2015-09-02 + 2 → 2015-09-07: 09-03 to 05 off, Sunday 09-06 worked
 */
export function addWorkingDays(calendar: WorkCalendar, from: IsoDate, n: number): Counted {
  if (!Number.isInteger(n)) throw new RangeError(`not a whole number of working days: ${n}`)
  return walk(calendar, toDayNumber(from), n < 0 ? -1 : 1, Math.abs(n))
}

export interface Rolled extends Counted {
  readonly rolled: boolean
}

function roll(calendar: WorkCalendar, date: IsoDate, step: 1 | -1): Rolled {
  // Starting one day short makes the walk judge the day itself first.
  const walked = walk(calendar, toDayNumber(date) - step, step, 1)
  const rolled = walked.date !== date
  return { ...walked, rolled, makeUps: rolled ? walked.makeUps : [], counted: 0 }
}

/** A counted period whose last day is a rest day ends on the next working day (民法典 203). @example 2015-10-05 → 2015-10-08 */
export const rollForward = (calendar: WorkCalendar, date: IsoDate): Rolled => roll(calendar, date, 1)

/** Backward counts that land on a rest day end on the working day before it (policy, deadline-rules §3). @example 2015-10-05 → 2015-09-30 */
export const rollBackward = (calendar: WorkCalendar, date: IsoDate): Rolled => roll(calendar, date, -1)

/** The first working day strictly after a date. @example Friday 2015-07-31 → 2015-08-03 */
export const nextWorkingDay = (calendar: WorkCalendar, date: IsoDate): IsoDate =>
  addWorkingDays(calendar, date, 1).date

export const firstWorkingDayOnOrAfter = (calendar: WorkCalendar, date: IsoDate): IsoDate =>
  rollForward(calendar, date).date

/** Working days in (a, b], so that the day of the event is not counted; negative when b is earlier. */
export function workingDaysBetween(
  calendar: WorkCalendar,
  a: IsoDate,
  b: IsoDate,
): { readonly count: number; readonly provisional: boolean } {
  if (b < a) {
    const back = workingDaysBetween(calendar, b, a)
    return { count: -back.count, provisional: back.provisional }
  }
  let count = 0
  let provisional = false
  for (let at = toDayNumber(a) + 1; at <= toDayNumber(b); at += 1) {
    const status = dayStatus(calendar, fromDayNumber(at))
    provisional ||= !status.certain
    if (status.working) count += 1
  }
  return { count, provisional }
}
