import { numeral, YEAR, yearNumber } from '../numerals.ts'
import type { Relative, Span, SpanUnit } from '../rule.ts'
import { BEFORE, type Match } from '../tokens.ts'

/** A way in which a span is written. */
export interface Form {
  /** One of these must stand in the text: a sieve before the pattern. */
  readonly has?: readonly string[]
  readonly pattern: RegExp
  readonly read: (m: Match) => Span | null
}

export const EMPTY: Span = {
  unit: 'day',
  year: null,
  relative: null,
  part: null,
  month: null,
  day: null,
  end: false,
  before: false,
  clock: null,
}

const RELATIVE_YEAR: Readonly<Record<string, Relative>> = {
  去年: { unit: 'year', offset: -1 },
  今年: { unit: 'year', offset: 0 },
  本年: { unit: 'year', offset: 0 },
  本年度: { unit: 'year', offset: 0 },
  当年: { unit: 'year', offset: 0 },
  当年度: { unit: 'year', offset: 0 },
  明年: { unit: 'year', offset: 1 },
  来年: { unit: 'year', offset: 1 },
  下年: { unit: 'year', offset: 1 },
  下年度: { unit: 'year', offset: 1 },
  下一年: { unit: 'year', offset: 1 },
  下一年度: { unit: 'year', offset: 1 },
  后年: { unit: 'year', offset: 2 },
  次年: { unit: 'chain', offset: 1 },
  次年度: { unit: 'chain', offset: 1 },
  翌年: { unit: 'chain', offset: 1 },
}
export const WORD_YEAR = '去年|今年|本年度?|当年度?|明年|来年|下一?年度?|后年|次年度?|翌年'
/** Groups: printed year, year in words. The year's own end (年底) belongs to the year production. */
export const OF_YEAR = `(?:(${YEAR})年度?的?|(${WORD_YEAR})的?)?`
/** The same where a year must be named. */
export const SOME_YEAR = `(?:(${YEAR})年度?的?|(${WORD_YEAR})的?)`
export const INSIDE = '(?:以内|之内|内|中(?!旬|下|上)|间)?'
export const END = '(底|末)?'
export const LIMIT = `(${BEFORE})?`

export const number = (text: string | undefined) => (text === undefined ? null : numeral(text))

/** A span whose year, printed or in words, is the pattern's first two groups (`OF_YEAR`). */
export function span(unit: SpanUnit, m: Match, more: Partial<Span>): Span {
  const relative = m[2] === undefined ? null : (RELATIVE_YEAR[m[2]] ?? null)
  return { ...EMPTY, unit, year: m[1] === undefined ? null : yearNumber(m[1]), relative, ...more }
}

/** Near the day of issue: 本月, 这周, 下下周. */
export const NEAR = '(本|当|这一?个?|下下?一?个?)'
export const nearOf = (word: string | undefined, unit: 'month' | 'quarter' | 'week'): Relative => ({
  unit,
  offset: (word ?? '').split('下').length - 1,
})

/** 上旬, 中旬, 下旬: 1, 2, 3; 上半月, 下半月: 4, 5. */
export const tenDayPart = (word: string | undefined) => ' 上中下'.indexOf(word ?? ' ')
export const halfMonthPart = (word: string | undefined) => (word === '上' || word === '前' ? 4 : 5)
