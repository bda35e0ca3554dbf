import type { Actor } from '../../basics/actor.ts'
import type { IsoDate } from '../../calendar/date.ts'
import type { PlanTime } from '../../calendar/time.ts'
import type { OfficeDays } from '../../policy/policy.ts'
import type { Evidence, Ladder } from './planned.ts'

/** Where something that was carried over (结转) goes on. */
export interface CarriedTo {
  readonly planId: string
  readonly no: string
}

/** A request on the desk: while it lies there the ladder stands still. */
export interface PendingExtension {
  readonly askedOn: IsoDate
  readonly dueOn: IsoDate
  readonly reason: string
  readonly by: Actor
}

/** 待审签: evidence that the unit's head has not let go to the office yet. */
export interface Unsigned {
  readonly evidence: Evidence
  readonly on: IsoDate
  /** Working days that the head has, as the rule was when it was handed in. */
  readonly days: number
  /** How far the head was told. Absent: of the submission alone. */
  readonly told?: 'remind' | 'lapse'
}

export interface GrantedExtension {
  readonly on: IsoDate
  readonly from: IsoDate | null
  readonly dueOn: IsoDate
}

export interface Progress {
  readonly on: IsoDate
  readonly percent: number
  readonly text: string
  readonly by: string
}

/** 待X后恢复: the event with which a suspension ends by itself, and the date that holds then. */
export interface ResumeWith {
  readonly conditionId: string
  readonly text: string
  /** As for a resumption by hand: a new date, or the old one; a counted period goes on with what was left. */
  readonly dueOn: IsoDate | null
  readonly keepDue: boolean
}

export interface Suspension {
  readonly on: IsoDate
  readonly reason: string
  readonly ground: string | null
  readonly reviewOn: IsoDate
  readonly reviewed: boolean
  readonly was: 'open' | 'returned'
  readonly until?: ResumeWith
}

/** An obligation's dates as an event's own dates give them now. */
export interface EventChange {
  readonly obligationId: string
  readonly from: IsoDate | null
  readonly dueOn: IsoDate | null
  readonly dueAt?: PlanTime
  readonly ladder: Ladder | null
  readonly why: readonly string[]
  /** Absent (release 0.1.0): as before. */
  readonly opensOn?: IsoDate
  readonly notBefore?: IsoDate | null
  readonly provisional?: boolean
  /** A person set the due date: it stays, only the first date follows the event. */
  readonly keepsDue?: boolean
}

/** Why somebody has to look at an obligation: what opened it was corrected or revoked after the fact. */
export interface Flag {
  readonly on: IsoDate
  readonly eventId: string
  readonly because: 'corrected' | 'revoked'
  readonly wouldBe?: EventChange
  /** What the text gave before the correction; when it gives that again there is nothing to look at. */
  readonly before?: IsoDate | null
}

/** What the office owes an answer to. */
export type OfficeWaitKind = keyof OfficeDays

/** How far the office was told of what it owes now. */
export interface OfficeTold {
  readonly wait: OfficeWaitKind
  readonly step: 'remind' | 'lapse'
  /** The day on which it was asked. */
  readonly since: IsoDate
}

export type OfficeStarts = Partial<Readonly<Record<OfficeWaitKind, OfficeStart>>>

/** Since when a clock of the office goes by its present rule; `anew`: there was none before. */
export interface OfficeStart {
  readonly on: IsoDate
  readonly anew: boolean
}
