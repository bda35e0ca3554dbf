import type { Trigger } from '../rule.ts'
import { lastIndex, NAMED, RECEIVED, RECURRING_ACTS, SINGLE_ACTS } from './acts.ts'
import { allOf } from './all-of.ts'
import { alternativesOf } from './alternatives.ts'

/** Function words that lead in a condition; not the first half of 经济, 自然, 从业, 待遇… */
const LEAD =
  /^(?:待(?!遇)|等到?|经过|经(?!济|营|费|办|贸|信|开|适|纪|验|常)|自(?!然|治|查|评|主|行|贸|愿|身|检|筹|有)|从(?!业|事|严|重)|在(?!建(?!设)|岗|线|校|职|编|册|地|用)|于|当)/
const TRAIL = /(?:[,、:的]|之日|当日|次日|之次日)+$/

/** Trims the function words off a condition. @example bareCondition('待省出台办法') // '省出台办法' */
export const bareCondition = (text: string): string => text.replace(LEAD, '').replace(TRAIL, '')
export const hasLead = (text: string): boolean => LEAD.test(text)

/** The act named last decides whether the condition happens once or keeps happening. */
export function triggerOf(text: string): { readonly trigger: Trigger; readonly doubtful: boolean } {
  const name = bareCondition(text)
  const all = allOf(name)
  // 且 is said of what happens once: the last of them starts it.
  if (all.length > 0)
    return { trigger: { text: name, stream: false, alternatives: [], all }, doubtful: false }
  const plain = name.replace(/《[^》]*》/g, '《》')
  if (/^[每各]/.test(plain) || RECEIVED.test(plain))
    return { trigger: { text: name, stream: true, alternatives: alternativesOf(name) }, doubtful: false }
  const recurring = lastIndex(RECURRING_ACTS, plain)
  const single = lastIndex(SINGLE_ACTS, plain)
  const stream = recurring > single
  const doubtful =
    (recurring < 0 && single < 0) ||
    (!stream && !NAMED.test(plain)) ||
    (stream && single >= 0 && recurring - single < 4)
  return { trigger: { text: name, stream, alternatives: alternativesOf(name) }, doubtful }
}
