import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'
import {
  addDays,
  diffDays,
  isIsoDate,
  mustDate,
  weekday,
  year as yearOf,
} from '../../domain/calendar/date.ts'
import { weekdayName } from '../../domain/calendar/explain.ts'
import { type CalendarDay, type CalendarYear, validateYear } from '../../domain/calendar/table.ts'
import { readText } from '../files/text-file.ts'
import { formatTable, hashOf, sealTable } from './schema.ts'

const isoDate = z.string().refine(isIsoDate, '不是真实的日期（应为 YYYY-MM-DD）').transform(mustDate)
const name = z.string().min(1, '缺少名称')
const weekdayText = z
  .string()
  .regex(/^(?:周|星期)?[一二三四五六日天]$/, '应为 周一 到 周日')
  .optional()
/** One day, or a run of days as notices write them; the weekday is there to be checked. */
const days = z.union([
  z.strictObject({ date: isoDate, name, weekday: weekdayText }),
  z.strictObject({ from: isoDate, to: isoDate, name }),
])

/** What a person writes: the notice and its days. `sha256` may stand there (an exported table); it is checked then. */
const DRAFT = z.strictObject({
  year: z.number().int().min(1990).max(2200),
  notices: z
    .array(
      z.strictObject({
        title: z.string().min(4),
        number: z.string().nullable(),
        issuedOn: isoDate.nullable(),
      }),
    )
    .min(1, '至少写一份通知'),
  provenance: z.string().default('由使用单位录入'),
  holidays: z.array(days).min(1, '没有写放假的日子'),
  makeUpWorkdays: z.array(days),
  sha256: z.string().optional(),
})

export interface CheckedTable {
  readonly table: CalendarYear
  /** What looks unusual but is not wrong. */
  readonly warnings: readonly string[]
}

const STATUTORY = ['元旦', '春节', '清明', '劳动', '端午', '中秋', '国庆']

const invalid = (path: string, problems: readonly string[]) =>
  refuse('CALENDAR_INVALID', `${path} 不能用作节假日安排：\n${problems.map((p) => `  ${p}`).join('\n')}`, {
    remedy: '对照国务院办公厅通知改正（写法见 docs/calendars.md 的例子）',
    fields: { file: path, problems },
  })

function expand(entries: z.infer<typeof DRAFT>['holidays'], problems: string[], what: string): CalendarDay[] {
  return entries.flatMap((entry): CalendarDay[] => {
    if ('date' in entry) {
      const said = entry.weekday?.slice(-1).replace('天', '日')
      if (said !== undefined && weekdayName(entry.date).slice(-1) !== said)
        problems.push(`${what} ${entry.date} 是${weekdayName(entry.date)}，文件写的是 ${entry.weekday}`)
      return [{ date: entry.date, name: entry.name }]
    }
    const length = diffDays(entry.from, entry.to) + 1
    if (length < 1 || length > 30) {
      problems.push(`${what} ${entry.from} 至 ${entry.to} 的起止日期不对`)
      return []
    }
    return Array.from({ length }, (_, i) => ({ date: addDays(entry.from, i), name: entry.name }))
  })
}

function warningsOf(table: CalendarYear): readonly string[] {
  const names = table.holidays.map((day) => day.name).join(' ')
  const missing = STATUTORY.filter((festival) => !names.includes(festival))
  const makeUp = table.makeUpWorkdays.length
  return [
    ...(missing.length > 0 ? [`没有写 ${missing.join('、')} 放假（国庆与中秋连休时可合写），请核对`] : []),
    ...(makeUp > 12 ? [`调休上班日有 ${makeUp} 天，比往年多，请核对`] : []),
    ...table.holidays
      .filter((day) => yearOf(day.date) !== table.year)
      .map((day) => `${day.date}（${day.name}）属于相邻年度，请核对`),
  ]
}

/** What can be read of a table that has mistakes, so that all of them are named at once; null: too little of it. */
function readable(data: unknown): Omit<z.infer<typeof DRAFT>, 'sha256'> | null {
  const { year, ...rest } = (data ?? {}) as Readonly<Record<string, unknown>>
  const known = DRAFT.shape.year.safeParse(year)
  if (!known.success) return null
  const list = (value: unknown) =>
    (Array.isArray(value) ? value : []).flatMap((entry) => {
      const day = days.safeParse(entry)
      return day.success ? [day.data] : []
    })
  // The notice was asked for above; here it only stands in.
  const notices = [{ title: '（通知）', number: null, issuedOn: null }]
  const [holidays, makeUpWorkdays] = [list(rest.holidays), list(rest.makeUpWorkdays)]
  return { year: known.data, notices, provenance: '', holidays, makeUpWorkdays }
}

/**
 * Reads a yearly table as a person writes it and checks it: real days, the weekdays named, make-up days on weekends,
 * nothing twice, a notice. Errors: FILE_NOT_FOUND, CALENDAR_INVALID with every problem.
 */
export function checkTable(path: string): Result<CheckedTable, Refusal> {
  const text = readText(path)
  return text.ok ? checkTableText(text.value, path) : text
}

/** The same of a text. @param path its name, for the error */
export function checkTableText(text: string, path: string): Result<CheckedTable, Refusal> {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    return invalid(path, [`不是 JSON：${(error as Error).message}`])
  }
  const parsed = DRAFT.safeParse(data)
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.') || '文件'}：${issue.message}`)
  const draft = parsed.success ? parsed.data : readable(data)
  if (draft === null) return invalid(path, problems)
  const byDate = (a: CalendarDay, b: CalendarDay) => (a.date < b.date ? -1 : 1)
  const table = sealTable({
    year: draft.year,
    notices: draft.notices,
    provenance: draft.provenance,
    holidays: expand(draft.holidays, problems, '放假').sort(byDate),
    makeUpWorkdays: expand(draft.makeUpWorkdays, problems, '调休上班').sort(byDate),
  })
  problems.push(...validateYear(table))
  if (parsed.success && parsed.data.sha256 !== undefined && parsed.data.sha256 !== hashOf(table))
    problems.push('内容与 sha256 不符，文件可能被改动；手工录入时请删去 sha256')
  const weekdaysOff = table.holidays.filter((day) => weekday(day.date) < 6).length
  if (parsed.success && weekdaysOff === 0) problems.push('没有一个放假日在周一到周五，不像一份节假日安排')
  return problems.length > 0 ? invalid(path, problems) : ok({ table, warnings: warningsOf(table) })
}

/** Puts a checked table in place, whole or not at all. */
export function installTable(folder: string, table: CalendarYear): void {
  mkdirSync(folder, { recursive: true })
  const target = join(folder, `${table.year}.json`)
  const half = `${target}.${process.pid}.new`
  writeFileSync(half, formatTable(table))
  renameSync(half, target)
}

/** Whether a table of that year was installed here. */
export const isInstalled = (folder: string, year: number): boolean => existsSync(join(folder, `${year}.json`))

/** Takes an installed table away; the shipped one of that year, if any, holds again. False when there was none. */
export function removeTable(folder: string, year: number): boolean {
  if (!isInstalled(folder, year)) return false
  rmSync(join(folder, `${year}.json`))
  return true
}
