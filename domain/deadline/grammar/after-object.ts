import { NUMERALS } from '../numerals.ts'
import { readCore } from './core.ts'
import { holdsTime } from './holds.ts'
import type { Reading, ReadingContext } from './production.ts'
import { tailLength } from './tail.ts'

const PHRASE_END = /[,;。:!]/
const MAY_BEGIN = new RegExp(`[${NUMERALS}今明本当次年上下第每Qq]`)
const NOT_BEHIND = new RegExp(`[零〇年月第.每${NUMERALS}]`)
const MOST_OBJECT = 40
const OBJECT_TAIL =
  /(?:应当?|必须|须|需|要|将|均|应于|在|于|到|至|确保|力争|争取|最迟|务必|原则上|[（(,、]|并|且){1,9}$/
export const objectOf = (words: string): string | null => words.replace(OBJECT_TAIL, '') || null

/** What has to be done, or who has to act, and then its date or 每… in the same phrase: 其中方案4月底前, 专家应当每年. */
export function afterObject(
  text: string,
  at: number,
  context: ReadingContext,
): { readonly at: number; readonly reading: Reading } | null {
  let depth = 0
  for (let i = at; i < Math.min(text.length, at + MOST_OBJECT); i += 1) {
    const char = text[i] ?? ''
    if (depth === 0 && i - at >= 2 && MAY_BEGIN.test(char) && !NOT_BEHIND.test(text[i - 1] ?? '')) {
      const reading = readCore(text, i, { ...context, strict: true })
      if (reading && isTimely(reading, text, context.strict))
        return holdsTime(text.slice(at, i)) ? null : { at: i, reading }
    }
    if (char === '(' || char === '《' || char === '“') depth += 1
    else if (char === ')' || char === '》' || char === '”') depth -= depth === 0 && !context.strict ? 0 : 1
    if (depth < 0 || (depth === 0 && (PHRASE_END.test(char) || (context.strict && char === '、'))))
      return null
    // (2026年7月底前完成): the bracket behind the work holds its date.
    if (char === '(' && depth === 1 && !context.strict) depth = 0
  }
  return null
}

const ATTRIBUTE = /^[^,;。、]{0,14}的/
/** Inside a phrase only what binds: a limit, a day, what recurs; a bare month where the work follows. */
function isTimely(reading: Reading, text: string, strict: boolean): boolean {
  if (ATTRIBUTE.test(text.slice(reading.end, reading.end + 16))) return false
  return reading.rules.every((rule) => {
    if (rule.type === 'recurring') return rule.until === null || rule.since === null
    if (rule.type !== 'dates') return false
    return rule.spans.every(
      (span) =>
        span.before ||
        (span.end && span.unit !== 'year') ||
        span.unit === 'day' ||
        (span.unit !== 'year' && !strict) ||
        (span.unit !== 'year' && (tailLength(text, reading.end) ?? 0) > 0),
    )
  })
}
