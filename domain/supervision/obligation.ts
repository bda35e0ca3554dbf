import type { Actor } from '../actor.ts'
import type { IsoDate } from '../calendar/date.ts'
import { endName, endOfDayExclusive, lastDayBefore, type PlanTime } from '../calendar/time.ts'
import type { CarriedTo } from './acts/closing.ts'
import type { GrantedExtension, PendingExtension } from './acts/extension.ts'
import type { Progress } from './acts/people.ts'
import type { Suspension } from './acts/suspension.ts'
import type { DoneBefore } from './baseline.ts'
import type { Expectation } from './events/expected.ts'
import type { Flag } from './events/facts.ts'
import type { OfficeTold } from './office/clock.ts'
import type { SlipLevel } from './policy.ts'

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

export type ObligationState =
  | 'scheduled'
  | 'open'
  | 'submitted'
  | 'returned'
  | 'suspended'
  | 'completed'
  | 'withdrawn'
  | 'notTriggered'
  | 'carriedOver'

/** 佐证材料 as submitted; files are kept by SHA-256 outside Temporal. */
export interface Evidence {
  readonly doneOn: IsoDate
  readonly submittedAt: PlanTime
  readonly by: Actor
  readonly urls: readonly string[]
  readonly files: readonly { readonly sha256: string; readonly name: string; readonly bytes: number }[]
  readonly note: string | null
  /** 有效期: it is asked for again when it has run out. Absent: it holds for good. */
  readonly validUntil?: IsoDate
  /** The same material was submitted for these too, in one act. */
  readonly sharedWith?: readonly string[]
}

export type Outcome = 'onTime' | 'late'

/** 办理质量, given on acceptance. */
export const GRADES = ['优', '良', '合格'] as const
export type Grade = (typeof GRADES)[number]

export interface Obligation extends PlannedObligation {
  readonly state: ObligationState
  readonly openedOn: IsoDate | null
  /** The document's (or the office's first) date; stays when dueOn is extended. */
  readonly originalDueOn: IsoDate | null
  /** A person set the due date; no calendar moves it. Absent: it follows from the plan's text. */
  readonly dueBy?: 'person'
  /** What the text said when a person set another date. */
  readonly dueInPlan?: IsoDate | null
  /** An amendment left it the date that an earlier text gave: no calendar counts it by the text in force. */
  readonly ofEarlierText?: true
  /** Withdrawn because its event was revoked; comes back with it. */
  readonly revoked?: { readonly eventId: string; readonly on: IsoDate; readonly was: ObligationState } | null
  /** What is asked for when the accepted evidence has run out; null once it has. */
  readonly renewal?: PlannedObligation | null
  /** 请人工核对: its event was corrected or revoked after the fact. */
  readonly flag?: Flag | null
  /** Absent fields: nothing of the kind has happened (also in states of earlier releases). */
  readonly extension?: PendingExtension | null
  readonly extensions?: readonly GrantedExtension[]
  readonly suspension?: Suspension | null
  readonly suspensions?: readonly {
    readonly from: IsoDate
    readonly to: IsoDate
    readonly reason: string
    /** The event that ended it. */
    readonly eventId?: string
  }[]
  readonly undone?: readonly { readonly on: IsoDate; readonly reason: string }[]
  readonly stages?: readonly { readonly on: IsoDate; readonly note: string }[]
  readonly terminated?: {
    readonly on: IsoDate
    readonly reason: string
    readonly was: ObligationState
  } | null
  readonly progress?: readonly Progress[]
  readonly parts?: readonly {
    readonly on: IsoDate
    readonly unit: string
    readonly text: string
    readonly late: boolean
  }[]
  readonly grade?: Grade
  /** 结转: where it goes on. */
  readonly carriedTo?: CarriedTo
  /** How the plan's closing found it; a reopening gives it back. */
  readonly closed?: { readonly on: IsoDate; readonly was: ObligationState }
  /** 催办 by hand of the last day on which there was one. */
  readonly reminded?: { readonly on: IsoDate; readonly times: number }
  /** How far the office was told of what it owes. Absent: nothing yet. */
  readonly told?: OfficeTold
  readonly bornOverdue: boolean
  readonly remindersSent: number
  /** Recorded at the end of dueOn with nothing submitted. */
  readonly overdueSince: IsoDate | null
  readonly slips: readonly {
    readonly level: SlipLevel
    readonly raisedOn: IsoDate
    readonly dueOn: IsoDate
    /** The leads, to all of whom it went. Absent: the lead unit (0.2.0). */
    readonly units?: readonly string[]
    /** Raised while an answer to a request for extension was overdue, and what became of it: a refusal leaves it. */
    readonly unanswered?: 'pending' | 'refused'
    /** A grant took it back on this day. */
    readonly withdrawnOn?: IsoDate
  }[]
  readonly evidence: readonly Evidence[]
  readonly returns: readonly { readonly on: IsoDate; readonly reason: string; readonly reworkOn: IsoDate }[]
  readonly acceptedAt: PlanTime | null
  readonly outcome: Outcome | null
  readonly lateDays: number
  readonly lateWorkdays: number
  /** 迟报: done in time, reported late. Never mixed into lateness. */
  readonly lateReported: boolean
}

