import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { isIsoDate } from '../../domain/calendar/date.ts'
import { type CalendarYear, makeCalendar, type WorkCalendar } from '../../domain/calendar/table.ts'

const Day = z.object({ date: z.string().refine(isIsoDate, '不是真实的日期'), name: z.string() })
const Table = z.object({
  year: z.number().int(),
  notice: z.string(),
  sha256: z.string().length(64),
  holidays: z.array(Day),
  makeUpWorkdays: z.array(Day),
})

/** A calendar file that can't be trusted. The message is Chinese and names the file. */
export class CalendarFileError extends Error {
  readonly code = 'CALENDAR_FILE'
}

export const hashOf = (table: Pick<CalendarYear, 'year' | 'holidays' | 'makeUpWorkdays'>): string => {
  const day = ({ date, name }: { date: string; name: string }) => ({ date, name })
  const { year, holidays, makeUpWorkdays } = table
  const content = { year, holidays: holidays.map(day), makeUpWorkdays: makeUpWorkdays.map(day) }
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}

export function readTable(path: string): CalendarYear {
  const parsed = Table.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!parsed.success) throw new CalendarFileError(`${path}：${z.prettifyError(parsed.error)}`)
  const table = parsed.data as unknown as CalendarYear
  if (hashOf(table) !== table.sha256)
    throw new CalendarFileError(`${path} 的内容与校验值不符，文件可能被改动`)
  return table
}

const SHIPPED = fileURLToPath(new URL('.', import.meta.url))
const cache = new Map<string, WorkCalendar>()

const tablesIn = (folder: string): CalendarYear[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /^\d{4}\.json$/.test(name))
        .sort()
        .map((name) => readTable(`${folder}/${name}`))
    : []

/**
 * The shipped calendars, with the tables of `extra` (an office's own folder) laid over them year by year.
 * @throws CalendarFileError when a table is damaged or does not fit.
 */
export function loadCalendar(extra?: string): WorkCalendar {
  const key = extra ?? ''
  const known = cache.get(key)
  if (known) return known
  const years = new Map<number, CalendarYear>()
  for (const table of [...tablesIn(SHIPPED), ...(extra ? tablesIn(extra) : [])]) years.set(table.year, table)
  const made = makeCalendar([...years.values()])
  if (!made.ok) throw new CalendarFileError(made.error.message)
  cache.set(key, made.value)
  return made.value
}
