import type { SearchAttributeUpdatePair } from '@temporalio/common'
import { upsertSearchAttributes } from '@temporalio/workflow'
import { dueInstant, KEYS, keyword, type Shown } from './attribute-keys.ts'

/** Sets the attributes that changed; each upsert is an event, and an empty one would fail the task for ever. */
export function show(before: Shown | null, now: Shown): Shown {
  const pairs: SearchAttributeUpdatePair[] = []
  if (before?.state !== now.state) pairs.push({ key: KEYS.state, value: now.state })
  if (before?.waitingFor.join('|') !== now.waitingFor.join('|'))
    pairs.push({ key: KEYS.waitingFor, value: now.waitingFor.length > 0 ? [...now.waitingFor] : null })
  if ((before?.dueOn ?? null) !== now.dueOn)
    pairs.push({ key: KEYS.dueAt, value: now.dueOn === null ? null : dueInstant(now.dueOn) })
  if (pairs.length > 0) upsertSearchAttributes(pairs)
  return now
}

/** The lead unit changed with an amendment. */
export const showUnit = (unit: string): void =>
  upsertSearchAttributes([{ key: KEYS.unit, value: keyword(unit) }])
