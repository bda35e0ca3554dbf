import { ok, type Refusal, type Result, refuse } from '../result.ts'
import { type IsoDate, parseDate, weekday, year } from './date.ts'

export interface CalendarDay {
  readonly date: IsoDate
  /** 节日名称, as shown to people: 国庆节. */
  readonly name: string
}

/** 一年的节假日安排 as the State Council's notice gives it (行政许可法 82: the notice decides, not the weekday). */
export interface CalendarYear {
  readonly year: number
  /** Every day off the notice grants, weekends inside a holiday included. */
  readonly holidays: readonly CalendarDay[]
  /** 调休上班日: weekend days that are worked. */
  readonly makeUpWorkdays: readonly CalendarDay[]
  /** Where the table comes from; a notice's number only where it was verified. */
  readonly notice: string
  /** SHA-256 of the canonical content (year, holidays, makeUpWorkdays). */
  readonly sha256: string
}

export interface WorkCalendar {
  /** Changes whenever any table changes; written beside every computed date. */
  readonly version: string
  readonly firstYear: number
  readonly lastYear: number
  readonly years: ReadonlyMap<number, CalendarYear>
  readonly off: ReadonlyMap<IsoDate, string>
  readonly worked: ReadonlyMap<IsoDate, string>
}

/** What is wrong with a table, in Chinese; empty when it can be used. A notice may name neighbouring days of December or January. */
export function problemsOf(table: CalendarYear): readonly string[] {
  const problems: string[] = []
  const seen = new Set<string>()
  for (const [list, what] of [
    [table.holidays, '节假日'],
    [table.makeUpWorkdays, '调休上班日'],
  ] as const) {
    for (const { date } of list) {
      if (parseDate(date) === null) {
        problems.push(`${what} ${date} 不是真实的日期`)
        continue
      }
      if (seen.has(date)) problems.push(`${date} 出现了两次`)
      seen.add(date)
      const near =
        year(date) === table.year ||
        (date >= `${table.year - 1}-12-01` && date < `${table.year}-01-01`) ||
        (date > `${table.year}-12-31` && date <= `${table.year + 1}-01-31`)
      if (!near) problems.push(`${what} ${date} 不在 ${table.year} 年内`)
      if (what === '调休上班日' && weekday(date) < 6) problems.push(`调休上班日 ${date} 不是周末`)
    }
  }
  return problems
}

/** Joins yearly tables. Errors: CALENDAR_INVALID (lists the problems), CALENDAR_GAP (a year missing between). */
export function makeCalendar(tables: readonly CalendarYear[]): Result<WorkCalendar, Refusal> {
  const sorted = [...tables].sort((a, b) => a.year - b.year)
  const first = sorted[0]
  const last = sorted.at(-1)
  if (first === undefined || last === undefined) return refuse('CALENDAR_EMPTY', '没有任何年度的节假日安排')
  for (const table of sorted) {
    const problems = problemsOf(table)
    if (problems.length > 0)
      return refuse('CALENDAR_INVALID', `${table.year} 年节假日安排有误：${problems.join('；')}`)
  }
  if (last.year - first.year !== sorted.length - 1)
    return refuse('CALENDAR_GAP', `节假日安排不连续：${sorted.map((t) => t.year).join('、')}`)
  const off = new Map<IsoDate, string>()
  const worked = new Map<IsoDate, string>()
  for (const table of sorted) {
    for (const { date, name } of table.holidays) off.set(date, name)
    for (const { date, name } of table.makeUpWorkdays) worked.set(date, name)
  }
  const digest = sorted.map((table) => table.sha256.slice(0, 8)).join('')
  return ok({
    version: `cn-${first.year}-${last.year}-${shortHash(digest)}`,
    firstYear: first.year,
    lastYear: last.year,
    years: new Map(sorted.map((table) => [table.year, table])),
    off,
    worked,
  })
}

/** FNV-1a, 32 bits, as 8 hex digits: names things, protects nothing. */
export function shortHash(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ (text.charCodeAt(i) & 0xff), 0x01000193) >>> 0
    hash = Math.imul(hash ^ (text.charCodeAt(i) >>> 8), 0x01000193) >>> 0
  }
  return hash.toString(16).padStart(8, '0')
}