export const plannedToLive = (planned: PlannedObligation): Obligation => ({
  ...planned,
  state: planned.doneBefore ? 'completed' : 'scheduled',
  openedOn: null,
  originalDueOn: planned.redated?.from ?? planned.dueOn,
  ...(planned.redated ? { dueBy: 'person' as const, dueInPlan: planned.redated.from } : {}),
  bornOverdue: false,
  remindersSent: 0,
  overdueSince: null,
  slips: [],
  evidence: [],
  returns: [],
  acceptedAt: null,
  outcome: null,
  lateDays: 0,
  lateWorkdays: 0,
  lateReported: false,
})

/** The instant at which an obligation is due, where the text gives one and nobody has moved the date since. */
export const dueInstant = (o: Pick<Obligation, 'dueOn' | 'dueAt'>): PlanTime | null =>
  o.dueAt && o.dueOn === lastDayBefore(o.dueAt) ? o.dueAt : null

/** When nothing more can be on time: that instant, or the end of the due date. */
export const dueEnd = (o: Pick<Obligation, 'dueOn' | 'dueAt'>): PlanTime | null =>
  dueInstant(o) ?? (o.dueOn === null ? null : endOfDayExclusive(o.dueOn))

/** The due date in words, with its hour where it has one. @example '2015-03-03 15:30' */
export const dueName = (o: Pick<Obligation, 'dueOn' | 'dueAt'>): string | null => {
  const at = dueInstant(o)
  return at === null ? o.dueOn : endName(at)
}

/** A due date that a person sets, with what the text had said; the same date is no change. */
export const dueByPerson = (o: Obligation, dueOn: IsoDate | null): Partial<Obligation> =>
  dueOn === o.dueOn
    ? { dueOn }
    : { dueOn, dueBy: 'person', dueInPlan: o.dueBy === 'person' ? o.dueInPlan : o.dueOn }

/** 暂定: no table for a day that its count needed. A date that a person set is firm. */
export const isProvisional = (o: Pick<Obligation, 'provisional' | 'dueBy'>): boolean =>
  o.provisional && o.dueBy !== 'person'

/** The due date that the text gives, whatever a person set. */
export const inText = (o: Obligation): IsoDate | null =>
  o.dueBy !== 'person' ? o.dueOn : o.dueInPlan === undefined ? o.originalDueOn : o.dueInPlan

/** 领导批示 with a date: `3.1/i-1`. */
export const isInstruction = (id: string): boolean => /\/i-\d+$/.test(id)

/** Nothing more will happen to it. */
export const isEnded = (o: Obligation): boolean =>
  o.state === 'completed' ||
  o.state === 'withdrawn' ||
  o.state === 'notTriggered' ||
  o.state === 'carriedOver'

/** The unit owes something: the ladder runs. */
export const isOwed = (o: Obligation): boolean => o.state === 'open' || o.state === 'returned'

export const latestEvidence = (o: Obligation): Evidence | null => o.evidence.at(-1) ?? null

/** Slips that were not taken back. */
export const standingSlips = (o: Pick<Obligation, 'slips'>): Obligation['slips'] =>
  o.slips.filter((slip) => slip.withdrawnOn === undefined)
