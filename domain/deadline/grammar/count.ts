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
const HALF: Readonly<Record<string, { readonly count: number; readonly unit: CountUnit }>> = {
  半个月: { count: 1, unit: 'halfMonth' },
  半月: { count: 1, unit: 'halfMonth' },
  半年: { count: 1, unit: 'halfYear' },
  半小时: { count: 30, unit: 'minute' },
  半个小时: { count: 30, unit: 'minute' },
}

const INSIDE = '(以内|之内|以下|内)?'
/** Groups: low, count, unit, 半; or half word; then 内. */
const LENGTH = token(
  `(?:第|前|((?:最迟|最晚|至迟|最长)?不得?(?:超过|晚于|迟于)|最长|至多)|最迟|最晚|至迟)?(?:(半个月|半月|半年|半个?小时)|(?:(${NUMBER})个?(?:-+|至|到))?(${NUMBER})(?:个?(工作日|自然日|日历日|日|天|周|星期|小时|分钟)|个(月|季度)|(年)|(月)(?=以内|之内|内))(半)?|(${NUMBER})个半(月|小时))${INSIDE}`,
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
  const [whole, most, half, low, count, small, months, years, bareMonth, andHalf, halves, halfOf, inside] =
    match
  const made = half
    ? HALF[half]
    : halves
      ? halved(numeral(halves) ?? 0, halfOf === '小时')
      : counted(count ?? '', small ?? months ?? years ?? bareMonth ?? '', andHalf !== undefined)
  const notBefore = low === undefined ? null : numeral(low)
  if (!made?.unit || made.count === null || made.count < 1 || made.count > MOST[made.unit]) return null
  if (low !== undefined && (notBefore === null || notBefore > made.count)) return null
  const within = { count: made.count, unit: made.unit, direction, notBeforeCount: notBefore }
  const end = at + whole.length
  const closed = inside !== undefined || most !== undefined
  return (low === undefined && inside === undefined && further(text, within, end)) || { within, end, closed }
}

/** 一个半月, 两个半小时. */
const halved = (n: number, hours: boolean) =>
  hours ? { count: n * 60 + 30, unit: 'minute' as const } : { count: n * 2 + 1, unit: 'halfMonth' as const }

const FURTHER = token(`(?:零|又|加)?(${NUMBER})(个月|月|天|日|分钟|分)${INSIDE}`)
/** The unit that follows a larger one in a compound length, and how many make that. */
const PARTS: Partial<Record<CountUnit, readonly [signs: RegExp, unit: CountUnit, many: number]>> = {
  year: [/月/, 'month', 12],
  week: [/[天日]/, 'day', 7],
  hour: [/分/, 'minute', 60],
}

/** 1年6个月, 2小时30分钟: one length in two units. */
function further(text: string, within: Within, at: number): WithinReading | null {
  const part = PARTS[within.unit]
  const match = part ? read(FURTHER, text, at) : null
  const n = match ? numeral(match[1] ?? '') : null
  if (!part || !match || n === null || n >= part[2] || !part[0].test(match[2] ?? '')) return null
  return {
    within: { ...within, count: within.count * part[2] + n, unit: part[1] },
    end: at + match[0].length,
    closed: match[3] !== undefined,
  }
}

function counted(
  count: string,
  unit: string,
  andHalf: boolean,
): { count: number | null; unit?: CountUnit } | null {
  const n = numeral(count)
  if (n === null) return null
  if (andHalf)
    return unit === '年'
      ? { count: n * 2 + 1, unit: 'halfYear' }
      : unit === '小时'
        ? { count: n * 60 + 30, unit: 'minute' }
        : null
  return { count: unit === '季度' ? n * 3 : n, unit: UNITS[unit] }
}
