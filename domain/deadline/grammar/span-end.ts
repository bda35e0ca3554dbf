import type { Span } from '../rule.ts'
import { skip, token } from '../tokens.ts'
import { readWithin } from './count.ts'
import type { Production } from './production.ts'
import { readSpan } from './span.ts'

const LEAD = token('(?:自|从|在|于)')
const OVER = token('(?:结束|终了|期满|届满)?(?:之日)?(?:以后|之后|后|起)(?:的|,|于|在)*')
const AHEAD = token('(?:结束|终了|期满|届满)?(?:的)?(?:之前|以前|前)')

/** 第三季度前10天: its first days, or those before it? */
const LONG: ReadonlySet<Span['unit']> = new Set(['year', 'halfYear', 'quarter', 'month'])

/** 第三季度结束后20日内, 6月30日后15日内: counted from the end of one named span; rolls as all counts do. */
export const spanEnd: Production = (text, at) => {
  const start = at + skip(LEAD, text, at)
  const found = readSpan(text, start)
  if (!found || found.guess) return null
  if (!found.span.before) {
    const over = skip(OVER, text, found.end)
    const within = over > 0 ? readWithin(text, found.end + over, 'after') : null
    if (within)
      return { rules: [{ type: 'spanEnd', span: found.span, within: within.within }], end: within.end }
  }
  // The limit of 12月31日前5个工作日 is read with the span; the count follows it.
  const ahead = found.span.before ? 0 : skip(AHEAD, text, found.end)
  if (!found.span.before && ahead === 0) return null
  const within = readWithin(text, found.end + ahead, 'before')
  if (!within) return null
  const span = { ...found.span, before: false }
  const rule = { type: 'spanEnd', span, within: within.within } as const
  const long = LONG.has(span.unit) && !span.end && !/[结终届期]/.test(text.slice(start, within.end))
  const notes = long ? [{ code: 'first-or-before', about: text.slice(at, within.end) }] : []
  return { rules: [rule], end: within.end, notes }
}
