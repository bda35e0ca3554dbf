import type { IsoDate } from '../calendar/date.ts'
import type { PlanTime } from '../calendar/time.ts'

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
  /** "省出台办法且市人大批准" → both; it has come when all have. Absent: one way, or any of the alternatives. */
  readonly all?: readonly string[]
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
  /** Period id (`2015-Q2`, `2015-07`, `2015-W27`) the occurrence reports on; null where none is. */
  readonly period: string | null
  readonly notBefore: IsoDate | null
  readonly dueOn: IsoDate | null
  /**
   * The instant, where the text counts in hours or minutes or names an hour (24小时内, 15日17时前): the exclusive end,
   * 24:00 being the next day's 00:00. Absent where only the date binds.
   */
  readonly dueAt?: PlanTime
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
  readonly rule: DeadlineRule
  readonly occurrences: readonly Occurrence[]
}

/**
 * What a date in words is relative to: 今年 { year, 0 }, 下月 { month, 1 }; chain: 次年 after a printed year (offset 1), and a
 * weekday or a day of the month alone, the next one (offset 0).
 */
export interface Relative {
  readonly unit: 'year' | 'quarter' | 'month' | 'week' | 'chain'
  readonly offset: number
}

export type SpanUnit =
  | 'year'
  | 'halfYear'
  | 'quarter'
  | 'month'
  | 'tenDays'
  | 'monthStart'
  | 'week'
  | 'workday'
  | 'day'
  | 'festival'
  | 'issue'

/** A named span of the calendar: 2018年, 上半年, 三季度, 3月, 3月上旬, 3月5日, as far as the text says it. */
export interface Span {
  readonly unit: SpanUnit
  /** Printed year; null when the text leaves it to the plan. */
  readonly year: number | null
  readonly relative: Relative | null
  /**
   * Half 1–2, quarter 1–4, 上旬/中旬/下旬 1–3 and 上半月/下半月 4–5, festival (festivals.ts); N-th working day (-1 the last); N-th
   * week of a year or month (-1 the last), N × 10 + 100 for the N-th weekday of a month (190 the last); null otherwise.
   */
  readonly part: number | null
  readonly month: number | null
  /** Day of month, or weekday 1–7 where the unit is a week. */
  readonly day: number | null
  /** 底, 末: its end is named. */
  readonly end: boolean
  /** 前: by then at the latest. */
  readonly before: boolean
  /** HH:mm where the text names an hour. */
  readonly clock: string | null
}

/** A place inside a period. */
export interface Place {
  /** 首月 1, 末月 -1, 第N个月 N, a month of the year; null: the period's own (last) month. */
  readonly month: number | null
  readonly at: 'day' | 'end' | 'tenDays' | 'start' | 'weekday' | 'workday' | 'nthWeekday'
  /**
   * Day of month, 旬 1–3, weekday 1–7, N-th working day (-1 the last), N-th weekday as N × 10 + weekday (9x the last:
   * 25 is the second Friday); null for end and start.
   */
  readonly number: number | null
  /** 次年: in the period after. Only as the end of a window over New Year. */
  readonly next: boolean
}

/** Where in a period a recurring deadline falls. */
export interface Anchor {
  readonly place: Place
  /** 1-5日: not before this place. */
  readonly from: Place | null
  readonly before: boolean
  readonly half: 'morning' | 'afternoon' | null
  readonly clock: string | null
}

export interface Quota {
  readonly count: number
  /** 至少, 不少于, 以上. */
  readonly atLeast: boolean
}

/** 遇节假日顺延, 提前: the text itself moves a fixed date off a rest day; null: it stays (deadline-rules §1). */
export type Rolls = 'forward' | 'backward' | null

export interface RecurringRule {
  readonly type: 'recurring'
  readonly every: Every
  /** 2 for every other period. */
  readonly interval: number
  /** 每个工作日: rest days are left out. */
  readonly workdaysOnly: boolean
  readonly covers: 'previous' | 'current'
  /** Empty: the period's end (policy). Several: one date each. */
  readonly anchors: readonly Anchor[]
  /** Counted from the end of the period (day 0), after it or before it. */
  readonly counted: Within | null
  readonly quota: Quota | null
  readonly since: Span | null
  readonly until: Span | null
  readonly rolls: Rolls
}

/** A deadline as a rule, independent of any year: what the grammar yields and `print` says in canonical Chinese. */
export type DeadlineRule =
  | { readonly type: 'dates'; readonly spans: readonly Span[]; readonly rolls: Rolls }
  | { readonly type: 'window'; readonly from: Span; readonly to: Span }
  | { readonly type: 'start'; readonly from: Span }
  /** Counted from the end of one named span: 第三季度结束后20日内. */
  | { readonly type: 'spanEnd'; readonly span: Span; readonly within: Within }
  | RecurringRule
  | {
      readonly type: 'event'
      readonly trigger: Trigger
      readonly within: Within | null
      /** 届满前三十日内: the days before the event are a window that ends with it. */
      readonly window: boolean
      /** The event is the issue of the plan itself, so its date is known. */
      readonly issue: boolean
      /** 次日17时前: the hour of the last day. Absent where none is named. */
      readonly clock?: string
    }
  | { readonly type: 'external'; readonly trigger: Trigger }
  | { readonly type: 'continuous'; readonly wholeYear: boolean; readonly aroundTheClock: boolean }
  /** `bounded`: a limit stands beside it (即知即改，6月底前), and that one counts. */
  | { readonly type: 'vague'; readonly word: string; readonly bounded?: true }
  | { readonly type: 'none' }

export type Severity = 'confirm' | 'note'

/** 待确认事项: something read in one of several possible ways, shown and never silently settled. */
export interface ReviewItem {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  /** The wording of the source, or the date, that it speaks of: what the question is known by. Absent: of nothing in particular. */
  readonly about?: string
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

export interface FestivalDays {
  readonly first: IsoDate
  readonly last: IsoDate
}

/** A working day found by counting inside a month. */
export interface NthWorkday {
  readonly date: IsoDate
  readonly provisional: boolean
}

/** What the compiler may know beside the text. All dates are Asia/Shanghai civil dates. */
export interface DeadlineContext {
  readonly planYear: number | null
  readonly issuedOn: IsoDate | null
  /** Gives the dates of afterEvent and onEvent clauses when the event's date is known. */
  readonly eventOn?: IsoDate | null
  /** Its instant, where that is known: hours count from it. Gives `eventOn` too when that is left out. */
  readonly eventAt?: PlanTime | null
  /** The last dueOn listed; without it the occurrences of the plan's year (deadline-rules §3, last rule). */
  readonly until?: IsoDate | null
  /** First and last day of a festival (festivals.ts) in a year; null where the notice is not published. */
  readonly festival?: (part: number, year: number) => FestivalDays | null
  /** The N-th working day of a month, -1 the last. */
  readonly workday?: (year: number, month: number, n: number) => NthWorkday | null
  /** The measure's own text: 上个月 in it decides what a bare 每月 covers. */
  readonly measure?: string | null
}

export type EventRule = Extract<DeadlineRule, { type: 'event' }>
