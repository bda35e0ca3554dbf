import { NUMERALS } from '../numerals.ts'
import type { Span } from '../rule.ts'
import { read, token } from '../tokens.ts'
import { EMPTY, LIMIT } from './span-form.ts'
import { SPAN_FORMS } from './span-forms.ts'

export interface SpanReading {
  readonly span: Span
  readonly end: number
  /** The review code of a guess: which month a bare 月底 means, which festival 节前, which year 年年底, which day 年中. */
  readonly guess: 'which-period' | 'which-festival' | 'year-doubled' | 'mid-year' | null
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

/** Reads one span. `chain`: another span may follow at once (7月12月). */
export function readSpan(text: string, at: number, chain = false): SpanReading | null {
  for (const form of SPAN_FORMS) {
    const match = read(form.pattern, text, at)
    if (!match || match[0].length === 0) continue
    const found = form.read(match)
    if (found === null) continue
    const end = at + match[0].length
    if (!isReal(found)) return null
    if (read(NOT_A_LIMIT, text, end)) return null
    if (!chain && !found.before && read(CONTINUES, text, end)) return null
    return { span: found, end, guess: guessOf(found, match[0]) }
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
  return found.unit === 'year' && words.startsWith('年年') ? 'year-doubled' : null
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const isLeap = (y: number) => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0

/** Nonsense is refused here: month 13, 30 February, a fifth quarter. */
function isReal(s: Span): boolean {
  if (s.month !== null && (s.month < 1 || s.month > 12)) return false
  if (s.unit === 'month' && s.month === null && s.relative === null) return false
  if (s.unit !== 'day') return true
  if (s.day === null || s.day < 1 || s.day > 31) return false
  if (s.month === null) return s.relative?.unit === 'month'
  const days = s.month === 2 && s.year !== null && !isLeap(s.year) ? 28 : (DAYS[s.month - 1] ?? 0)
  return s.day <= days
}

/** A span that the text abbreviates; its words are put together for the reader above. */
export function spanOf(text: string): Span | null {
  const found = readSpan(text, 0)
  return found !== null && found.end === text.length ? found.span : null
}
