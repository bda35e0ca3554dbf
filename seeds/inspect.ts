import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type IsoDate, isoDate } from '../domain/calendar/date.ts'
import type { WorkCalendar } from '../domain/calendar/table.ts'
import { numeral } from '../domain/deadline/numerals.ts'
import { assemblePlan } from '../domain/plan/assemble.ts'
import type { WorkPlan } from '../domain/plan/plan.ts'
import { type Refusal, type Result, refuse } from '../domain/result.ts'
import { decodeText } from './readers/decode.ts'
import { readTextTable } from './readers/text-table.ts'

export interface InspectOptions {
  readonly issuedOn?: IsoDate | null
  readonly planYear?: number | null
  readonly title?: string | null
}

const DATE =
  /([12]\d{3}|[二一][〇零○O一二三四五六七八九]{3})年(\d{1,2}|[一二三四五六七八九十]{1,3})月(\d{1,2}|[一二三四五六七八九十]{1,3})日/

const dateIn = (lines: readonly string[]): IsoDate | null => {
  for (const line of lines) {
    const match = DATE.exec(line.normalize('NFKC').replace(/[○O]/g, '〇'))
    const parts = match?.slice(1).map((part) => numeral(part)) ?? []
    const found = parts.length === 3 ? isoDate(parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0) : null
    if (found) return found
  }
  return null
}

const yearIn = (text: string): number | null => {
  const match = /((?:19|20)\d{2})年/.exec(text.normalize('NFKC'))
  return match ? Number(match[1]) : null
}

/**
 * Reads a plan document and starts nothing. `issuedOn` is the document's own date where it has one, else the
 * option; the year comes from the option, the title, or the issue date.
 * Errors (all Chinese, with a remedy): FILE_TYPE, TABLE_NOT_FOUND, NOT_A_PLAN, TABLE_SCRAMBLED, TASK_NUMBERS.
 */
export function inspectBytes(
  bytes: Uint8Array,
  name: string,
  options: InspectOptions,
  calendar: WorkCalendar,
): Result<WorkPlan, Refusal> {
  const text = decodeText(bytes, name)
  if (!text.ok) return text
  const grid = readTextTable(text.value)
  if (!grid.ok) return grid
  const title = options.title ?? grid.value.before[0] ?? name
  const issuedOn = dateIn([...grid.value.before, ...grid.value.after]) ?? options.issuedOn ?? null
  const year = options.planYear ?? yearIn(title) ?? (issuedOn ? Number(issuedOn.slice(0, 4)) : null)
  return assemblePlan(grid.value, { reader: 'text-table', title, year, issuedOn }, calendar)
}

export function inspectFile(
  path: string,
  options: InspectOptions,
  calendar: WorkCalendar,
): Result<WorkPlan, Refusal> {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(path)
  } catch {
    return refuse('FILE_NOT_FOUND', `读不到文件 ${path}`, { remedy: '请检查路径和读取权限' })
  }
  return inspectBytes(bytes, basename(path), options, calendar)
}
