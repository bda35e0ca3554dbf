import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import chineseDays from 'chinese-days'
import { LegalHoliday } from 'tyme4ts'
import { loadCalendar } from '../../../documents/calendars/load.ts'
import { addDays, day, type IsoDate, month, mustDate, weekday, year } from '../../../domain/calendar/date.ts'
import { addWorkingDays, isWorkingDay } from '../../../domain/calendar/workdays.ts'
import type { Peers } from './install.ts'

const FIRST = mustDate('2007-01-01')
const LAST = mustDate('2026-12-31')
/** A library's word on a day; null where it says that it does not know. */
type Told = boolean | null
interface ChineseWorkday {
  isWorkday(day: string): boolean
}

/**
 * Every day of 2007 to 2026: whether it is worked, and the tenth working day after it, by each library and by Duban's
 * tables (made from two of these libraries and corrected by the State Council's notices, docs/calendars.md).
 * Libraries that read a day in the local zone are asked in the zone of this process, and again west of UTC by the caller.
 */
export async function days(peers: Peers): Promise<string> {
  const all: IsoDate[] = []
  for (let date = FIRST; date <= LAST; date = addDays(date, 1)) all.push(date)
  const calendar = loadCalendar()
  const truth = all.map((date) => isWorkingDay(calendar, date))
  const workday = (await import(
    join(peers.root, 'node_modules/chinese-workday/src/index.js')
  )) as ChineseWorkday
  const told: [string, readonly Told[]][] = [
    ['weekdays alone', all.map((date) => weekday(date) < 6)],
    ['chinese-days', all.map((date) => chineseDays.isWorkday(date))],
    ['tyme4ts', all.map(tyme)],
    ['chinese-workday', all.map((date) => workday.isWorkday(date))],
    ...inPython(peers, all),
  ]
  const rows = told.map(([name, one]) => {
    const wrong = all.filter((_, i) => one[i] !== null && one[i] !== truth[i])
    const unknown = one.filter((word) => word === null).length
    const counted = tenth(
      all,
      one,
      all.map((date) => addWorkingDays(calendar, date, 10).date),
    )
    const years = [...new Set(wrong.map(year))]
    return `| ${name} | ${wrong.length} | ${unknown} | ${counted} | ${years.length > 6 ? `${years.length} years` : years.join(', ') || '—'} |`
  })
  return [
    `${all.length} days, 2007 to 2026, TZ=${process.env.TZ ?? 'of the machine'}`,
    '',
    '| | days wrong | said to be unknown | tenth working day after, wrong | years |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

function tyme(date: IsoDate): boolean {
  const legal = LegalHoliday.fromYmd(year(date), month(date), day(date))
  return legal ? legal.isWork() : weekday(date) < 6
}

/** How many of the days have another tenth working day after them when counted on what a library tells. */
function tenth(all: readonly IsoDate[], told: readonly Told[], right: readonly IsoDate[]): number {
  const worked = all.flatMap((_, i) => (told[i] === true ? [i] : []))
  let wrong = 0
  let next = 0
  for (let i = 0; i < all.length; i += 1) {
    while (next < worked.length && (worked[next] ?? 0) <= i) next += 1
    const at = worked[next + 9]
    if (at !== undefined && all[at] !== right[i]) wrong += 1
  }
  return wrong
}

function inPython({ python }: Peers, all: readonly IsoDate[]): [string, readonly Told[]][] {
  if (python === null) return []
  const script = fileURLToPath(new URL('./work_days.py', import.meta.url))
  const { stdout, status, stderr } = spawnSync(python, [script], { input: all.join('\n'), encoding: 'utf8' })
  if (status !== 0) throw new Error(`chinesecalendar: ${stderr}`)
  return [['chinesecalendar', [...stdout.trim()].map((word) => (word === '?' ? null : word === '1'))]]
}
