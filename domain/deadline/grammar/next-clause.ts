import { skip } from '../tokens.ts'
import { afterObject } from './after-object.ts'
import { readCore } from './core.ts'
import { HEDGE, MARKER, NOUN_OBJECT, OBJECT, PLAIN } from './leads.ts'
import type { Reading, ReadingContext } from './production.ts'
import { tailLength } from './tail.ts'

const SEPARATORS = /[,、并(]/
/** Where the clause's own tail ends: at a separator after which another clause begins, or at the segment's end. */
export function tailEnd(text: string, from: number, context: ReadingContext): number {
  let depth = 0
  for (let i = from; i < text.length; i += 1) {
    const char = text[i] ?? ''
    if (depth === 0 && SEPARATORS.test(char) && startsClause(text, i + 1, context, char === '(')) return i
    if ('(《“'.includes(char)) depth += 1
    else if (')》”'.includes(char)) {
      depth -= 1
      if (depth < 0) return i
    }
  }
  return text.length
}

/** After a mark only what is surely a deadline opens a clause; the rest belongs to the work before it. */
function startsClause(text: string, at: number, context: ReadingContext, bracket: boolean): boolean {
  const next = readClauseStrict(text, at, context)
  if (!next) return false
  return !bracket || isLimit(next) || next.rules.every((rule) => rule.type === 'recurring' || isCount(rule))
}

const isCount = (rule: Reading['rules'][number]): boolean => rule.type === 'event' && rule.within !== null

/** 2018年6月底前 is a deadline whatever follows. */
const isLimit = (reading: Reading): boolean =>
  reading.rules.every((rule) => rule.type === 'dates' && rule.spans.some((span) => span.before))

/** 12月查漏补缺: a month or a day after a mark is a date of its own, whatever the work; a bare year may be a name. */
const isDated = (reading: Reading, text: string): boolean =>
  reading.rules.every(
    (rule) =>
      rule.type === 'dates' && rule.spans.every((span) => span.unit !== 'year' && span.unit !== 'week'),
  ) && !/^(?:[度份版级届期的]|[^,;。、]{0,14}的)/.test(text.slice(reading.end, reading.end + 16))

function readClauseStrict(text: string, at: number, context: ReadingContext): Reading | null {
  let core = at
  for (let i = 0; i < 4; i += 1) {
    const reading = readCore(text, core, { ...context, strict: true })
    if (reading) {
      const follows = tailLength(text, reading.end) !== null || isLimit(reading) || isDated(reading, text)
      return follows ? reading : null
    }
    const step =
      skip(HEDGE, text, core) ||
      skip(PLAIN, text, core) ||
      skip(MARKER, text, core) ||
      skip(NOUN_OBJECT, text, core) ||
      skip(OBJECT, text, core)
    if (!step) break
    core += step
  }
  return afterObject(text, at, { ...context, strict: true })?.reading ?? null
}
