import { NUMERALS } from '../numerals.ts'
import { read, token } from '../tokens.ts'
import { type ClauseReading, readClause } from './clause.ts'
import type { Reading } from './production.ts'

/** Where a deadline may begin in running text: not in the middle of a number or of a longer date. */
const INSIDE_A_NUMBER = new RegExp(`[零〇年月第.${NUMERALS}]`)
const FIRST_SIGN = new RegExp(`[${NUMERALS}今明本当次年上下第每]`)
/** Cheap sieve: a deadline in prose names a year, a month, a quarter, a relative year or a length after 后. */
const MAY_BEGIN = token(
  `(?:[${NUMERALS}第上下]|今年|明年|本年|当年|次年|年[内底末终]|每|到|自|从|待|在|经|收到|接到|[、,(])`,
)
/** 有效期至…, …年以来: dates that bind nobody. */
const NOT_BINDING = /(?:有效期|期限为|基准日|成立于|自|截至|[从在]?[^,]{0,4}有效)(?:至|到|为)?$/

/** 2014年底前注册的企业: the date tells which ones, not by when. */
const ATTRIBUTE =
  /^(?:能|可以?|未|尚未|没有)?[^,]{0,2}(?:整改|办结|解决)的|^已?(?:注册|批准|成立|登记|建成|取得|签订|发生|出生|参加|核准|备案|领取|购买|投产|完成|入学|毕业|施行)[^,]{0,4}的(?![0-9])/

/** 2018年底前 binds, a bare 2018年3月 in running text does not (rules §3, prose). */
function binds(text: string, at: number, clause: ClauseReading, follows: boolean): boolean {
  return clause.reading.rules.every((rule) => {
    const before = text.slice(Math.max(0, at - 6), clause.core)
    switch (rule.type) {
      case 'dates':
        if (ATTRIBUTE.test(text.slice(clause.reading.end, clause.reading.end + 12))) return false
        return rule.spans.some(
          (span) =>
            span.before ||
            span.end ||
            span.relative !== null ||
            /[到至]$/.test(before) ||
            /内$/.test(text.slice(clause.core, clause.reading.end)),
        )
      case 'event':
        return rule.within !== null && rule.trigger.text.length <= 40
      case 'recurring':
        return (
          rule.anchors.some((anchor) => anchor.before) ||
          rule.counted !== null ||
          (rule.anchors.length > 0 && clause.unread.length === 0)
        )
      case 'spanEnd':
        return true
      case 'window':
        return false
      case 'continuous':
        // …底前完成并长期坚持: only as the second half of a deadline.
        return follows
      default:
        return false
    }
  })
}

interface Range {
  readonly start: number
  readonly end: number
}

/** Finds the deadlines in running text; what lies between them is unread. */
export function proseDeadlines(
  text: string,
  measure: string,
): { readonly clauses: readonly ClauseReading[]; readonly unread: readonly Range[] } {
  const clauses: ClauseReading[] = []
  const unread: Range[] = []
  let from = 0
  for (let at = 0; at < text.length; ) {
    const clause: ClauseReading | null = begins(text, at)
      ? readClause(text, at, { measure, strict: true, trigger: null, prose: true })
      : null
    if (
      !clause ||
      !isDeadline(clause.reading) ||
      NOT_BINDING.test(text.slice(Math.max(0, at - 24), at)) ||
      !binds(text, at, clause, clauses.length > 0 && at - from <= 1)
    ) {
      at =
        clause && DATED.has(clause.reading.rules[0]?.type ?? '')
          ? Math.max(clause.reading.end, at + 1)
          : at + 1
      continue
    }
    if (at > from) unread.push({ start: from, end: at })
    clauses.push(clause)
    unread.push(...clause.unread)
    from = Math.max(clause.end, ...clause.unread.map((gap) => gap.end))
    at = from
  }
  if (from < text.length) unread.push({ start: from, end: text.length })
  return { clauses, unread }
}

/** Dates that bind nobody are passed over whole, not character by character. */
const DATED: ReadonlySet<string> = new Set(['dates', 'window', 'recurring', 'start'])
const isDeadline = (reading: Reading): boolean => reading.rules.length > 0

/** At a phrase's start anything may begin; inside a phrase only a date. */
function begins(text: string, at: number): boolean {
  const previous = at === 0 ? ',' : (text[at - 1] ?? '')
  if (/[,、:;(。并]/.test(previous)) return true
  return (
    !INSIDE_A_NUMBER.test(previous) && read(MAY_BEGIN, text, at) !== null && FIRST_SIGN.test(text[at] ?? '')
  )
}
