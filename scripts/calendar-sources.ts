/**
 * One year of working days as two published libraries tell it. chinese-days decides, tyme4ts checks and adds the
 * weekend days inside a holiday, which chinese-days leaves unnamed. A disagreement about whether a day is worked
 * must be listed with its reason in seeds/calendars/sources/differences.json.
 *
 * chinese-days reads dates in the local zone and is wrong west of UTC: set TZ=UTC before calling.
 */
import chineseDays from 'chinese-days'
import { LegalHoliday } from 'tyme4ts'
import { addDays, day, type IsoDate, month, mustDate, weekday } from '../domain/calendar/date.ts'
import type { CalendarDay } from '../domain/calendar/table.ts'
import differences from '../seeds/calendars/sources/differences.json' with { type: 'json' }

export const FIRST_YEAR = 2007
export const LAST_YEAR = 2026

export interface SourceYear {
  readonly holidays: readonly CalendarDay[]
  readonly makeUpWorkdays: readonly CalendarDay[]
  /** Days that the two libraries tell differently. */
  readonly disagreements: readonly IsoDate[]
}

/** Names as the notices write them, where the libraries shorten. */
const NAMES: Readonly<Record<string, string>> = {
  国庆中秋: '国庆节、中秋节',
  抗战胜利日: '抗战胜利纪念日',
  清明: '清明节',
  端午: '端午节',
  中秋: '中秋节',
}

/** Whether tyme4ts has a day worked: its own list, else the weekday. */
function tyme(date: IsoDate, y: number): { readonly name: string | undefined; readonly worked: boolean } {
  const legal = LegalHoliday.fromYmd(y, month(date), day(date))
  return { name: legal?.getName(), worked: legal ? legal.isWork() : weekday(date) < 6 }
}

export function readYear(y: number): SourceYear {
  const holidays: CalendarDay[] = []
  const makeUpWorkdays: CalendarDay[] = []
  const disagreements: IsoDate[] = []
  for (let date = mustDate(`${y}-01-01`); date.startsWith(`${y}`); date = addDays(date, 1)) {
    const { work: worked, name } = chineseDays.getDayDetail(date)
    // "National Day,国庆节,3" for a named day, "Saturday" for a plain one.
    const chinese = name.split(',')[1]
    const other = tyme(date, y)
    if (other.worked !== worked) disagreements.push(date)
    const raw = other.name ?? chinese
    const named = raw === undefined ? undefined : { date, name: NAMES[raw] ?? raw }
    if (worked && weekday(date) >= 6) makeUpWorkdays.push(named ?? { date, name: '调休' })
    else if (!worked && named) holidays.push(named)
  }
  return { holidays, makeUpWorkdays, disagreements }
}

/** The days of a year on which the libraries are known to differ, with a reason each. */
export const explained = (y: number): readonly string[] =>
  differences.flatMap(({ dates }) => dates).filter((date) => date.startsWith(`${y}-`))

/** What the list of known differences does not say rightly; empty when every disagreement is explained and none is stale. */
export function unexplained(y: number, disagreements: readonly string[]): readonly string[] {
  const known = new Set(explained(y))
  return [
    ...disagreements
      .filter((date) => !known.has(date))
      .map((date) => `${date}: disagreement without a reason`),
    ...[...known]
      .filter((date) => !disagreements.includes(date))
      .map((date) => `${date}: explained, but the libraries agree now`),
  ]
}
