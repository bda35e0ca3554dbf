import type { Note } from './grammar/production.ts'
import { isAtOnce } from './grammar/standing.ts'
import type { Anchor, DeadlineRule, RecurringRule, Span } from './rule.ts'

/** A clause as the grammar reads it; positions are in the normalised text. */
export interface ParsedClause {
  readonly start: number
  readonly end: number
  readonly rule: DeadlineRule
  readonly milestone: string | null
  readonly notes: readonly Note[]
  /** Its date is said to be past and done: it opens nothing by itself. */
  readonly done?: boolean
}

const yearOf = (rule: DeadlineRule): Pick<Span, 'year' | 'relative'> | null => {
  const span =
    rule.type === 'dates'
      ? rule.spans.findLast((s) => s.year !== null)
      : rule.type === 'window'
        ? rule.to
        : null
  return span && span.year !== null ? { year: span.year, relative: null } : null
}

const lacksYear = (span: Span | undefined): span is Span =>
  span !== undefined && span.year === null && span.relative === null && span.unit !== 'issue'

/** Several dated clauses of one text: the year carries forward, without the roll of a list (rules §3, prose). */
function carryYears(clauses: readonly ParsedClause[]): readonly ParsedClause[] {
  let carried: Pick<Span, 'year' | 'relative'> | null = null
  return clauses.map((clause) => {
    const { rule } = clause
    let next: DeadlineRule = rule
    if (carried && rule.type === 'dates' && lacksYear(rule.spans[0]))
      next = { ...rule, spans: [{ ...rule.spans[0], ...carried }, ...rule.spans.slice(1)] }
    else if (carried && (rule.type === 'window' || rule.type === 'start') && lacksYear(rule.from))
      next = { ...rule, from: { ...rule.from, ...carried } }
    carried =
      yearOf(next) ??
      (next.type === 'start' && next.from.year ? { year: next.from.year, relative: null } : carried)
    return next === rule ? clause : { ...clause, rule: next }
  })
}

const monthly = (span: Span): boolean =>
  lacksYear(span) && span.month !== null && ['month', 'day', 'tenDays', 'monthStart'].includes(span.unit)

/** A month of every year: 3月底前 after 每年2月底前. */
function yearlyAnchor(span: Span): Anchor {
  const at =
    span.unit === 'day'
      ? 'day'
      : span.unit === 'tenDays'
        ? 'tenDays'
        : span.unit === 'monthStart'
          ? 'start'
          : 'end'
  const number = span.unit === 'day' ? span.day : span.unit === 'tenDays' ? span.part : null
  const place = { month: span.month, at, number, next: false } as const
  return { place, from: null, before: span.before, half: null, clock: span.clock }
}

/** 每年2月底前A,3月底前B: the month that follows in the same sentence is one of every year too. */
function carryEveryYear(clauses: readonly ParsedClause[], text: string): readonly ParsedClause[] {
  let yearly: RecurringRule | null = null
  let end = 0
  return clauses.map((clause) => {
    const { rule } = clause
    if (yearly && text.slice(end, clause.start).includes('。')) yearly = null
    end = clause.end
    if (rule.type === 'recurring')
      yearly = rule.every === 'year' && rule.anchors.some((a) => a.place.month !== null) ? rule : null
    if (!yearly || rule.type !== 'dates' || !rule.spans.every(monthly)) return clause
    const anchors = rule.spans.map(yearlyAnchor)
    const next: RecurringRule = { ...yearly, anchors, counted: null, quota: null, rolls: rule.rolls }
    return {
      ...clause,
      rule: next,
      notes: [...clause.notes, { code: 'every-year', about: text.slice(clause.start, clause.end) }],
    }
  })
}

const isBareDates = (clause: ParsedClause): boolean =>
  clause.rule.type === 'dates' && clause.milestone === null
const BETWEEN = /^[;,、。]*$/

/** Dates divided by ；without objects of their own are one clause with several occurrences. */
function joinDates(clauses: readonly ParsedClause[], text: string): readonly ParsedClause[] {
  const joined: ParsedClause[] = []
  for (const clause of clauses) {
    const before = joined.at(-1)
    if (
      before?.rule.type === 'dates' &&
      clause.rule.type === 'dates' &&
      isBareDates(before) &&
      isBareDates(clause) &&
      BETWEEN.test(text.slice(before.end, clause.start))
    ) {
      const rule = {
        type: 'dates',
        spans: [...before.rule.spans, ...clause.rule.spans],
        rolls: clause.rule.rolls,
      } as const
      joined[joined.length - 1] = {
        ...before,
        end: clause.end,
        rule,
        notes: [...before.notes, ...clause.notes],
      }
    } else joined.push(clause)
  }
  return joined
}

/** 3月开始,6月底前完成: the end is named after all, so it is one window. */
function joinStarts(clauses: readonly ParsedClause[], text: string): readonly ParsedClause[] {
  const joined: ParsedClause[] = []
  for (const clause of clauses) {
    const before = joined.at(-1)
    const [to, ...others] = clause.rule.type === 'dates' ? clause.rule.spans : []
    if (before?.rule.type !== 'start' || before.milestone !== null || !to || others.length > 0) {
      joined.push(clause)
      continue
    }
    if (text.slice(before.end, clause.start) !== ',') {
      joined.push(clause)
      continue
    }
    const rule = { type: 'window', from: before.rule.from, to } as const
    joined[joined.length - 1] = {
      ...clause,
      start: before.start,
      rule,
      notes: [...before.notes, ...clause.notes],
    }
  }
  return joined
}

const isLimit = ({ rule }: ParsedClause): boolean =>
  rule.type === 'dates' ||
  rule.type === 'window' ||
  rule.type === 'spanEnd' ||
  (rule.type === 'event' && rule.within !== null)

/** 立行立改,6月底前完成: the limit beside it counts. 已完成;长期坚持: what is done says nothing about when. */
function joinLimits(clauses: readonly ParsedClause[], text: string): readonly ParsedClause[] {
  const joined: ParsedClause[] = []
  for (const clause of clauses) {
    const before = joined.at(-1)
    const beside = before !== undefined && /^[,、并]*$/.test(text.slice(before.end, clause.start))
    const haste = before?.rule.type === 'vague' && isAtOnce(before.rule.word) && beside && isLimit(clause)
    const settled = before?.rule.type === 'none' && before.done
    if (before && (haste || settled)) {
      const notes = before.notes.filter((note) => note.code !== 'immediate')
      joined[joined.length - 1] = { ...clause, start: before.start, notes: [...notes, ...clause.notes] }
    } else joined.push(clause)
  }
  return joined
}

/** What the clauses of one text owe to each other: the year carried, bare dates joined, a start given its end. */
export const joinClauses = (clauses: readonly ParsedClause[], text: string): readonly ParsedClause[] =>
  clauses.length < 2
    ? clauses
    : joinStarts(joinDates(carryYears(carryEveryYear(joinLimits(clauses, text), text)), text), text)
