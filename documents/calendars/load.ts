import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import {
  type CalendarYear,
  makeCalendar,
  validateYear,
  type WorkCalendar,
} from '../../domain/calendar/table.ts'
import { readRegular } from '../../security/regular-file.ts'
import { closedDays, closuresFile, readClosures } from './closures.ts'
import { calendarFile, hashOf } from './schema.ts'

/** A calendar file that can't be trusted. Message and remedy are Chinese; the message names the file. */
export class CalendarFileError extends Error {
  readonly code = 'CALENDAR_FILE'
  readonly remedy = '请用随程序发布的文件或重新生成的文件替换（见 docs/calendars.md）'
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(readRegular(path))
  } catch (cause) {
    throw new CalendarFileError(`${path} 读不出来，或不是完整的 JSON`, { cause })
  }
}

/**
 * One yearly table from a file named YYYY.json: parsed, checked against its hash and its name, validated.
 * @throws CalendarFileError
 */
export function readTable(path: string): CalendarYear {
  const parsed = calendarFile.safeParse(parseJson(path))
  if (!parsed.success) throw new CalendarFileError(`${path} 格式有误：${z.prettifyError(parsed.error)}`)
  const table: CalendarYear = parsed.data
  if (hashOf(table) !== table.sha256)
    throw new CalendarFileError(`${path} 的内容与校验值不符，文件可能被改动或损坏`)
  if (basename(path) !== `${table.year}.json`)
    throw new CalendarFileError(`${path} 里是 ${table.year} 年的安排，与文件名不符`)
  const problems = validateYear(table)
  if (problems.length > 0) throw new CalendarFileError(`${path} 有误：${problems.join('；')}`)
  return table
}

const SHIPPED = fileURLToPath(new URL('../../seeds/calendars', import.meta.url))

const tableFiles = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /^\d{4}\.json$/.test(name))
        .sort()
        .map((name) => join(folder, name))
    : []

/** Changes when a table is installed or replaced, so that a running worker notices without a restart. */
const stampOf = (files: readonly string[]): string =>
  files
    .map((file) => {
      const { mtimeMs, size } = statSync(file)
      return `${file}:${mtimeMs}:${size}`
    })
    .join('\n')

function closedIn(folder: string) {
  try {
    return closedDays(readClosures(folder))
  } catch (cause) {
    throw new CalendarFileError(`${closuresFile(folder)} 已损坏，读不出当地停止办公日`, { cause })
  }
}

let read: readonly CalendarYear[] | undefined
function shippedTables(): readonly CalendarYear[] {
  read ??= tableFiles(SHIPPED).map(readTable)
  return read
}

/** The table of a year as it ships, whatever an office has installed over it. */
export const shippedTable = (year: number): CalendarYear | undefined =>
  shippedTables().find((table) => table.year === year)

const cache = new Map<string, { readonly stamp: string; readonly calendar: WorkCalendar }>()

/**
 * The shipped calendars, with the tables of `extra` (an office's own folder, e.g. `<data>/calendars`) laid over
 * them year by year: a whole table replaces a whole table. A folder that does not exist adds nothing.
 * Cached per process; the extra folder is looked at again on every call and read again when it changed.
 *
 * @throws CalendarFileError when a table is damaged or does not fit.
 */
export function loadCalendar(extra?: string): WorkCalendar {
  const files = extra === undefined ? [] : tableFiles(extra)
  const closures = extra !== undefined && existsSync(closuresFile(extra)) ? closuresFile(extra) : null
  const stamp = stampOf(closures === null ? files : [...files, closures])
  const key = extra ?? ''
  const known = cache.get(key)
  if (known?.stamp === stamp) return known.calendar
  const years = new Map([...shippedTables(), ...files.map(readTable)].map((table) => [table.year, table]))
  const made = makeCalendar([...years.values()], extra === undefined ? [] : closedIn(extra))
  if (!made.ok) throw new CalendarFileError(made.error.message)
  cache.set(key, { stamp, calendar: made.value })
  return made.value
}
