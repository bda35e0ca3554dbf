import type { Trigger } from '../rule.ts'
import {
  keepsComing,
  lastIndex,
  NAMED,
  ONE_OF_ITS_KIND,
  RECEIVED,
  RECURRING_ACTS,
  SINGLE_ACTS,
} from './acts.ts'
import { allOf } from './all-of.ts'
import { alternativesOf } from './alternatives.ts'
import { bareCondition } from './bare-condition.ts'

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
  const alternatives = alternativesOf(name)
  if (doubtful && keepsComing(plain))
    return { trigger: { text: name, stream: true, alternatives }, doubtful: false }
  // 首次审批: its number says once, whatever its act.
  if (doubtful && ONE_OF_ITS_KIND.test(plain))
    return { trigger: { text: name, stream: false, alternatives }, doubtful: false }
  return { trigger: { text: name, stream, alternatives }, doubtful }
}
