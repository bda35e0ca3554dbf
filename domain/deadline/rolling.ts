import type { IsoDate } from '../calendar/date.ts'
import { explainCount } from '../calendar/explain.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { rollBackward, rollForward } from '../calendar/workdays.ts'
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
