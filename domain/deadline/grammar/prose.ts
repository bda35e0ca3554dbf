import { read, token } from '../tokens.ts'
import { type ClauseReading, readClause } from './clause.ts'
import type { Reading } from './production.ts'

/** Where a deadline may begin in running text: not in the middle of a number or of a longer date. */
const INSIDE_A_NUMBER = /[0-9零〇一二三四五六七八九十年月第.]/
/** Cheap sieve: a deadline in prose names a year, a month, a quarter, a relative year or a length after 后. */
const MAY_BEGIN = token(
  '(?:[0-9一二三四五六七八九十第上下]|今年|明年|本年|当年|次年|年[内底末终]|每|到|自|从|待|在|经|收到|接到|[、,(])',
)
/** 有效期至…, …年以来: dates that bind nobody. */
const NOT_BINDING = /(?:有效期|期限为|基准日|成立于|自|截至|[从在]?[^,]{0,4}有效)(?:至|到|为)?$/

/** 2018年底前 binds, a bare 2018年3月 in running text does not (rules §3, prose). */
function binds(text: string, at: number, clause: ClauseReading): boolean {
  return clause.reading.rules.every((rule) => {
    const before = text.slice(Math.max(0, at - 6), clause.core)
    switch (rule.type) {
      case 'dates':
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
        return rule.anchors.some((anchor) => anchor.before) || rule.counted !== null
      case 'spanEnd':
        return true
      case 'window':
        return false
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
    const clause = begins(text, at) ? readClause(text, at, { measure, strict: true, trigger: null }) : null
    if (
      !clause ||
      !isDeadline(clause.reading) ||
      NOT_BINDING.test(text.slice(0, at)) ||
      !binds(text, at, clause)
    ) {
      at += 1
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

const isDeadline = (reading: Reading): boolean => reading.rules.length > 0

/** At a phrase's start anything may begin; inside a phrase only a date. */
function begins(text: string, at: number): boolean {
  const previous = at === 0 ? ',' : (text[at - 1] ?? '')
  if (/[,、:;(。]/.test(previous)) return true
  return (
    !INSIDE_A_NUMBER.test(previous) &&
    read(MAY_BEGIN, text, at) !== null &&
    /[0-9一二三四五六七八九十今明本当次年上下第每]/.test(text[at] ?? '')
  )
}
