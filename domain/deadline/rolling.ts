import type { IsoDate } from '../calendar/date.ts'
import { explainCount } from '../calendar/explain.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { at, endOfDayExclusive, lastDayBefore, type PlanTime } from '../calendar/time.ts'
import { rollBackward, rollForward } from '../calendar/workdays.ts'
import { ours } from './profile.ts'
import type { Rolls } from './rule.ts'

export interface MovedDate {
  readonly date: IsoDate
  readonly provisional: boolean
  readonly why: readonly string[]
}

/** Moves a fixed date off a rest day, but only where the text itself says so (遇节假日顺延). */
export function moved(date: IsoDate, rolls: Rolls, calendar: WorkCalendar): MovedDate {
  if (rolls === null) return { date, provisional: false, why: ['固定日期，遇休息日不顺延'] }
  const found = rolls === 'forward' ? rollForward(calendar, date) : rollBackward(calendar, date)
  const word = rolls === 'forward' ? '顺延到' : '提前到'
  const why = found.rolled ? [`${date} 是休息日，按原文${word} ${found.date}`, ...explainCount(found)] : []
  return { date: found.date, provisional: found.provisional, why }
}

/**
 * A due day, and 17时 of it as its instant: 24时 is the day's end, 0时 the end of the day before. No instant where the text
 * names no hour.
 */
export function instantOf(
  date: IsoDate,
  clock: string | null,
): { readonly dueOn: IsoDate; readonly dueAt?: PlanTime } {
  if (clock === null) return { dueOn: date }
  const dueAt = clock === '24:00' ? endOfDayExclusive(date) : at(date, clock)
  return { dueOn: lastDayBefore(dueAt), dueAt }
}

/** What 前 means on a day: the day counts (policy), or the hour that the text names. */
export const inclusiveOf = (before: boolean, clock: string | null): readonly string[] =>
  clock !== null ? [`当日 ${clock} 止`] : before ? [ours('“前”含当日，到当日24时止')] : []
