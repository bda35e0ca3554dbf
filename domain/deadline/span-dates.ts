import { addDays, addMonths, daysInMonth, type IsoDate, isoDate, weekday, year } from '../calendar/date.ts'
import { nextPeriod, type PeriodUnit, periodOf } from '../calendar/period.ts'
import { MONTH_START_DAY } from './profile.ts'
import type { DeadlineContext, Span } from './rule.ts'

/** `next`: a festival of the plan's year that is past on the issue date, so the next one is meant. */
export type YearSource = 'printed' | 'carried' | 'rolled' | 'relative' | 'plan' | 'next'

export interface SpanDates {
  readonly first: IsoDate
  readonly last: IsoDate
  readonly yearSource: YearSource
  /** Found by counting working days in a year whose table is not there. */
  readonly provisional?: boolean
}

/** The year that is meant where the text names none: the plan's, else the one of issue. */
export const planYearOf = (context: Pick<DeadlineContext, 'planYear' | 'issuedOn'>): number | null =>
  context.planYear ?? (context.issuedOn ? year(context.issuedOn) : null)

interface Days {
  readonly first: IsoDate
  readonly last: IsoDate
  readonly provisional?: boolean
}

const between = (first: IsoDate | null, last: IsoDate | null): Days | null =>
  first && last ? { first, last } : null

/** The N-th week of a month begins with its N-th Monday; the last one ends with the month. The N-th Friday is plain. */
function weekOfMonth({ part, day }: Span, y: number, m: number): Days | null {
  const first = isoDate(y, m, 1)
  const end = isoDate(y, m, daysInMonth(y, m))
  const n = part ?? 1
  if (!first || !end) return null
  if (n > 100) {
    const one = addDays(first, ((day ?? 1) - weekday(first) + 7) % 7)
    const dates = [0, 1, 2, 3, 4].map((i) => addDays(one, i * 7)).filter((date) => date <= end)
    const date = dates[n === 190 ? dates.length - 1 : n / 10 - 11]
    return date ? { first: date, last: date } : null
  }
  const monday =
    n < 0 ? addDays(end, 1 - weekday(end)) : addDays(first, ((8 - weekday(first)) % 7) + (n - 1) * 7)
  const on = addDays(monday, (day ?? 7) - 1)
  const last = n < 0 && on > end ? end : on
  return { first: day === null ? monday : last, last }
}

/** The N-th week of a year, as ISO 8601 numbers them; past the last one, the last. */
function weekOfYear({ part, day }: Span, y: number): Days | null {
  const fourth = isoDate(y, 1, 4)
  const last = isoDate(y, 12, 28)
  if (!fourth || !last) return null
  const monday = addDays(periodOf('week', fourth).first, ((part ?? 1) - 1) * 7)
  const latest = periodOf('week', last).first
  const from = monday > latest ? latest : monday
  const on = addDays(from, (day ?? 7) - 1)
  return { first: day === null ? from : on, last: on }
}

function inMonth(span: Span, y: number, m: number, years: Years): Days | null {
  const end = daysInMonth(y, m)
  switch (span.unit) {
    case 'week':
      return weekOfMonth(span, y, m)
    case 'workday': {
      const found = years.workday?.(y, m, span.part ?? 1) ?? null
      return found && { first: found.date, last: found.date, provisional: found.provisional }
    }
    case 'tenDays': {
      const third = span.part ?? 3
      if (third > 3)
        return between(isoDate(y, m, third === 4 ? 1 : 16), isoDate(y, m, third === 4 ? 15 : end))
      return between(isoDate(y, m, third * 10 - 9), isoDate(y, m, third === 3 ? end : third * 10))
    }
    case 'monthStart':
      return between(isoDate(y, m, 1), isoDate(y, m, MONTH_START_DAY))
    case 'day': {
      // 每月31日 and the like: a shorter month ends it; a printed 2月29日 of a common year means its last day.
      const d = Math.min(span.day ?? end, end)
      return between(isoDate(y, m, d), isoDate(y, m, d))
    }
    default:
      return between(isoDate(y, m, 1), isoDate(y, m, end))
  }
}

/** First and last day of a span of a year: 上半年 to 06-30, 一季度 to 03-31, 上旬 to the 10th (rules §3, fixed). */
function inYear(span: Span, y: number, years: Years): Days | null {
  if (span.unit === 'week' && span.month === null) return weekOfYear(span, y)
  if (span.unit === 'year') return between(isoDate(y, 1, 1), isoDate(y, 12, 31))
  if (span.unit === 'halfYear') return months(y, span.part === 2 ? 7 : 1, 6)
  if (span.unit === 'quarter') return months(y, (span.part ?? 1) * 3 - 2, 3)
  return inMonth(span, y, span.month ?? 12, years)
}

function months(y: number, from: number, count: number): Days | null {
  const to = from + count - 1
  return between(isoDate(y, from, 1), isoDate(y, to, daysInMonth(y, to)))
}

