import { NUMERALS } from '../numerals.ts'
import type { Span } from '../rule.ts'
import { BEFORE, hoursTo, read, remembered, skip, token } from '../tokens.ts'
import { EMPTY, LIMIT } from './span-form.ts'
import { SPAN_FORMS } from './span-forms.ts'

export interface SpanReading {
  readonly span: Span
  readonly end: number
  /**
   * The review code of a guess: which month a bare 月底 or 当月 means, which festival 节前, which year 年年底, which day 年中,
   * whether 6月前10天 is its first days.
   */
  readonly guess: 'which-period' | 'which-festival' | 'year-doubled' | 'mid-year' | 'first-or-before' | null
}

/** 月底前, 季末 with no month or quarter named: the running one is meant, or every one. */
const BARE_END = token(`(月|季度?)(?:底|末)${LIMIT}`)

/** What would make the span only a part of a longer, perhaps senseless date: 2018年|13月, 2月|30日. */
const CONTINUES = token(
  `(?![0-9]{1,2}[.、](?:19|20)[0-9]{2}年)(?:第?[${NUMERALS}]+个?(?:月|日|号|季|旬|年|周|星期)|第[${NUMERALS}]|[月日号旬季]|[0-9])`,
)
const NOT_A_LIMIT = token(
  '(?:以来|至今(?!年)|初(?!步)|春节|元旦|国庆|中秋|端午|清明|五一|汛期|两会|代|龄|终奖|度计划|审|鉴)',
)

/** 2013年及以前, 7月9日或之前: the span itself counts, so nothing is in doubt. */
const AND_BEFORE = token(`(?:[及或]|或者|以及)${BEFORE}`)
const LIMIT_BEHIND = token(BEFORE)
const MIDNIGHT_OF_EXPORT = /(?<![0-9])0{1,2}:00(?::00(?:\.0+)?)?$/
/** Where a span can begin at all. */
export const FIRST_SIGN = new RegExp(
  `[${NUMERALS}零〇廿卅两双第今本当这下明去来次翌后年月季上前头首末节元春清劳端中国妇植消青护儿环禁建教烈扶记宪公世全QqHh“"'\u2018\u2019]`,
)

/** What stands right behind a span and belongs to it: the end of a range of hours, 及以前. An export's midnight is no hour. */
function completed(found: Span, text: string, at: number, end: number): { span: Span; end: number } {
  const hours = found.clock === null ? null : hoursTo(text, at, end)
  if (hours) {
    const limit = skip(LIMIT_BEHIND, text, hours.end)
    return {
      span: { ...found, clock: hours.clock, before: found.before || limit > 0 },
      end: hours.end + limit,
    }
  }
  if (found.before) return { span: found, end }
  const span =
    found.clock === '00:00' && MIDNIGHT_OF_EXPORT.test(text.slice(at, end))
      ? { ...found, clock: null }
      : found
  const inclusive = skip(AND_BEFORE, text, end)
  return inclusive === 0
    ? { span, end }
    : { span: { ...span, before: true, end: span.unit !== 'day' }, end: end + inclusive }
}

/** Reads one span. `chain`: another span may follow at once (7月12月). */
export const readSpan = (text: string, at: number, chain = false): SpanReading | null =>
  chain ? readLoose(text, at) : readWhole(text, at)

/** Wherever another span may follow at once. */
const readLoose = remembered(findSpan)
/** Only a whole one. */
const readWhole = remembered((text, at) => whole(readLoose(text, at), text, at))

/** Null for what goes on; a bare 月底 is never the first part of a date. */
function whole(found: SpanReading | null, text: string, at: number): SpanReading | null {
  if (found === null || found.span.before || text[at] === '月' || text[at] === '季') return found
  return read(CONTINUES, text, found.end) ? null : found
}

function findSpan(text: string, at: number): SpanReading | null {
  if (!FIRST_SIGN.test(text[at] ?? '')) return null
  for (const form of SPAN_FORMS) {
    if (form.has !== undefined && !form.has.some((sign) => text.includes(sign, at))) continue
    const match = read(form.pattern, text, at)
    if (!match || match[0].length === 0) continue
    const found = form.read(match)
    if (found === null) continue
    if (!isReal(found)) return null
    const { span, end } = completed(found, text, at, at + match[0].length)
    if (read(NOT_A_LIMIT, text, end)) return null
    return { span, end, guess: guessOf(span, match[0]) }
  }
  const bare = read(BARE_END, text, at)
  if (!bare) return null
  const unit = bare[1] === '月' ? 'month' : 'quarter'
  const found: Span = {
    ...EMPTY,
    unit,
    relative: { unit, offset: 0 },
    end: true,
    before: bare[2] !== undefined,
  }
  return { span: found, end: at + bare[0].length, guess: 'which-period' }
}

function guessOf(found: Span, words: string): SpanReading['guess'] {
  if (found.unit === 'festival' && found.part === null) return 'which-festival'
  if (found.unit === 'halfYear' && words.includes('年中')) return 'mid-year'
  if (found.relative?.unit === 'month' && (words.startsWith('当') || /^本月份?$/.test(words)))
    return 'which-period'
  if (found.month !== null && found.unit !== 'quarter' && /月份?的?[前头][^个]*(?:[天日周期])$/.test(words))
    return 'first-or-before'
  return found.unit === 'year' && words.startsWith('年年') ? 'year-doubled' : null
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Nonsense is refused here: month 13, 30 February, a fifth quarter. 29 February is the last day of a common year's. */
function isReal(s: Span): boolean {
  if (s.month !== null && (s.month < 1 || s.month > 12)) return false
  if (s.unit === 'month' && s.month === null && s.relative === null) return false
  if (s.unit === 'workday') return s.part !== null && s.part !== 0 && s.part <= 23
  if (s.unit === 'week' && s.relative?.unit !== 'week' && s.part === 0) return false
  if (s.unit !== 'day') return true
  if (s.day === null || s.day < 1 || s.day > 31) return false
  if (s.month === null) return s.relative?.unit === 'month'
  return s.day <= (DAYS[s.month - 1] ?? 0)
}

/** A span that the text abbreviates; its words are put together for the reader above. */
export function spanOf(text: string): Span | null {
  const found = whole(findSpan(text, 0), text, 0)
  return found !== null && found.end === text.length ? found.span : null
}
