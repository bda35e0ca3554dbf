import { addDays, type IsoDate, weekday, year } from './date.ts'
import type { WorkCalendar } from './table.ts'

export interface DayStatus {
  readonly date: IsoDate
  readonly working: boolean
  /** False where no published table covers the day: estimated by weekday, 1 January off. */
  readonly certain: boolean
  readonly kind: 'workday' | 'weekend' | 'holiday' | 'makeUp'
  readonly name: string | null
}

/** What a date is in working life. The year's notice decides, not the weekday (行政许可法 82). */
export function dayStatus(calendar: WorkCalendar, date: IsoDate): DayStatus {
  const off = calendar.off.get(date)
  if (off !== undefined) return { date, working: false, certain: true, kind: 'holiday', name: off }
  const worked = calendar.worked.get(date)
  if (worked !== undefined) return { date, working: true, certain: true, kind: 'makeUp', name: worked }
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
  /** A day outside the published tables had to be judged. */
  readonly provisional: boolean
  /** Rest days passed over, in the order met. */
  readonly skipped: readonly DayStatus[]
  /** 调休上班日 that were counted. */
  readonly makeUps: readonly DayStatus[]
}

/**
 * The n-th working day after `from` (before it when n is negative). The day itself is day 0 and not counted
 * (民法典 201), whether it is a working day or not. n = 0 gives `from`.
 *
 * @example 2015-09-02 + 2 → 2015-09-07: 09-03 to 05 off, Sunday 09-06 worked
 */
export function addWorkingDays(calendar: WorkCalendar, from: IsoDate, n: number): Counted {
  const step = n < 0 ? -1 : 1
  const skipped: DayStatus[] = []
  const makeUps: DayStatus[] = []
  let provisional = false
  let date = from
  for (let left = Math.abs(n); left > 0; ) {
    date = addDays(date, step)
    const status = dayStatus(calendar, date)
    provisional ||= !status.certain
    if (!status.working) {
      skipped.push(status)
      continue
    }
    if (status.kind === 'makeUp') makeUps.push(status)
    left -= 1
  }
  return { date, provisional, skipped, makeUps }
}

export interface Rolled extends Counted {
  readonly rolled: boolean
}

function roll(calendar: WorkCalendar, date: IsoDate, step: 1 | -1): Rolled {
  const skipped: DayStatus[] = []
  let current = date
  let status = dayStatus(calendar, current)
  let provisional = !status.certain
  while (!status.working) {
    skipped.push(status)
    current = addDays(current, step)
    status = dayStatus(calendar, current)
    provisional ||= !status.certain
  }
  const makeUps = skipped.length > 0 && status.kind === 'makeUp' ? [status] : []
  return { date: current, rolled: current !== date, provisional, skipped, makeUps }
}

/** 民法典 203: a counted period whose last day is a rest day ends on the next working day. */
export const rollForward = (calendar: WorkCalendar, date: IsoDate): Rolled => roll(calendar, date, 1)

/** Backward counts that land on a rest day end on the working day before it (policy, deadline-rules §3). */
export const rollBackward = (calendar: WorkCalendar, date: IsoDate): Rolled => roll(calendar, date, -1)

/** The first working day strictly after a date. */
export const nextWorkingDay = (calendar: WorkCalendar, date: IsoDate): IsoDate =>
  addWorkingDays(calendar, date, 1).date

export const firstWorkingDayOnOrAfter = (calendar: WorkCalendar, date: IsoDate): IsoDate =>
  rollForward(calendar, date).date

/** Working days in (a, b]; negative when b is earlier. */
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
  for (let date = addDays(a, 1); date <= b; date = addDays(date, 1)) {
    const status = dayStatus(calendar, date)
    provisional ||= !status.certain
    if (status.working) count += 1
  }
  return { count, provisional }
}
