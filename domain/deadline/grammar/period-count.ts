import type { Every, Within } from '../rule.ts'
import { skip, token } from '../tokens.ts'
import { readAnchors } from './anchor.ts'
import { readWithin } from './count.ts'

const OVER = token('(?:度?(?:结束|终了|终止|期满|届满|完结|完)(?:之日)?|末|底)?(?:的|,)?')
const AFTER = token('(?:以后|之后|后|起|之日起|之日)(?:的|,|起|于|在)*')
const AHEAD = token('(?:之前|以前|前)(?:的)?')
const OVER_WORD = token('(?:度?(?:结束|终了|终止|期满|届满|底|末)(?:之日)?(?:的)?)')
const NEXT_FIRST = token('的?次(?:月|年|季度?|周)(?:首月)?[1一壹][日号]起(?:的|,|于|在)*')

/** 结束后 before 次月10日: said twice, meant once. */
export function skipOver(text: string, at: number, every: Every): number {
  const over = skip(OVER_WORD, text, at)
  if (over === 0) return at
  const after = at + over + skip(AFTER, text, at + over)
  const found = after > at + over ? readAnchors(text, after, every) : null
  return found !== null && found !== 'nonsense' && found.next ? after : at
}

/** Counted from a period's end: 结束后20日内, 终了前5日, 次月1日起10日内. */
export function readCounted(
  text: string,
  at: number,
): { readonly within: Within; readonly end: number } | null {
  const first = skip(NEXT_FIRST, text, at)
  if (first > 0) return readWithin(text, at + first, 'after')
  const over = skip(OVER, text, at)
  const after = skip(AFTER, text, at + over)
  if (after > 0) return readWithin(text, at + over + after, 'after')
  const ended = skip(OVER_WORD, text, at)
  if (ended === 0) return null
  const ahead = skip(AHEAD, text, at + ended)
  const within = readWithin(text, at + ended + ahead, ahead > 0 ? 'before' : 'after')
  if (!within) return null
  if (ahead > 0) return within
  const limit = skip(AHEAD, text, within.end)
  if (limit > 0) return { within: { ...within.within, direction: 'before' }, end: within.end + limit }
  return within.closed ? within : null
}
