import type { IsoDate } from '../calendar/date.ts'

/** Time units a deadline counts in. halfMonth is 15 days (民法典 has no half month; deadline-rules §3). */
export type CountUnit =
  | 'minute'
  | 'hour'
  | 'day'
  | 'workday'
  | 'week'
  | 'halfMonth'
  | 'month'
  | 'halfYear'
  | 'year'
export type Every = 'day' | 'week' | 'month' | 'quarter' | 'halfYear' | 'year'

export type ClauseKind =
  | 'fixed'
  | 'window'
  | 'startOnly'
  | 'recurring'
  | 'afterEvent'
  | 'onEvent'
  | 'external'
  | 'continuous'
  | 'vague'
  | 'planDefault'

/** 触发条件 as one clause names it. A stream opens an obligation for every report, not only for the first. */
export interface Trigger {
  readonly text: string
  readonly stream: boolean
  /** "审批或核准" → ['审批', '核准']; a report of either one wakes the clause. Empty when there is one way only. */
  readonly alternatives: readonly string[]
}

/** "后20日内" → { count: 20, unit: 'day', direction: 'after', notBeforeCount: null }; "15-20日内" has notBeforeCount 15. */
export interface Within {
  readonly count: number
  readonly unit: CountUnit
  readonly direction: 'after' | 'before'
  readonly notBeforeCount: number | null
}

/** One date on which one obligation of a clause is due. */
export interface Occurrence {
  /** Period id (`2015-Q2`, `2015-07`, `2015-W27`) the occurrence reports on; null outside recurring clauses. */
  readonly period: string | null
  readonly notBefore: IsoDate | null
  readonly dueOn: IsoDate | null
  /** Computed past the published calendars: an estimate, never presented as certain. */
  readonly provisional: boolean
  /** A check-in of Duban's policy, not a date of the document. */
  readonly policy: boolean
  /** Already past on the issue date: opens nothing by itself (a review item asks). */
  readonly beforeIssue: boolean
  /** Chinese steps a clerk can check: day zero, counted, skipped, rolled, law or policy. */
  readonly why: readonly string[]
}

/** A clause of a deadline, compiled: the rule in a form that can be printed, and its dates. */
export interface Clause {
  readonly text: string
  readonly kind: ClauseKind
  readonly trigger: Trigger | null
  readonly within: Within | null
  readonly every: Every | null
  readonly covers: 'previous' | 'current' | null
  readonly milestone: string | null
  /** "25日前": policy reads it inclusive, and reminders aim at the day before (note before-inclusive). */
  readonly beforeInclusive: boolean
  /** The full rule as data; opaque to other rooms, used by occurrencesOf and occurrenceAfterEvent. */
  readonly rule: DeadlineRule
  readonly occurrences: readonly Occurrence[]
}

/** Replaced by the compiler's own discriminated union (domain/deadline/grammar). */
export interface DeadlineRule {
  readonly type: string
  readonly [field: string]: unknown
}

export type Severity = 'confirm' | 'note'

/** 待确认事项: something read in one of several possible ways, shown and never silently settled. */
export interface ReviewItem {
  readonly code: string
  readonly severity: Severity
  readonly message: string
}

export interface Unparsed {
  readonly start: number
  readonly end: number
  readonly text: string
}

export interface CompiledDeadline {
  readonly text: string
  readonly clauses: readonly Clause[]
  readonly review: readonly ReviewItem[]
  readonly unparsed: readonly Unparsed[]
}

/** What the compiler may know beside the text. All dates are Asia/Shanghai civil dates. */
export interface DeadlineContext {
  readonly planYear: number | null
  readonly issuedOn: IsoDate | null
  /** Gives the dates of afterEvent and onEvent clauses when the event's date is known. */
  readonly eventOn?: IsoDate | null
  /** The last dueOn listed; without it the occurrences of the plan's year (deadline-rules §3, last rule). */
  readonly until?: IsoDate | null
  /** The measure's own text: 上个月 in it decides what a bare 每月 covers. */
  readonly measure?: string | null
}
