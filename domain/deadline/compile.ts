import { weekdayName } from '../calendar/explain.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { isWorkingDay } from '../calendar/workdays.ts'
import { occurrencesOf } from './dates.ts'
import { sourceSpan } from './normalise.ts'
import { type Parsed, type ParsedClause, parse } from './parse.ts'
import { type ReviewCode, reviewItem } from './review.ts'
import type {
  Clause,
  ClauseKind,
  CompiledDeadline,
  DeadlineContext,
  DeadlineRule,
  ReviewItem,
  Span,
} from './rule.ts'

const KIND: Record<Exclude<DeadlineRule['type'], 'event'>, ClauseKind> = {
  dates: 'fixed',
  window: 'window',
  start: 'startOnly',
  recurring: 'recurring',
  external: 'external',
  continuous: 'continuous',
  vague: 'vague',
  none: 'planDefault',
}

const kindOf = (rule: DeadlineRule): ClauseKind =>
  rule.type === 'event' ? (rule.within ? 'afterEvent' : 'onEvent') : KIND[rule.type]

const spansOf = (rule: DeadlineRule): readonly Span[] => {
  if (rule.type === 'dates') return rule.spans
  if (rule.type === 'window') return [rule.from, rule.to]
  return rule.type === 'start' ? [rule.from] : []
}

/** "…日前" names a day and is read inclusive; "3月前" is by the span's end and needs a yes. */
const beforeInclusive = (rule: DeadlineRule): boolean =>
  rule.type === 'recurring'
    ? (rule.anchor?.before ?? false) && (rule.anchor?.day ?? 0) > 0
    : spansOf(rule).some((span) => span.before && span.unit === 'day')

function clauseOf(
  parsed: ParsedClause,
  source: Parsed,
  context: DeadlineContext,
  calendar: WorkCalendar,
): Clause {
  const { rule } = parsed
  return {
    text: sourceSpan(source.normalised, parsed.start, parsed.end).text.replace(/\s+/g, ''),
    kind: kindOf(rule),
    trigger: rule.type === 'event' || rule.type === 'external' ? rule.trigger : null,
    within: rule.type === 'event' ? rule.within : rule.type === 'recurring' ? rule.afterEnd : null,
    every: rule.type === 'recurring' ? rule.every : null,
    covers: rule.type === 'recurring' ? rule.covers : null,
    milestone:
      rule.type === 'recurring' && rule.times !== null
        ? `${rule.times}次${parsed.milestone ? `：${parsed.milestone}` : ''}`
        : parsed.milestone,
    beforeInclusive: beforeInclusive(rule),
    rule,
    occurrences: occurrencesOf(rule, context, calendar),
  }
}

function reviewOf(clause: Clause, parsed: ParsedClause, context: DeadlineContext, calendar: WorkCalendar) {
  const items: ReviewItem[] = []
  const add = (code: ReviewCode, text = '') => items.push(reviewItem(code, text))
  const { rule, text } = clause
  const spans = spansOf(rule)
  if (rule.type === 'none') add('no-deadline')
  if (rule.type === 'vague') add('vague', rule.word)
  if (rule.type === 'start') add('start-without-period', text)
  if (rule.type === 'event' && rule.within === null && !rule.trigger.stream)
    add('event-without-limit', rule.trigger.text)
  if (rule.type === 'event' && rule.trigger.stream) add('single-or-stream', rule.trigger.text)
  if (clause.beforeInclusive) add('before-inclusive', text)
  if (spans.some((s) => s.unit === 'month')) add('month-only', text)
  if (
    spans.some((s) => s.before && ['month', 'year', 'quarter'].includes(s.unit) && !/底|末|内|终/.test(text))
  )
    add('before-span', text)
  if (rule.type === 'recurring' && rule.anchor?.day && !rule.anchor.before) add('exact-or-latest', text)
  if (spans.length > 0 && spans[0]?.year === null && spans[0].relativeYear === null)
    add(context.planYear === null ? 'year-unknown' : 'year-assumed', text)
  if (context.issuedOn === null && (rule.type === 'recurring' || rule.type === 'continuous'))
    add('issue-date-unknown')
  for (const note of parsed.notes) add(note as ReviewCode, text)
  for (const qualifier of parsed.qualifiers)
    if (/原则|力争|争取|预计|计划|拟/.test(qualifier)) add('qualifier', qualifier)
  const past = clause.occurrences.find((o) => o.beforeIssue)
  if (past?.dueOn) add('before-issue', past.dueOn)
  const provisional = clause.occurrences.find((o) => o.provisional)
  if (provisional?.dueOn) add('calendar-unpublished', provisional.dueOn)
  const anchoredDay = rule.type === 'dates' || (rule.type === 'recurring' && rule.anchor !== null)
  const resting = anchoredDay
    ? clause.occurrences.find((o) => o.dueOn !== null && !o.policy && !isWorkingDay(calendar, o.dueOn))
    : undefined
  if (resting?.dueOn) add('anchor-on-rest-day', `${resting.dueOn}（${weekdayName(resting.dueOn)}）`)
  return items
}

/**
 * Reads a deadline: text → rules → dates, each with its reasons. Never throws; every character is matched, a
 * qualifier, or listed in `unparsed` with its span in the original text.
 *
 * @example compileDeadline('每季度结束后20日内', { planYear: 2015, issuedOn: '2015-07-01' }, calendar)
 *   // one recurring clause, due 2015-07-20, 2015-10-20, 2016-01-20
 */
export function compileDeadline(
  text: string,
  context: DeadlineContext,
  calendar: WorkCalendar,
): CompiledDeadline {
  const parsed = parse(text, context.measure ?? '')
  const clauses = parsed.clauses.map((clause) => clauseOf(clause, parsed, context, calendar))
  const review = clauses.flatMap((clause, i) => {
    const source = parsed.clauses[i]
    return source ? reviewOf(clause, source, context, calendar) : []
  })
  const unparsed = parsed.unread.map(({ start, end }) => sourceSpan(parsed.normalised, start, end))
  for (const piece of unparsed) review.push(reviewItem('unparsed', piece.text))
  return { text, clauses, review, unparsed }
}
