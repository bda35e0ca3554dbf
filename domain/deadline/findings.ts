import { year } from '../calendar/date.ts'
import { weekdayName } from '../calendar/explain.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { isWorkingDay } from '../calendar/workdays.ts'
import { withFestivals } from './festivals.ts'
import type { ParsedClause } from './parse.ts'
import { MOST_YEARS } from './recurring-dates.ts'
import { isReviewCode, type ReviewCode, reviewItem } from './review.ts'
import type { Anchor, Clause, DeadlineContext, DeadlineRule, ReviewItem, Span } from './rule.ts'
import { resolveSpans } from './span-dates.ts'

/** The spans of a rule, in the order the text has them. */
export const spansOf = (rule: DeadlineRule): readonly Span[] => {
  switch (rule.type) {
    case 'dates':
      return rule.spans
    case 'window':
      return [rule.from, rule.to]
    case 'start':
      return [rule.from]
    case 'spanEnd':
      return [rule.span]
    default:
      return []
  }
}

const LONG: readonly Span['unit'][] = ['year', 'halfYear', 'quarter', 'month', 'tenDays', 'week']
/** 29 February of a year without it. */
const isLeapDay = (span: Span) => span.unit === 'day' && span.month === 2 && span.day === 29
type Add = (code: ReviewCode, about?: string) => void

/** "…日前" names a day, so 前 is read inclusive and reminders aim at the day before. */
export function beforeInclusive(rule: DeadlineRule): boolean {
  if (rule.type === 'recurring')
    return rule.anchors.some((a) => a.before && a.clock === null && a.place.at === 'day')
  return spansOf(rule).some((span) => span.before && span.clock === null && span.unit === 'day')
}

function aboutSpans(rule: DeadlineRule, text: string, context: DeadlineContext, add: Add): void {
  const spans = spansOf(rule)
  if (spans.length === 0) return
  if (spans.some((s) => s.before && !s.end && s.day === null && LONG.includes(s.unit)))
    add('before-span', text)
  if (rule.type === 'dates' && spans.some((s) => s.unit === 'month' && !s.end && !s.before))
    add('month-only', text)
  if (spans.some((s) => s.unit === 'monthStart')) add('month-start', text)
  const dates = resolveSpans(spans, context)
  if (spans.some((s, i) => isLeapDay(s) && dates[i]?.last.endsWith('02-28'))) add('short-month', text)
  if (/(?<![0-9])['’‘]?[0-9]{2}年/.test(text) && spans.some((s) => s.year !== null)) add('year-short', text)
  const unknown = spans.filter((_, i) => dates[i] === null)
  if (unknown.some((s) => s.unit === 'festival' && s.part !== null)) add('festival-unpublished', text)
  else if (unknown.some((s) => s.unit !== 'festival'))
    add(spans.some((s) => s.relative) ? 'issue-date-unknown' : 'year-unknown', text)
  if (dates.some((d) => d?.yearSource === 'plan')) add('year-assumed', text)
  if (dates.some((d) => d?.yearSource === 'rolled')) add('year-rolled', text)
  if (dates.some((d) => d?.yearSource === 'next')) add('festival-next', text)
  if (spans.some((s) => s.relative !== null && s.relative.unit === 'year')) add('year-relative', text)
  if (spans[0]?.relative?.unit === 'chain' && spans[0].relative.offset > 0) add('year-after-plan', text)
}

function aboutAnchors(anchors: readonly Anchor[], text: string, add: Add): void {
  const days = anchors.filter((a) => a.place.at === 'day')
  if (days.some((a) => !a.before && a.from === null) && /[日号](?!内|以内)/.test(text))
    add('exact-or-latest', text)
  if (days.some(({ place }) => (place.month ?? 2) === 2 && (place.number ?? 0) > 28)) add('short-month', text)
  if (anchors.some((a) => a.before && a.place.at === 'end' && a.place.month !== null && !/[底末]/.test(text)))
    add('before-span', text)
  if (anchors.some((a) => a.place.at === 'start')) add('month-start', text)
}

function aboutDates(clause: Clause, calendar: WorkCalendar, add: Add): void {
  const { rule, occurrences } = clause
  const past = occurrences.filter((o) => o.beforeIssue)
  if (past.length > 0) add('before-issue', past.map((o) => o.dueOn).join('、'))
  const provisional = occurrences.find((o) => o.provisional)
  if (provisional?.dueOn) add('calendar-unpublished', provisional.dueOn)
  const anchored = rule.type === 'recurring' && rule.anchors.length > 0
  if (!anchored && rule.type !== 'dates' && rule.type !== 'window') return
  // Days off are rest days.
  if (rule.type === 'window' && rule.to.unit === 'festival') return
  const resting = occurrences.filter(
    (o) => o.dueOn !== null && !o.beforeIssue && !isWorkingDay(calendar, o.dueOn),
  )
  const [first] = resting
  if (!first?.dueOn) return
  const about = `${first.dueOn}（${weekdayName(first.dueOn)}）${resting.length > 1 ? `等 ${resting.length} 个日期` : ''}`
  add(anchored ? 'anchor-on-rest-day' : 'fixed-on-rest-day', about)
}

const DISCLOSURE = /公开|公布|发布|公示/

/** What of a clause must be shown and never silently settled (rules §4). */
export function findingsOf(
  clause: Clause,
  parsed: ParsedClause,
  given: DeadlineContext,
  calendar: WorkCalendar,
): readonly ReviewItem[] {
  const context = withFestivals(given, calendar)
  const items: ReviewItem[] = []
  const add: Add = (code, about = '') => {
    if (!items.some((item) => item.code === code)) items.push(reviewItem(code, about))
  }
  const { rule, text } = clause
  for (const note of parsed.notes) if (isReviewCode(note.code)) add(note.code, note.about)
  if (rule.type === 'none' && !parsed.done) add('no-deadline')
  if (rule.type === 'start') add('start-without-period', text)
  if (rule.type === 'vague' && DISCLOSURE.test(`${text}${context.measure ?? ''}`)) add('disclosure-limit')
  if (clause.beforeInclusive) add('before-inclusive', text)
  aboutSpans(rule, text, context, add)
  if (rule.type === 'recurring') {
    aboutAnchors(rule.anchors, text, add)
    if (rule.every === 'year' && rule.interval > 1 && rule.since === null) add('which-year', text)
    if (clause.occurrences.length === 0) add('no-occurrence', text)
    const [end] = rule.until && context.planYear ? resolveSpans([rule.until], context) : []
    if (end && context.planYear && year(end.last) > context.planYear + MOST_YEARS) add('long-series', text)
  }
  const fromIssue = rule.type === 'recurring' || rule.type === 'continuous' || rule.type === 'start'
  if (context.issuedOn === null && (fromIssue || (rule.type === 'event' && rule.issue)))
    add('issue-date-unknown')
  aboutDates(clause, calendar, add)
  return items
}
