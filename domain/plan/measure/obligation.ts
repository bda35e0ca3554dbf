import type { IsoDate } from '../../calendar/date.ts'
import type { PlanTime } from '../../calendar/time.ts'
import type { Grade, SlipLevel } from '../../policy/levels.ts'
import type {
  CarriedTo,
  Flag,
  GrantedExtension,
  OfficeTold,
  PendingExtension,
  Progress,
  Suspension,
  Unsigned,
} from './marks.ts'
import type { Evidence, PlannedObligation } from './planned.ts'

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

export type Outcome = 'onTime' | 'late'

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
  readonly unsigned?: Unsigned | null
  /** 不予审签 of the unit's head. */
  readonly signRefused?: readonly { readonly on: IsoDate; readonly reason: string }[]
  readonly suspension?: Suspension | null
  readonly suspensions?: readonly {
    readonly from: IsoDate
    readonly to: IsoDate
    readonly reason: string
    /** The event that ended it. */
    readonly eventId?: string
  }[]
  readonly undone?: readonly { readonly on: IsoDate; readonly reason: string }[]
  /** 抽查核实. */
  readonly checks?: readonly {
    readonly on: IsoDate
    readonly finding: '属实' | '不实'
    readonly text: string
    readonly urls: readonly string[]
    readonly files: Evidence['files']
  }[]
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
