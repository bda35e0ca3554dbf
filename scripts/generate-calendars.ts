/**
 * Makes seeds/calendars/YYYY.json from published libraries: chinese-days decides, tyme4ts checks.
 * Run with TZ=UTC (chinese-days is wrong west of UTC): TZ=UTC npx tsx scripts/generate-calendars.ts
 * Refuses on any disagreement about whether a day is worked that is not explained below.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import chineseDays from 'chinese-days'
import { LegalHoliday } from 'tyme4ts'
import { addDays, type IsoDate, mustDate, weekday } from '../domain/calendar/date.ts'

export const FIRST_YEAR = 2007
export const LAST_YEAR = 2026

/** tyme4ts lacks the make-up days of 2013; chinese-days has them as the notice does. */
export const EXPLAINED = new Map([[2013, 'tyme4ts lists no make-up days for 2013']])

interface Day {
  date: IsoDate
  name: string
}

const version = (name: string): string => {
  const entry = createRequire(import.meta.url).resolve(name)
  const root = entry.slice(0, entry.lastIndexOf(`/${name}/`) + name.length + 2)
  return (JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string }).version
}

/** Content that the hash covers, in a fixed order. */
export const canonical = (year: number, holidays: readonly Day[], makeUpWorkdays: readonly Day[]): string =>
  JSON.stringify({ year, holidays, makeUpWorkdays })

export function readYear(year: number): { holidays: Day[]; makeUpWorkdays: Day[]; differences: string[] } {
  const holidays: Day[] = []
  const makeUpWorkdays: Day[] = []
  const differences: string[] = []
  for (let date = mustDate(`${year}-01-01`); date.startsWith(`${year}`); date = addDays(date, 1)) {
    const detail = chineseDays.getDayDetail(date)
    const named = detail.name.split(',')[1]
    const [y, m, d] = date.split('-').map(Number) as [number, number, number]
    const legal = LegalHoliday.fromYmd(y, m, d)
    const worked = detail.work
    const plain = weekday(date) < 6
    // A weekend inside a holiday is a day off either way; only tyme4ts names it.
    if (!worked && (named || legal)) holidays.push({ date, name: legal?.getName() ?? named ?? '' })
    else if (worked && !plain) makeUpWorkdays.push({ date, name: legal?.getName() ?? named ?? '' })
    const tymeWorked = legal ? legal.isWork() : plain
    if (tymeWorked !== worked) differences.push(date)
  }
  return { holidays, makeUpWorkdays, differences }
}

function main(): void {
  if (new Date().getTimezoneOffset() !== 0) throw new Error('run with TZ=UTC')
  const folder = fileURLToPath(new URL('../seeds/calendars/', import.meta.url))
  mkdirSync(folder, { recursive: true })
  const from = `chinese-days ${version('chinese-days')}, checked against tyme4ts ${version('tyme4ts')}`
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
    const { holidays, makeUpWorkdays, differences } = readYear(year)
    if (differences.length > 0 && !EXPLAINED.has(year))
      throw new Error(`${year}: the libraries disagree on ${differences.join(', ')}`)
    const sha256 = createHash('sha256')
      .update(canonical(year, holidays, makeUpWorkdays))
      .digest('hex')
    const table = {
      year,
      notice: `国务院办公厅${year}年节假日安排（取自 ${from}）`,
      sha256,
      holidays,
      makeUpWorkdays,
    }
    writeFileSync(`${folder}${year}.json`, `${JSON.stringify(table, null, 1)}\n`)
    console.log(
      `${year}: ${holidays.length} off, ${makeUpWorkdays.length} worked, differences ${differences.length}`,
    )
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
