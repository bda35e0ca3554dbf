import { NUMBER, numeral } from '../numerals.ts'
import type { Span, Within } from '../rule.ts'
import { read, skip, token } from '../tokens.ts'
import { readWithin } from './count.ts'
import type { Production } from './production.ts'
import { readSpan } from './span.ts'
import { EMPTY, SOME_YEAR, span } from './span-form.ts'

const LAST_MONTHS = token(`${SOME_YEAR}(?:后|最后)(${NUMBER})个?(月|季度)(?!以?内|之内|起|开始)`)
const THIS_AND_NEXT = token('今明(?:两|二|2)年(?:以内|之内|内)?')

/** 今年后三个月: its last months, a window; 今明两年: to the end of the next year. */
export const lastMonths: Production = (text, at) => {
  if (text[at] !== '今' && !text.includes('后', at)) return null
  const both = skip(THIS_AND_NEXT, text, at)
  if (both > 0) {
    const of = (offset: number): Span => ({ ...EMPTY, unit: 'year', relative: { unit: 'year', offset } })
    return { rules: [{ type: 'window', from: of(0), to: of(1) }], end: at + both }
  }
  const match = read(LAST_MONTHS, text, at)
  const months = (numeral(match?.[3] ?? '') ?? 0) * (match?.[4] === '季度' ? 3 : 1)
  if (!match || months < 1 || months > 11) return null
  const from = span('month', match, { month: 13 - months })
  return {
    rules: [{ type: 'window', from, to: { ...from, month: 12, end: true } }],
    end: at + match[0].length,
  }
}

const LEAD = token('(?:自|从|于)')
const FROM = token('(?:起|开始)(?:的|,|用|利用|力争|争取)*')
const TIME = token('(?:左右)?(?:时间|的时间)?(?:以内|之内|内)?')
const MONTHS: Partial<Record<Within['unit'], number>> = { month: 1, halfYear: 6, year: 12 }
const FIRST_MONTH: Partial<Record<Span['unit'], (s: Span) => number>> = {
  year: () => 1,
  halfYear: (s) => (s.part ?? 1) * 6 - 5,
  quarter: (s) => (s.part ?? 1) * 3 - 2,
  month: (s) => s.month ?? 1,
}

/** A month so many after another, its year carried along. */
function monthAfter(from: Span, first: number, months: number): Span {
  const index = first - 1 + months
  const years = Math.floor(index / 12)
  const month = (index % 12) + 1
  const relative =
    from.year !== null || years === 0
      ? from.relative
      : ({ unit: from.relative?.unit ?? 'chain', offset: (from.relative?.offset ?? 0) + years } as const)
  const year = from.year === null ? null : from.year + years
  return month === 12 && from.unit === 'year'
    ? { ...EMPTY, unit: 'year', year, relative, end: true }
    : { ...EMPTY, unit: 'month', year, relative, month, end: true }
}

/** 2024年起三年内, 自2024年6月起用6个月: from its first day, that long. The count may also begin at its end, so it is asked. */
export const spanFrom: Production = (text, at) => {
  if (!text.includes('起', at) && !text.includes('开始', at)) return null
  const found = readSpan(text, at + skip(LEAD, text, at))
  const first = found && !found.guess && !found.span.before ? FIRST_MONTH[found.span.unit] : undefined
  if (!found || !first || (found.span.unit === 'month' && found.span.month === null)) return null
  const from = skip(FROM, text, found.end)
  const within = from > 0 ? readWithin(text, found.end + from, 'after') : null
  const months = within ? (MONTHS[within.within.unit] ?? 0) * within.within.count : 0
  if (!within || months === 0) return null
  const end = within.end + skip(TIME, text, within.end)
  if (!within.closed && end === within.end && end < text.length && !/[,、;(]/.test(text[end] ?? ''))
    return null
  const to = monthAfter(found.span, first(found.span), months - 1)
  const start = { ...found.span, end: false }
  return {
    rules: [{ type: 'window', from: start, to }],
    end,
    notes: [{ code: 'from-then-length', about: text.slice(at, end) }],
  }
}
