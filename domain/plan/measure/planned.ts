import type { Actor } from '../../basics/actor.ts'
import type { IsoDate } from '../../calendar/date.ts'
import type { PlanTime } from '../../calendar/time.ts'
import type { SlipLevel } from '../../policy/levels.ts'

/**
 * The dates of one obligation's reminders and slips. They need a calendar, so they are computed outside the
 * workflow (at import or in an activity) and arrive as data with the calendar's version.
 */
export interface Ladder {
  readonly reminders: readonly { readonly on: IsoDate; readonly before: number }[]
  readonly slips: readonly { readonly level: SlipLevel; readonly on: IsoDate }[]
  readonly lateReportAfter: IsoDate
  readonly calendar: string
  /** A date lies past the published calendars. */
  readonly provisional: boolean
  /** The day on which a person set the date, from which it counts. Absent: from the opening, or the return. */
  readonly from?: IsoDate
}

/** 佐证材料 as submitted; files are kept by SHA-256 outside Temporal. */
export interface Evidence {
  readonly doneOn: IsoDate
  readonly submittedAt: PlanTime
  readonly by: Actor
  readonly urls: readonly string[]
  readonly files: readonly { readonly sha256: string; readonly name: string; readonly bytes: number }[]
  readonly note: string | null
  /** 审签: when the unit's head let it go to the office, and who that was. Absent: no rule asked for it. */
  readonly signedAt?: PlanTime
  readonly signedBy?: Actor
  /** 有效期: it is asked for again when it has run out. Absent: it holds for good. */
  readonly validUntil?: IsoDate
  /** The same material was submitted for these too, in one act. */
  readonly sharedWith?: readonly string[]
}

/** 启动前已办结: done before the plan was supervised, with what there is to show for it. */
export interface DoneBefore {
  readonly doneOn: IsoDate | null
  readonly urls: readonly string[]
  readonly files: Evidence['files']
  readonly note: string | null
}

/**
 * X前: what has to be done before something happens opens with the day on which that is expected. Its date is provisional
 * and moves with that day; it is reminded of, and never overdue before the event is confirmed. When the day goes by
 * unconfirmed the office is asked.
 */
export interface Expectation {
  readonly plannedId: string
  readonly on: IsoDate
  /** Days on which the office is asked whether it has happened. */
  readonly asks: readonly IsoDate[]
  /** How many of them are over. Absent: none. */
  readonly asked?: number
}

/** 应办事项 before it opens: one deliverable with one due date. */
export interface PlannedObligation {
  /** Stable and readable: `5.1/ev-a`, `10.2/2015-Q2`, `3.5/2015-07`. */
  readonly id: string
  /** Position of the clause in the measure's deadline, from 1. */
  readonly clause: number
  readonly period: string | null
  readonly eventId: string | null
  /** What the unit is asked to show, in Chinese. */
  readonly ask: string
  readonly opensOn: IsoDate
  readonly notBefore: IsoDate | null
  readonly dueOn: IsoDate | null
  /** The instant, where hours were counted or an hour is named. Binds only while it lies on `dueOn`: see `dueInstant`. */
  readonly dueAt?: PlanTime | null
  readonly provisional: boolean
  readonly policy: boolean
  readonly milestone: string | null
  /** A counted period (后20日内, 后5个工作日内): it stands still while suspended. Absent: a fixed date. */
  readonly counts?: 'day' | 'workday'
  /** The obligation whose evidence ran out; this one asks for it again. */
  readonly renews?: string
  /** X前: opened by the day on which its event is expected; null once that has come. Absent: it hangs on no such day. */
  readonly expected?: Expectation | null
  /** 启动前已办结: it is over before it began, outside on-time share and score. */
  readonly doneBefore?: DoneBefore
  /** Chased from the start of the plan by a new date; what the text said stays to be seen. */
  readonly redated?: { readonly from: IsoDate | null }
  readonly why: readonly string[]
  /** null while there is no due date. */
  readonly ladder: Ladder | null
}
