import { type IsoDate, parseDate, year } from '../calendar/date.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { dateOf, isPlanTime } from '../calendar/time.ts'
import { occurrencesOf } from './dates.ts'
import { yearsOf } from './festivals.ts'
import { beforeInclusive, findingsOf, spansOf } from './findings.ts'
import { sourceSpan } from './normalise.ts'
import { settledByWords } from './once-or-often.ts'
import { type Parsed, type ParsedClause, parse } from './parse.ts'
import { reviewItem } from './review.ts'
import type {
  Clause,
  ClauseKind,
  CompiledDeadline,
  DeadlineContext,
  DeadlineRule,
  Occurrence,
  ReviewItem,
  Within,
} from './rule.ts'
import { planYearOf, resolveSpans } from './span-dates.ts'

const KIND: Readonly<Record<Exclude<DeadlineRule['type'], 'event'>, ClauseKind>> = {
  dates: 'fixed',
  spanEnd: 'fixed',
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

const withinOf = (rule: DeadlineRule): Within | null =>
  rule.type === 'event' || rule.type === 'spanEnd'
    ? rule.within
    : rule.type === 'recurring'
      ? rule.counted
      : null

/** N次: the count is the milestone of its period, not a number of invented dates (rules §3, recurring). */
function milestoneOf(parsed: ParsedClause): string | null {
  const { rule, milestone } = parsed
  if (rule.type !== 'recurring' || rule.quota === null) return milestone
  const count = `${rule.quota.atLeast ? '至少' : ''}${rule.quota.count}次`
  return milestone ? `${count}：${milestone}` : count
}

const LINE_BREAKS = /(?<!\s)\s*\n\s*/g

function clauseOf(
  parsed: ParsedClause,
  source: Parsed,
  context: DeadlineContext,
  calendar: WorkCalendar,
): Clause {
  const { rule } = parsed
  const dates = occurrencesOf(rule, context, calendar)
  return {
    text: sourceSpan(source.normalised, parsed.start, parsed.end).text.replace(LINE_BREAKS, ''),
    kind: kindOf(rule),
    trigger: rule.type === 'event' || rule.type === 'external' ? rule.trigger : null,
    within: withinOf(rule),
    every: rule.type === 'recurring' ? rule.every : null,
    covers: rule.type === 'recurring' ? rule.covers : null,
    milestone: milestoneOf(parsed),
    beforeInclusive: beforeInclusive(rule),
    rule,
    occurrences: parsed.done ? settled(dates) : dates,
  }
}

/** 4月下旬已完成: a date that is said to be done opens nothing by itself. */
const settled = (dates: readonly Occurrence[]): readonly Occurrence[] =>
  dates.map((o) => (o.policy ? o : { ...o, beforeIssue: true }))

const plausible = (text: IsoDate | null | undefined): IsoDate | null => {
  const real = text ? parseDate(text) : null
  return real && year(real) >= 1950 && year(real) <= 2900 ? real : null
}

const SANE = new WeakMap<DeadlineContext, { readonly of: WorkCalendar; readonly context: DeadlineContext }>()

/**
 * Years and dates that no calendar knows are taken as unknown, so that nothing throws further down. Written out field by
 * field and known for each context: a plan of thousands of rows has few, and copying with more fields is slow.
 */
function sane(given: DeadlineContext, calendar: WorkCalendar): DeadlineContext {
  const known = SANE.get(given)
  if (known?.of === calendar) return known.context
  const { planYear } = given
  const real = planYear !== null && Number.isInteger(planYear) && planYear >= 1950 && planYear <= 2900
  const eventAt = given.eventAt && isPlanTime(given.eventAt) ? given.eventAt : null
  const day = eventAt && plausible(dateOf(eventAt))
  const { festival, workday } = yearsOf(calendar)
  const context: DeadlineContext = {
    planYear: real ? planYear : null,
    issuedOn: plausible(given.issuedOn),
    eventOn: day ?? plausible(given.eventOn),
    eventAt: day ? eventAt : null,
    until: plausible(given.until),
    festival,
    workday,
    measure: given.measure ?? null,
  }
  SANE.set(given, { of: calendar, context })
  return context
}

/** 每月10日前报送,2027年6月底前完成: what recurs runs to an end in its sentence that lies beyond the plan's year. */
function runningOn(parsed: Parsed, context: DeadlineContext): readonly ParsedClause[] {
  const planYear = planYearOf(context)
  const { clauses, normalised } = parsed
  if (planYear === null || clauses.length < 2) return clauses
  const marks = [...normalised.text.matchAll(/[;。]/g)].map((mark) => mark.index)
  const sentenceOf = ({ start }: ParsedClause): number => marks.findIndex((mark) => mark > start)
  const ends = clauses.flatMap((clause) => {
    const { rule } = clause
    if (clause.done || (rule.type !== 'dates' && rule.type !== 'window')) return []
    const last = resolveSpans(spansOf(rule), context).at(-1)?.last
    const span = spansOf(rule).at(-1)
    return last && span && year(last) > planYear ? [{ sentence: sentenceOf(clause), last, span }] : []
  })
  return clauses.map((clause) => {
    const { rule } = clause
    if (rule.type !== 'recurring' || rule.until !== null) return clause
    const sentence = ends.length === 0 ? 0 : sentenceOf(clause)
    const end = ends.find((one) => one.sentence === sentence)
    if (!end) return clause
    return { ...clause, rule: { ...rule, until: { ...end.span, relative: null, year: year(end.last) } } }
  })
}

/** Names a date, or what gives one. */
const isLimit = (rule: DeadlineRule): boolean =>
  ['dates', 'window', 'spanEnd', 'recurring', 'event', 'external'].includes(rule.type)

/** A word of haste beside a limit: the limit counts, nobody is asked. */
function beside(parsed: ParsedClause): ParsedClause {
  if (parsed.rule.type !== 'vague') return parsed
  const notes = parsed.notes.map((note) => (note.code === 'immediate' ? { ...note, code: 'vague' } : note))
  return { ...parsed, rule: { ...parsed.rule, bounded: true }, notes }
}

function compile(
  parsed: Parsed,
  text: string,
  given: DeadlineContext,
  calendar: WorkCalendar,
): CompiledDeadline {
  const context = sane(given, calendar)
  const clauses: Clause[] = []
  const review: ReviewItem[] = []
  const sources = runningOn(parsed, context)
  const limited = sources.length > 1 && sources.some(({ rule }) => isLimit(rule))
  for (const found of sources) {
    const source = settledByWords(limited ? beside(found) : found, context.measure ?? '')
    const clause = clauseOf(source, parsed, context, calendar)
    clauses.push(clause)
    for (const item of findingsOf(clause, source, context, calendar))
      if (!review.some((r) => r.code === item.code && r.message === item.message)) review.push(item)
  }
  const objects = clauses.flatMap((c) => (c.milestone ? [c.milestone] : []))
  if (clauses.length > 1 && objects.length > 1) review.push(reviewItem('clause-object', objects.join('；')))
  const unparsed = parsed.pieces
    .filter((piece) => piece.role === 'unparsed')
    .map((piece) => sourceSpan(parsed.normalised, piece.start, piece.end))
  for (const piece of unparsed) review.push(reviewItem('unparsed', piece.text))
  return { text, clauses, review, unparsed }
}

/**
 * Reads the deadline of a cell: text → rules → dates, each with its reasons. Never throws; every character is
 * part of a clause, a separator, or listed in `unparsed` with its span in the original text.
 *
 * @example compileDeadline('每季度首月20日前', { planYear: 2018, issuedOn: '2018-02-01' }, calendar)
 *   // one recurring clause on the quarter before, due 2018-04-20, 2018-07-20, 2018-10-20, 2019-01-20
 */
export function compileDeadline(
  text: string,
  context: DeadlineContext,
  calendar: WorkCalendar,
): CompiledDeadline {
  return compile(parse(text, context.measure ?? ''), text, context, calendar)
}

/**
 * Reads running text (a measure's own words, an owner's bracket): only what names a limiting date or hangs on an
 * event with a limit is a deadline; the rest stands in `unparsed`, and is no fault there (rules §3, prose).
 */
export function compileProse(
  text: string,
  context: DeadlineContext,
  calendar: WorkCalendar,
): CompiledDeadline {
  return compile(parse(text, context.measure ?? '', true), text, context, calendar)
}
