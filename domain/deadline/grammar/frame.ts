import { YEAR, yearNumber } from '../numerals.ts'
import type { DeadlineRule, Span } from '../rule.ts'
import { read, token } from '../tokens.ts'
import type { Reading } from './production.ts'
import { readSpan } from './span.ts'
import { WORD_YEAR } from './span-form.ts'

const YEAR_FRAME = token(`(?:(${YEAR})年度?|(?:${WORD_YEAR}))[,、:]`)
const PART_FRAME = token(
  `(?:(?:${YEAR})年度?的?|(?:${WORD_YEAR})的?)?(?:第?[一二三四1-4]季度|[上下]半年)[,:]`,
)

/** Cheap sieves: where a frame can begin, and that its mark stands anywhere. */
const FRAME_SIGN = /[0-9零〇一二三四壹贰'‘’去今本当明来下后次翌第上]/
const FRAME_END = /[,、:]/

/** What stands before a mark and frames the date behind it: a year, or a quarter or half of one. */
export interface Frame {
  readonly span: Span
  readonly end: number
}

export function readFrame(text: string, at: number): Frame | null {
  if (!FRAME_SIGN.test(text[at] ?? '') || !FRAME_END.test(text)) return null
  const match = read(YEAR_FRAME, text, at) ?? read(PART_FRAME, text, at)
  if (!match) return null
  const found = readSpan(text, at)
  if (!found || found.guess || found.span.end || found.span.before) return null
  if (match[1] !== undefined && yearNumber(match[1]) === null) return null
  return { span: found.span, end: at + match[0].length }
}

const lacksYear = (span: Span | undefined): span is Span =>
  span !== undefined && span.year === null && span.relative === null && span.unit !== 'year'

/** 一季度 holds March, 下半年 holds the third quarter. */
function holds(frame: Span, span: Span): boolean {
  const size = frame.unit === 'quarter' ? 3 : 6
  const month = span.month ?? (span.unit === 'quarter' ? (span.part ?? 0) * 3 : null)
  return month !== null && Math.ceil(month / size) === frame.part
}

/** A rule without a year of its own inside the frame before it; null where the frame is a date of its own. */
function within(frame: Span, rule: DeadlineRule): DeadlineRule | null {
  const { year, relative } = frame
  const put = (span: Span): Span => ({ ...span, year, relative })
  if (rule.type === 'recurring') {
    if (frame.unit !== 'year' || rule.since || rule.until) return null
    return { ...rule, since: frame, until: frame }
  }
  if (rule.type === 'continuous') return frame.unit === 'year' ? { ...rule, wholeYear: true } : null
  const first = rule.type === 'dates' ? rule.spans[0] : rule.type === 'window' ? rule.from : undefined
  if (!lacksYear(first) || (frame.unit !== 'year' && !holds(frame, first))) return null
  if (rule.type === 'dates') return { ...rule, spans: [put(first), ...rule.spans.slice(1)] }
  return rule.type === 'window' ? { ...rule, from: put(first) } : null
}

/** 2024年,6月底前: the reading behind the frame, in its year; null where it is none of the frame's. */
export function framed(frame: Frame, reading: Reading): Reading | null {
  const rules = reading.rules.map((rule, i) => (i === 0 ? within(frame.span, rule) : rule))
  return rules.every((rule) => rule !== null) ? { ...reading, rules: rules as DeadlineRule[] } : null
}
