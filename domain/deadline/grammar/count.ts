import { NUMBER, numeral } from '../numerals.ts'
import type { CountUnit, Within } from '../rule.ts'
import { read, token } from '../tokens.ts'

export interface WithinReading {
  readonly within: Within
  readonly end: number
  /** 内, 以内 or 不超过 was written; without it a length may also describe the work. */
  readonly closed: boolean
}

const UNITS: Readonly<Record<string, CountUnit>> = {
  工作日: 'workday',
  自然日: 'day',
  日历日: 'day',
  日: 'day',
  天: 'day',
  周: 'week',
  星期: 'week',
  月: 'month',
  季度: 'month',
  年: 'year',
  小时: 'hour',
  时: 'hour',
  分钟: 'minute',
}
const HALF: Readonly<Record<string, CountUnit>> = { 半个月: 'halfMonth', 半月: 'halfMonth', 半年: 'halfYear' }

const INSIDE = '(以内|之内|内)?'
/** Groups: low, count, unit, 半; or half word; then 内. */
const LENGTH = token(
  `(?:第|前|((?:最迟|最晚|至迟|最长)?不得?(?:超过|晚于|迟于)|最长|至多)|最迟|最晚|至迟)?(?:(半个月|半月|半年)|(?:(${NUMBER})个?(?:-+|至|到))?(${NUMBER})(?:个?(工作日|自然日|日历日|日|天|周|星期|小时|分钟)|个(月|季度)|(年)|(月)(?=以内|之内|内))(半)?|(${NUMBER})个半(月))${INSIDE}`,
)
/** Longer than any plan: 40 years. A number beyond it is a year or a quantity, no length. */
const MOST: Readonly<Record<CountUnit, number>> = {
  minute: 100_000,
  hour: 10_000,
  day: 1000,
  workday: 1000,
  week: 500,
  halfMonth: 200,
  month: 480,
  halfYear: 80,
  year: 40,
}

/** A length of time: 20日内, 两个工作日内, 15-20日内, 半年内, 一个半月内. Its direction is the caller's to know. */
export function readWithin(text: string, at: number, direction: Within['direction']): WithinReading | null {
  const match = read(LENGTH, text, at)
  if (!match) return null
  const [whole, most, half, low, count, small, months, years, bareMonth, andHalf, halves, , inside] = match
  const made = half
    ? { count: 1, unit: HALF[half] }
    : halves
      ? { count: (numeral(halves) ?? 0) * 2 + 1, unit: 'halfMonth' as const }
      : counted(count ?? '', small ?? months ?? years ?? bareMonth ?? '', andHalf !== undefined)
  const notBefore = low === undefined ? null : numeral(low)
  if (!made?.unit || made.count === null || made.count < 1 || made.count > MOST[made.unit]) return null
  if (low !== undefined && (notBefore === null || notBefore > made.count)) return null
  const within = { count: made.count, unit: made.unit, direction, notBeforeCount: notBefore }
  return { within, end: at + whole.length, closed: inside !== undefined || most !== undefined }
}

function counted(
  count: string,
  unit: string,
  andHalf: boolean,
): { count: number | null; unit?: CountUnit } | null {
  const n = numeral(count)
  if (n === null) return null
  if (andHalf) return unit === '年' ? { count: n * 2 + 1, unit: 'halfYear' } : null
  return { count: unit === '季度' ? n * 3 : n, unit: UNITS[unit] }
}
