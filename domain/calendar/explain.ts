import { addDays, type IsoDate, weekday } from './date.ts'
import type { Counted, DayStatus } from './workdays.ts'

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日']

/** @example 2015-09-06 → '周日' */
export const weekdayName = (date: IsoDate): string => `周${WEEKDAYS[weekday(date) - 1]}`

const nameOf = (day: DayStatus) => day.name ?? (day.kind === 'weekend' ? '周末' : '')

/** Rest days as runs with their names. @example ['2015-09-03至2015-09-05（抗战胜利日）', '2015-09-12至2015-09-13（周末）'] */
export function runsOf(days: readonly DayStatus[]): readonly string[] {
  const sorted = [...days].sort((a, b) => (a.date < b.date ? -1 : 1))
  const runs: { from: IsoDate; to: IsoDate; name: string }[] = []
  for (const day of sorted) {
    const last = runs.at(-1)
    const name = nameOf(day)
    if (last && last.name === name && addDays(last.to, 1) === day.date) last.to = day.date
    else runs.push({ from: day.date, to: day.date, name })
  }
  return runs.map(({ from, to, name }) => `${from}${to === from ? '' : `至${to}`}（${name}）`)
}

/** What a count passed over, in sentences a clerk can check against the notice. */
export function explainCount(counted: Counted): readonly string[] {
  const lines: string[] = []
  if (counted.skipped.length > 0)
    lines.push(`跳过休息日 ${counted.skipped.length} 天：${runsOf(counted.skipped).join('、')}`)
  if (counted.makeUps.length > 0)
    lines.push(
      `计入调休上班日：${counted.makeUps.map((d) => `${d.date}（${weekdayName(d.date)}）`).join('、')}`,
    )
  if (counted.provisional)
    lines.push('暂定：所需年份的节假日安排尚未公布，先按周末和元旦休息估算，公布后重算')
  return lines
}
