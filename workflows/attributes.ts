import type { SearchAttributeUpdatePair } from '@temporalio/common'
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import { upsertSearchAttributes } from '@temporalio/workflow'
import { endOfDayExclusive, toEpochMs } from '../domain/calendar/time.ts'
import type { Summary } from '../domain/supervision/phase.ts'

export const KEYS = {
  plan: defineSearchAttributeKey('DubanPlan', SearchAttributeType.KEYWORD),
  measure: defineSearchAttributeKey('DubanMeasure', SearchAttributeType.KEYWORD),
  unit: defineSearchAttributeKey('DubanUnit', SearchAttributeType.KEYWORD),
  state: defineSearchAttributeKey('DubanState', SearchAttributeType.KEYWORD),
  waitingFor: defineSearchAttributeKey('DubanWaitingFor', SearchAttributeType.KEYWORD_LIST),
  dueAt: defineSearchAttributeKey('DubanDueAt', SearchAttributeType.DATETIME),
} as const

/** What the list of workflows shows. */
export interface Shown {
  readonly state: string
  readonly waitingFor: readonly string[]
  readonly dueOn: string | null
}

export const shownOf = (summary: Summary, phaseName: string): Shown => ({
  state: phaseName,
  waitingFor: summary.waitingFor,
  dueOn: summary.dueOn,
})

export const dueInstant = (dueOn: string): Date => new Date(toEpochMs(endOfDayExclusive(dueOn as never)))

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
