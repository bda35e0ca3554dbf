import { addDays, type IsoDate, weekday } from './date.ts'
import type { CalendarYear } from './table.ts'
import type { Counted, DayStatus } from './workdays.ts'

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日']

/** @example 2015-09-06 → '周日' */
export const weekdayName = (date: IsoDate): string => `周${WEEKDAYS[weekday(date) - 1]}`

function nameOf(day: DayStatus): string {
  if (day.kind === 'weekend') return '周末'
  return day.kind === 'localClosure' ? `${day.name}停止办公` : `${day.name}放假`
}

/** A run of days, the year not repeated. @example '2015-09-03至09-05' */
function span(from: IsoDate, to: IsoDate): string {
  if (from === to) return from
  return `${from}至${from.slice(0, 4) === to.slice(0, 4) ? to.slice(5) : to}`
}

/** Rest days as runs with their names, in date order. @example ['2015-09-03至09-05 抗战胜利纪念日放假', '2015-09-12至09-13 周末'] */
export function runsOf(days: readonly DayStatus[]): readonly string[] {
  const sorted = [...days].sort((a, b) => (a.date < b.date ? -1 : 1))
  const runs: { from: IsoDate; to: IsoDate; name: string }[] = []
  for (const day of sorted) {
    const last = runs.at(-1)
    const name = nameOf(day)
    if (last && last.name === name && addDays(last.to, 1) === day.date) last.to = day.date
    else runs.push({ from: day.date, to: day.date, name })
  }
  return runs.map(({ from, to, name }) => `${span(from, to)} ${name}`)
}

/** Beyond this many runs the weekends are only counted: everybody can find them, and the holidays stay readable. */
const RUNS_LISTED = 6

function skippedText(days: readonly DayStatus[]): string {
  const runs = runsOf(days)
  if (runs.length <= RUNS_LISTED) return runs.join('、')
  const named = days.filter((day) => day.kind !== 'weekend')
  return [...runsOf(named), `周末 ${days.length - named.length} 天`].join('、')
}

/**
 * What a count passed over, in sentences a clerk can check against the notice; empty when nothing was.
 *
 * @example 2015-09-02 + 2 → ['跳过：2015-09-03至09-05 抗战胜利纪念日放假', '计入调休上班日：2015-09-06（周日）']
 */
export function explainCount(counted: Counted): readonly string[] {
  const lines: string[] = []
  if (counted.skipped.length > 0) lines.push(`跳过：${skippedText(counted.skipped)}`)
  if (counted.makeUps.length > 0) {
    const days = [...counted.makeUps].sort((a, b) => (a.date < b.date ? -1 : 1))
    lines.push(`计入调休上班日：${days.map((d) => `${d.date}（${weekdayName(d.date)}）`).join('、')}`)
  }
  if (counted.provisional)
    lines.push('暂定：所需年份的节假日安排尚未公布，先按周末和元旦休息估算，公布后重算')
  return lines
}

/** The notices a table rests on, one line each. @example '国务院办公厅关于2015年部分节假日安排的通知（国办发明电〔2014〕28号，2014-12-16）' */
export function noticeLines(table: CalendarYear): readonly string[] {
  return table.notices.map(({ title, number, issuedOn }) => {
    const known = [number ?? '文号未核实', ...(issuedOn ? [issuedOn] : [])]
    return `${title}（${known.join('，')}）`
  })
}
