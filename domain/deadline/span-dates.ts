import { daysInMonth, type IsoDate, isoDate, year } from '../calendar/date.ts'
import type { Span } from './rule.ts'

export interface SpanDates {
  readonly first: IsoDate
  readonly last: IsoDate
  readonly yearSource: 'printed' | 'carried' | 'relative' | 'plan'
}

/** 月初 ends on the 5th: policy cn-admin/v1, no law says so. */
const MONTH_START_DAY = 5

/** First and last day of a span in a year (rules §3, fixed). */
export function spanInYear(span: Span, y: number): { first: IsoDate; last: IsoDate } | null {
  const between = (m1: number, d1: number, m2: number, d2: number) => {
    const first = isoDate(y, m1, d1)
    const last = isoDate(y, m2, d2)
    return first && last ? { first, last } : null
  }
  const m = span.month ?? 1
  switch (span.unit) {
    case 'year':
      return between(1, 1, 12, 31)
    case 'halfYear':
      return span.part === 1 ? between(1, 1, 6, 30) : between(7, 1, 12, 31)
    case 'quarter': {
      const q = (span.part ?? 1) * 3
      return between(q - 2, 1, q, daysInMonth(y, q))
    }
    case 'month':
      return between(m, 1, m, daysInMonth(y, m))
    case 'tenDays': {
      const third = span.day ?? 1
      return between(m, third * 10 - 9, m, third === 3 ? daysInMonth(y, m) : third * 10)
    }
    case 'monthStart':
      return between(m, 1, m, MONTH_START_DAY)
    case 'day':
      return between(m, span.day ?? 1, m, span.day ?? 1)
  }
}

/**
 * Dates of a chain of spans. A year is carried forward; in a 、-list or window a month smaller than the one
 * before it rolls into the next year. Without any year the plan's is taken; null where none is known.
 */
export function resolveSpans(
  spans: readonly Span[],
  planYear: number | null,
  issuedOn: IsoDate | null,
): readonly (SpanDates | null)[] {
  let current: number | null = null
  let source: SpanDates['yearSource'] = 'plan'
  let previous: IsoDate | null = null
  return spans.map((span) => {
    if (span.year !== null) {
      current = span.year
      source = 'printed'
      previous = null
    } else if (span.relativeYear !== null) {
      const base = issuedOn ? year(issuedOn) : planYear
      current = base === null ? null : base + span.relativeYear
      source = 'relative'
      previous = null
    } else if (current === null) {
      current = planYear
      source = 'plan'
    } else if (source === 'printed') source = 'carried'
    if (current === null) return null
    let dates = spanInYear(span, current)
    if (dates && previous !== null && span.year === null && dates.last <= previous) {
      current += 1
      dates = spanInYear(span, current)
    }
    if (!dates) return null
    previous = dates.last
    return { ...dates, yearSource: source }
  })
}
