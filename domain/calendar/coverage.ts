import { type IsoDate, month, year } from './date.ts'
import type { WorkCalendar } from './table.ts'

export interface Coverage {
  readonly firstYear: number
  readonly lastYear: number
  /** This year or the next, whichever have no table; dates in them are 暂定. */
  readonly missing: readonly number[]
  /** The notice is out as a rule (the State Council's office publishes it in October or November). */
  readonly due: boolean
}

/** Which years from today on have a 节假日安排. @example tables to 2026, 2026-11-25 → missing [2027], due */
export function coverageOf(calendar: WorkCalendar, today: IsoDate): Coverage {
  const now = year(today)
  const missing = [now, now + 1].filter((y) => calendar.years[y] === undefined)
  const { firstYear, lastYear } = calendar
  return {
    firstYear,
    lastYear,
    missing,
    due: missing.includes(now) || (missing.length > 0 && month(today) >= 11),
  }
}

/** For a clerk, with what to do. */
export function describeCoverage({ firstYear, lastYear, missing, due }: Coverage): string {
  const have = `有 ${firstYear}—${lastYear} 年`
  if (missing.length === 0) return have
  const years = missing.map((y) => `${y} 年`).join('、')
  return `${have}，缺 ${years}：落在其中的日期都是暂定${due ? '' : '（国务院办公厅一般在 11 月公布）'}`
}
