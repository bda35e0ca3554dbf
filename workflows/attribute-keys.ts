import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import { clip, clipList } from '../domain/basics/text.ts'
import type { IsoDate } from '../domain/calendar/date.ts'
import { endOfDayExclusive, toEpochMs } from '../domain/calendar/time.ts'
import type { Summary } from '../domain/supervision/phase.ts'

/** Search attributes of the namespace (docs/operations.md); set when a measure starts, upserted only when they change. */
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
  readonly dueOn: IsoDate | null
}

/** SQL visibility keeps 255 characters of a keyword. */
const KEYWORD_BYTES = 240
/** The server takes 2,048 bytes of one attribute's value, quotes and commas among them, and fails the task for more. */
const LIST_BYTES = 1_200

/** Text as the list takes it: a longer one would be refused with all the rest. */
export const keyword = (text: string): string => clip(text, KEYWORD_BYTES)

export const shownOf = (summary: Summary, phaseName: string): Shown => ({
  state: phaseName,
  waitingFor: clipList(summary.waitingFor.map(keyword), LIST_BYTES),
  dueOn: summary.shownDueOn,
})

/** The last second of the due date in Shanghai: shown as that date, where the exclusive end would show the next. */
export const dueInstant = (dueOn: IsoDate): Date => new Date(toEpochMs(endOfDayExclusive(dueOn)) - 1000)