/** 本月, 下季度, 本周: relative to the day of issue. */
function nearIssue(span: Span, unit: PeriodUnit, issuedOn: IsoDate, years: Years): Days | null {
  let period = periodOf(unit, issuedOn)
  for (let i = 0; i < (span.relative?.offset ?? 0); i += 1) period = nextPeriod(period)
  if (unit === 'week' && span.day !== null) {
    const date = addDays(period.first, span.day - 1)
    return { first: date, last: date }
  }
  if (unit !== 'month') return { first: period.first, last: period.last }
  return inMonth(span, year(period.first), Number(period.first.slice(5, 7)), years)
}

/** A weekday or a day of the month alone: the next one on or after a day. */
function nextOne(span: Span, from: IsoDate): Days {
  if (span.unit === 'week') {
    const date = addDays(from, ((span.day ?? 7) - weekday(from) + 7) % 7)
    return { first: date, last: date }
  }
  const on = (month: IsoDate): IsoDate => {
    const [y, m] = [year(month), Number(month.slice(5, 7))]
    return isoDate(y, m, Math.min(span.day ?? 1, daysInMonth(y, m))) ?? month
  }
  const first = isoDate(year(from), Number(from.slice(5, 7)), 1) ?? from
  const date = on(first) >= from ? on(first) : on(addMonths(first, 1))
  return { first: date, last: date }
}

type Years = Pick<DeadlineContext, 'planYear' | 'issuedOn' | 'festival' | 'workday'>

/** 春节前 ends the day before the holiday, 春节期间 is its days off; without a year the next one after the issue is meant. */
function festivalDays(
  span: Span,
  carried: number | null,
  base: number | null,
  { issuedOn, festival }: Years,
) {
  const from = carried ?? base
  const y = span.year ?? (from === null ? null : from + (span.relative?.offset ?? 0))
  const on = (year: number): Days | null => {
    const days = span.part === null ? null : (festival?.(span.part, year) ?? null)
    if (!days || !span.before) return days
    const eve = addDays(days.first, -1)
    return { first: eve, last: eve }
  }
  if (y === null) return null
  const days = on(y)
  const source: YearSource =
    span.year !== null ? 'printed' : span.relative ? 'relative' : carried === null ? 'plan' : 'carried'
  if (days !== null && source === 'plan' && issuedOn !== null && days.last < issuedOn) {
    const next = on(y + 1)
    return next && { days: next, year: y + 1, source: 'next' as const }
  }
  return days && { days, year: y, source }
}

/** What the spans before one have settled. */
interface Chain {
  readonly context: Years
  readonly planYear: number | null
  year: number | null
  previous: IsoDate | null
}

/**
 * The days of a chain of spans. A printed year is carried forward; in a list or window a span that would end
 * before the one before it rolls into the next year; without any year the plan's is taken. Null: not known.
 */
export function resolveSpans(spans: readonly Span[], context: Years): readonly (SpanDates | null)[] {
  const chain: Chain = { context, planYear: planYearOf(context), year: null, previous: null }
  const list: (SpanDates | null)[] = []
  for (const span of spans) {
    const dates = nextOf(chain, span)
    if (dates) chain.previous = dates.last
    list.push(dates)
  }
  return list
}

function made(days: Days | null, yearSource: YearSource): SpanDates | null {
  if (!days) return null
  const { first, last, provisional } = days
  return provisional === undefined ? { first, last, yearSource } : { first, last, yearSource, provisional }
}

/** The days of one span behind those of the chain; the year that it settles goes on with the chain. */
function nextOf(chain: Chain, span: Span): SpanDates | null {
  const { context, planYear, previous } = chain
  const { issuedOn } = context
  if (span.unit === 'issue') return made(issuedOn && { first: issuedOn, last: issuedOn }, 'relative')
  const near = span.relative?.unit
  if (near === 'month' || near === 'quarter' || near === 'week')
    return issuedOn ? made(nearIssue(span, near, issuedOn, context), 'relative') : null
  if (near === 'chain' && span.relative?.offset === 0) {
    const from: IsoDate | null = previous ? addDays(previous, 1) : issuedOn
    return from && made(nextOne(span, from), 'relative')
  }
  if (span.unit === 'festival') {
    const found = festivalDays(span, chain.year, planYear, context)
    chain.year = found?.year ?? chain.year
    return found && made(found.days, found.source)
  }
  if (span.year !== null) {
    chain.year = span.year
    return made(inYear(span, span.year, context), 'printed')
  }
  if (span.relative !== null) {
    const base = near === 'chain' ? (chain.year ?? planYear) : issuedOn ? year(issuedOn) : planYear
    if (base === null) return null
    chain.year = base + span.relative.offset
    return made(inYear(span, chain.year, context), 'relative')
  }
  const carried = chain.year !== null
  const current = chain.year ?? planYear
  if (current === null) return null
  chain.year = current
  const days = inYear(span, current, context)
  if (!days || previous === null || days.last > previous) return made(days, carried ? 'carried' : 'plan')
  chain.year = current + 1
  return made(inYear(span, current + 1, context), 'rolled')
}
