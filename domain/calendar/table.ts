import { ok, type Refusal, type Result, refuse } from '../basics/result.ts'
import { compareDates, type IsoDate, parseDate, weekday, year } from './date.ts'

export interface CalendarDay {
  readonly date: IsoDate
  /** The festival the day belongs to, as shown to people: 国庆节. For a 调休上班日, the one it makes up for. */
  readonly name: string
}

/** A notice of the State Council that a table rests on. Null where it was not verified: unknown is said, never guessed. */
export interface Notice {
  readonly title: string
  readonly number: string | null
  readonly issuedOn: IsoDate | null
}

/** 一年的节假日安排: the days of one civil year, whichever notice named them (31 December can be the next year's). */
export interface CalendarYear {
  readonly year: number
  /** Every day off, in order, the weekend days inside or joined to a holiday (与周末连休) included. */
  readonly holidays: readonly CalendarDay[]
  /** 调休上班日, in order: weekend days that are worked. */
  readonly makeUpWorkdays: readonly CalendarDay[]
  /** A year can get a second one (2015, 2019, 2020). */
  readonly notices: readonly Notice[]
  /** Where the data were taken from and what they were checked against. */
  readonly provenance: string
  /** SHA-256 of the canonical content (year, holidays, makeUpWorkdays); verified by the reader, not here. */
  readonly sha256: string
}

/** 当地停止办公: a day an office closes though the notice has it worked (a typhoon, a local festival). Laid over the tables. */
export interface LocalClosure extends CalendarDay {
  readonly by: string
  readonly reason: string
}

/** Plain data: it may travel as JSON (activity arguments, files) and come back the same. */
export interface WorkCalendar {
  /** Changes whenever a day of any table or closure changes; written beside every computed date. */
  readonly version: string
  readonly firstYear: number
  readonly lastYear: number
  readonly years: Readonly<Record<number, CalendarYear>>
  readonly localClosures: readonly LocalClosure[]
}

/** What is wrong with a table, in Chinese; empty when it can be used. It may name days of the neighbouring December and January. */
export function validateYear(table: CalendarYear): readonly string[] {
  const problems: string[] = []
  const seen = new Set<string>()
  const lists = [
    ['节假日', table.holidays],
    ['调休上班日', table.makeUpWorkdays],
  ] as const
  for (const [what, days] of lists) {
    let previous = ''
    for (const { date, name } of days) {
      if (parseDate(date) === null) {
        problems.push(`${what} ${date} 不是真实的日期`)
        continue
      }
      if (name.trim() === '') problems.push(`${what} ${date} 没有名称`)
      if (seen.has(date)) problems.push(`${date} 出现了两次`)
      else if (date < previous) problems.push(`${what} ${date} 没有按日期排列`)
      if (!belongsTo(table.year, date)) problems.push(`${what} ${date} 不在 ${table.year} 年内`)
      if (days === table.makeUpWorkdays && weekday(date) < 6) problems.push(`调休上班日 ${date} 不是周末`)
      seen.add(date)
      previous = date
    }
  }
  return problems
}

const belongsTo = (y: number, date: IsoDate): boolean =>
  year(date) === y || date.startsWith(`${y - 1}-12-`) || date.startsWith(`${y + 1}-01-`)

/**
 * Joins yearly tables, and closures over them, into one calendar.
 * Errors: CALENDAR_EMPTY, CALENDAR_INVALID (names the problems), CALENDAR_DOUBLE_YEAR, CALENDAR_GAP (a gap would
 * turn certain dates into estimates unseen).
 */
export function makeCalendar(
  tables: readonly CalendarYear[],
  localClosures: readonly LocalClosure[] = [],
): Result<WorkCalendar, Refusal> {
  const sorted = [...tables].sort((a, b) => a.year - b.year)
  const first = sorted[0]
  const last = sorted.at(-1)
  if (first === undefined || last === undefined) return refuse('CALENDAR_EMPTY', '没有任何年度的节假日安排')
  for (const [i, table] of sorted.entries()) {
    const problems = validateYear(table)
    if (problems.length > 0)
      return refuse('CALENDAR_INVALID', `${table.year} 年节假日安排有误：${problems.join('；')}`, {
        fields: { year: table.year, problems },
      })
    const expected = first.year + i
    if (table.year < expected)
      return refuse('CALENDAR_DOUBLE_YEAR', `${table.year} 年节假日安排有两份`, {
        fields: { year: table.year },
      })
    if (table.year > expected)
      return refuse('CALENDAR_GAP', `节假日安排不连续，缺 ${expected} 年`, { fields: { year: expected } })
  }
  const unreal = localClosures.find(({ date }) => parseDate(date) === null)
  if (unreal) return refuse('CALENDAR_INVALID', `当地停止办公日 ${unreal.date} 不是真实的日期`)
  const closures = [...localClosures].sort((a, b) => compareDates(a.date, b.date))
  const content = [
    ...sorted.map((t) => `${t.year}:${t.sha256}`),
    ...closures.map((c) => `${c.date}:${c.name}`),
  ]
  return ok({
    version: `cn-${first.year}-${last.year}-${shortHash(content.join('\n'))}`,
    firstYear: first.year,
    lastYear: last.year,
    years: Object.fromEntries(sorted.map((table) => [table.year, table])),
    localClosures: closures,
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
