import { NUMERAL, numeral, YEAR } from '../numerals.ts'
import type { Span } from '../rule.ts'

const RELATIVE: Record<string, 0 | 1> = {
  今年: 0,
  本年: 0,
  当年: 0,
  本年度: 0,
  明年: 1,
  次年: 1,
  下一年度: 1,
}
const YEAR_PART = `(?:(${YEAR})年度?|(今年|本年度?|当年|明年|次年|下一年度))`
const BEFORE = '(底以?前|底|末前|末|以前|之前|前|内|中|份)?'

/** One production for each way a span is written; first match wins, the longer forms stand first. */
const FORMS: readonly { readonly pattern: RegExp; readonly read: (m: RegExpExecArray) => Span | null }[] = [
  {
    // 2015年7月5日前, 7月5号
    pattern: new RegExp(`^${YEAR_PART}?(${NUMERAL})月份?(${NUMERAL})[日号](以前|之前|前|内)?`),
    read: (m) => make(m, 'day', { month: m[3], day: m[4], tail: m[5] }),
  },
  {
    // 2015.7.5, 2015-07-05, 2015/7/5
    pattern: /^((?:19|20)\d{2})[./-](\d{1,2})[./-](\d{1,2})(?!\d)日?(以前|之前|前)?/,
    read: (m) => make([m[0], m[1], undefined], 'day', { month: m[2], day: m[3], tail: m[4] }),
  },
  {
    pattern: new RegExp(`^${YEAR_PART}?(${NUMERAL})月份?([上中下])旬(底前|以前|之前|前|内)?`),
    read: (m) =>
      make(m, 'tenDays', { month: m[3], day: String('上中下'.indexOf(m[4] ?? '') + 1), tail: m[5] }),
  },
  {
    pattern: new RegExp(`^${YEAR_PART}?(${NUMERAL})月份?初(以前|之前|前)?`),
    read: (m) => make(m, 'monthStart', { month: m[3], tail: m[4] }),
  },
  {
    pattern: new RegExp(`^${YEAR_PART}?(${NUMERAL})月份?${BEFORE}(?![日号])`),
    read: (m) => make(m, 'month', { month: m[3], tail: m[4] }),
  },
  {
    pattern: /^((?:19|20)\d{2})[./](\d{1,2})(?![\d./])(底前|底|以前|之前|前)?/,
    read: (m) => make([m[0], m[1], undefined], 'month', { month: m[2], tail: m[3] }),
  },
  {
    pattern: new RegExp(`^${YEAR_PART}?第?([一二三四1-4])季度?${BEFORE}`),
    read: (m) => make(m, 'quarter', { part: m[3], tail: m[4] }),
  },
  {
    pattern: new RegExp(`^${YEAR_PART}?([上下])半年${BEFORE}`),
    read: (m) => make(m, 'halfYear', { part: m[3] === '上' ? '1' : '2', tail: m[4] }),
  },
  {
    // 2015年底前, 2015年年底, 2015年内, 年底前, 年内, 今年
    pattern: new RegExp(`^(?:${YEAR_PART}年?(终|底|末|内)?|年(终|底|末|内))(以前|之前|前|完成前)?`),
    read: (m) =>
      m[1] === undefined && m[2] === undefined
        ? make([m[0], undefined, '今年'], 'year', { tail: m[5] })
        : make(m, 'year', { tail: m[5] }),
  },
]

function make(
  m: readonly (string | undefined)[],
  unit: Span['unit'],
  parts: { month?: string; day?: string; part?: string; tail?: string },
): Span | null {
  const number = (text: string | undefined) => (text === undefined ? null : numeral(text))
  const span: Span = {
    year: number(m[1]),
    relativeYear: m[2] === undefined ? null : (RELATIVE[m[2]] ?? null),
    unit,
    part: number(parts.part),
    month: number(parts.month),
    day: number(parts.day),
    before: /前/.test(parts.tail ?? ''),
  }
  return isReal(span) ? span : null
}

/** Nonsense is refused here: month 13, 30 February, a fifth quarter. */
function isReal(span: Span): boolean {
  if (span.month !== null && (span.month < 1 || span.month > 12)) return false
  if (span.part !== null && (span.part < 1 || span.part > 4)) return false
  if (span.unit === 'day' && span.month !== null) {
    const days = [
      31,
      span.year === null || isLeap(span.year) ? 29 : 28,
      31,
      30,
      31,
      30,
      31,
      31,
      30,
      31,
      30,
      31,
    ]
    if (span.day === null || span.day < 1 || span.day > (days[span.month - 1] ?? 0)) return false
  }
  return true
}

const isLeap = (y: number) => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0

/** Reads one span at the start of the text. */
export function readSpan(text: string): { readonly span: Span; readonly length: number } | null {
  for (const { pattern, read } of FORMS) {
    const match = pattern.exec(text)
    if (!match || match[0].length === 0) continue
    const span = read(match)
    return span === null ? null : { span, length: match[0].length }
  }
  return null
}
