import {
  addDays,
  day,
  daysInMonth,
  diffDays,
  type IsoDate,
  isoDate,
  month,
  parseDate,
  weekday,
  year,
} from './date.ts'

export type PeriodUnit = 'day' | 'week' | 'month' | 'quarter' | 'halfYear' | 'year'

/** A named span of days. Ids: 2015, 2015-H1, 2015-Q2, 2015-07, 2015-W27 (ISO week), 2015-07-06. */
export interface Period {
  readonly unit: PeriodUnit
  readonly id: string
  readonly first: IsoDate
  readonly last: IsoDate
}

const MONTHS: Partial<Record<PeriodUnit, number>> = { month: 1, quarter: 3, halfYear: 6, year: 12 }

function monthsPeriod(unit: PeriodUnit, y: number, index: number, size: number): Period {
  const m = index * size + 1
  const first = isoDate(y, m, 1)!
  const lastMonth = m + size - 1
  const last = isoDate(y, lastMonth, daysInMonth(y, lastMonth))!
  const id =
    unit === 'year'
      ? `${y}`
      : unit === 'halfYear'
        ? `${y}-H${index + 1}`
        : unit === 'quarter'
          ? `${y}-Q${index + 1}`
          : `${y}-${String(m).padStart(2, '0')}`
  return { unit, id, first, last }
}

/** The period of a unit that holds a date. ISO weeks belong to the year of their Thursday. */
export function periodOf(unit: PeriodUnit, date: IsoDate): Period {
  if (unit === 'day') return { unit, id: date, first: date, last: date }
  if (unit === 'week') {
    const first = addDays(date, 1 - weekday(date))
    const thursday = addDays(first, 3)
    const jan1 = isoDate(year(thursday), 1, 1)!
    const n = Math.floor(diffDays(jan1, thursday) / 7) + 1
    return { unit, id: `${year(thursday)}-W${String(n).padStart(2, '0')}`, first, last: addDays(first, 6) }
  }
  const size = MONTHS[unit] ?? 12
  return monthsPeriod(unit, year(date), Math.floor((month(date) - 1) / size), size)
}

/** The period of the same unit right after, right before. */
export function nextPeriod(p: Period): Period {
  const size = MONTHS[p.unit]
  if (size === undefined) return periodOf(p.unit, addDays(p.last, 1))
  const index = (month(p.first) - 1) / size + 1
  return index * size < 12
    ? monthsPeriod(p.unit, year(p.first), index, size)
    : monthsPeriod(p.unit, year(p.first) + 1, 0, size)
}
export const previousPeriod = (p: Period): Period => periodOf(p.unit, addDays(p.first, -1))

/**
 * Reads a period id; null when it is none (2015-Q5, 2015-W60). Never throws. Years 1901 to 2998, so that every
 * period has whole neighbours.
 *
 * @example parsePeriod('2015-W27') // { unit: 'week', id: '2015-W27', first: '2015-06-29', last: '2015-07-05' }
 */
export function parsePeriod(id: string): Period | null {
  const whole = parseDate(id)
  if (whole) return periodOf('day', whole)
  const match = /^(\d{4})(?:-(?:H([12])|Q([1-4])|W(\d{2})|(\d{2})))?$/.exec(id)
  if (!match || Number(match[1]) < 1901 || Number(match[1]) > 2998) return null
  const [, y, half, quarter, week, m] = match
  const date = (mm: number, d = 1) => isoDate(Number(y), mm, d)
  const found =
    half !== undefined
      ? periodOf('halfYear', date(Number(half) * 6)!)
      : quarter !== undefined
        ? periodOf('quarter', date(Number(quarter) * 3)!)
        : week !== undefined
          ? periodOf('week', addDays(periodOf('week', date(1, 4)!).first, (Number(week) - 1) * 7))
          : m !== undefined
            ? date(Number(m)) && periodOf('month', date(Number(m))!)
            : periodOf('year', date(1)!)
  return found && found.id === id ? found : null
}

/** All periods of a unit that touch [from, to], both days included, in order; none when `to` is earlier. */
export function periodsBetween(unit: PeriodUnit, from: IsoDate, to: IsoDate): Period[] {
  const list: Period[] = []
  if (to < from) return list
  for (let p = periodOf(unit, from); p.first <= to; p = nextPeriod(p)) list.push(p)
  return list
}

const QUARTERS = ['一', '二', '三', '四']

/** The period's Chinese name. @example 2015-Q2 → 2015年第二季度 */
export function periodName(p: Period): string {
  const y = p.id.slice(0, 4)
  switch (p.unit) {
    case 'year':
      return `${y}年`
    case 'halfYear':
      return `${y}年${p.id.endsWith('1') ? '上' : '下'}半年`
    case 'quarter':
      return `${y}年第${QUARTERS[Number(p.id.slice(-1)) - 1]}季度`
    case 'month':
      return `${y}年${month(p.first)}月`
    case 'week':
      return `${y}年第${Number(p.id.slice(-2))}周`
    case 'day':
      return `${y}年${month(p.first)}月${day(p.first)}日`
  }
}
