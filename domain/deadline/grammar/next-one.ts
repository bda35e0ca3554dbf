import { NUMBER, numeral, YEAR } from '../numerals.ts'
import type { Span } from '../rule.ts'
import { BEFORE, CLOCK, clockOf, hoursTo, isNoClock, read, skip, token } from '../tokens.ts'
import type { Production } from './production.ts'
import { weekdayOf } from './relative-forms.ts'
import { EMPTY } from './span-form.ts'
import { tailLength } from './tail.ts'
import { DASH } from './window-words.ts'

const WEEKDAY = token(
  `(?:(?:周|星期|礼拜)([一二三四五六日天])(?!次|期|轮|,?(?:${YEAR}年)?${NUMBER}月)|(${NUMBER})[日号](?!内|以内|之内|后|起|之日|常|程|[0-9]))${CLOCK}`,
)
const HALF = token('([上下])半个?月')
const LIMIT = token(BEFORE)
/** The next one in the chain: the first on or after the issue, or after the date before it. */
const NEXT = { unit: 'chain', offset: 0 } as const

interface One {
  readonly span: Span
  readonly end: number
}

function readOne(text: string, at: number): One | null {
  const half = read(HALF, text, at)
  if (half)
    return {
      span: {
        ...EMPTY,
        unit: 'tenDays',
        part: half[1] === '上' ? 4 : 5,
        relative: { unit: 'month', offset: 0 },
      },
      end: at + half[0].length,
    }
  const match = read(WEEKDAY, text, at)
  if (!match || isNoClock(match[3], match[4], match[5])) return null
  const day = weekdayOf(match[1]) ?? numeral(match[2] ?? '')
  if (day === null || day < 1 || day > 31) return null
  const from = at + match[0].length
  const hours = match[4] === undefined ? null : hoursTo(text, at, from)
  const end = hours?.end ?? from
  const clock = hours?.clock ?? clockOf(match[3], match[4], match[5])
  return {
    span: { ...EMPTY, unit: match[1] === undefined ? 'day' : 'week', day, relative: NEXT, clock },
    end,
  }
}

const SHORT_YEAR = token('(0[0-9]|1[3-9]|[2-4][0-9])年度?(?=[,;、。)]|$)')
/** 24年 alone: a year rather than so many of them. */
export const shortYear: Production = (text, at, { strict }) => {
  const match = strict ? null : read(SHORT_YEAR, text, at)
  if (!match) return null
  const span: Span = { ...EMPTY, unit: 'year', year: 2000 + Number(match[1]) }
  const end = at + match[0].length
  const notes = [{ code: 'year-or-length', about: match[0] }]
  return { rules: [{ type: 'dates', spans: [span], rolls: null }], end, notes }
}

/**
 * 周五前, 30日前, 上半月: a weekday, a day or half of a month alone. The next one is taken and asked about; 星期六至星期一 is a
 * window of two.
 */
export const nextOne: Production = (text, at, { strict }) => {
  const one = strict ? null : readOne(text, at)
  if (!one) return null
  const dash = skip(DASH, text, one.end)
  const to = dash > 0 ? readOne(text, one.end + dash) : null
  const last = to ?? one
  const limit = skip(LIMIT, text, last.end)
  const end = last.end + limit
  if (tailLength(text, end) === null) return null
  const notes = [{ code: 'next-one', about: text.slice(at, end) }]
  const closing = { ...last.span, before: limit > 0 }
  return to
    ? { rules: [{ type: 'window', from: one.span, to: closing }], end, notes }
    : { rules: [{ type: 'dates', spans: [closing], rolls: null }], end, notes }
}
