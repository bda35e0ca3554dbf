import {
  date,
  type FieldsOf,
  id,
  LONGEST_REFERENCE,
  LONGEST_TITLE,
  LONGEST_URL,
  list,
  moment,
  optional,
  text,
  words,
} from './field.ts'

/** What anyone may send from the Temporal UI or CLI as the signal 触发事件 of a plan. */
export interface EventSignal {
  readonly condition: string
  /** A date or an instant; the day on which it comes where it is left out. */
  readonly effectiveOn?: string
  readonly eventId?: string
  readonly dueOn?: string
  readonly title?: string
  readonly document?: string
  readonly url?: string
  readonly measures?: readonly string[]
  /** Who sends it, as it says itself. */
  readonly by?: string
  /** The measure that handed it on to its plan. */
  readonly via?: string
}

export const SIGNAL: FieldsOf<EventSignal> = {
  condition: words('条件', 1_000),
  effectiveOn: optional(moment('生效日期')),
  eventId: optional(id('事件编号')),
  dueOn: optional(date('到期日')),
  title: optional(text('标题', LONGEST_TITLE)),
  document: optional(text('文号', LONGEST_REFERENCE)),
  url: optional(text('链接', LONGEST_URL)),
  measures: optional(list('措施', id('措施编号'), 2_000)),
  by: optional(text('报告人', LONGEST_REFERENCE)),
  via: optional(text('转来的措施', LONGEST_REFERENCE)),
}
