import type { Actor } from '../../actor.ts'
import type { IsoDate } from '../../calendar/date.ts'
import type { PlanTime } from '../../calendar/time.ts'
import type { PlanClock } from '../../clock.ts'
import type { SupervisionPolicy } from '../../supervision/policy.ts'
import type { BulletinInput } from '../bulletins.ts'
import type { AcceptedReading, PlanFactBody, StartBaseline } from '../facts.ts'
import type { EventReport, Proposal } from '../plan-event.ts'

/** What may happen to an event after it was reported. */
export type EventInput =
  | {
      readonly type: 'correct'
      readonly eventId: string
      /** null: as before. */
      readonly effectiveOn: IsoDate | null
      /** The instant on that day. Absent: as it was. */
      readonly effectiveAt?: PlanTime | null
      readonly dueOn: IsoDate | null
      readonly document: string | null
      /** Taken away by the correction. */
      readonly cleared?: readonly ('dueOn' | 'document')[]
      readonly reason: string | null
    }
  | { readonly type: 'revoke'; readonly eventId: string; readonly reason: string | null }
  | { readonly type: 'restore'; readonly eventId: string; readonly reason: string | null }
  | { readonly type: 'assign'; readonly eventId: string; readonly condition: string }

export type EventStep =
  | { readonly type: 'already'; readonly eventId: string }
  | {
      readonly type: 'event'
      /**
       * What the event's own measures are told; `none`: nothing changes for them. `expect`, `unexpect`: of a planned
       * event, what is due before it.
       */
      readonly kind: 'event' | 'correct' | 'revoke' | 'restore' | 'expect' | 'unexpect' | 'none'
      readonly eventId: string
      readonly facts: readonly PlanFactBody[]
    }

export type PlannedInput =
  | ({ readonly type: 'plan'; readonly expectedOn: IsoDate } & Pick<
      EventReport,
      'condition' | 'dueOn' | 'title' | 'document' | 'measures'
    >)
  | {
      readonly type: 'move'
      readonly plannedId: string
      readonly expectedOn: IsoDate
      readonly reason: string | null
    }
  | { readonly type: 'cancel'; readonly plannedId: string; readonly reason: string | null }
  | {
      readonly type: 'confirm'
      readonly plannedId: string
      /** null: on the day it was planned for. */
      readonly effectiveOn: IsoDate | null
      readonly document: string | null
      readonly url: string | null
    }

export interface SubscribeInput {
  readonly type: 'subscribe'
  readonly condition: string
  readonly no: string
}

/** What the office decides when it closes a plan; ids are those of obligations. */
export interface YearEnd {
  /** The plan into which open work is carried over; null: it stays unfinished. */
  readonly carryTo: string | null
  /** Conditions that have not come are waited for in that plan too. */
  readonly carryWaits: boolean
  /** The date of everything carried over that has none of its own in `dueOns`. */
  readonly dueOn: IsoDate | null
  readonly dueOns: Readonly<Record<string, IsoDate>>
  /** Obligations that are not to be done any more, with the reason. */
  readonly terminate: Readonly<Record<string, string>>
}

export interface By {
  readonly actor: Actor
  readonly actId: string
  readonly at: PlanTime | null
}

/** A compiled plan, put into the blob store by the client. */
export interface ImportRequest {
  readonly document: string
  /** 督办规则. Absent: as they were, else the default. */
  readonly policy?: SupervisionPolicy
  /** 督查机构. Absent: imported by 0.2.0. */
  readonly offices?: readonly string[]
}

/** A revised document, compiled and compared (amendment/amend.ts). */
export interface AmendRequest {
  /** SHA-256 of the amended plan, put into the blob store by the client. */
  readonly document: string
  /** The document it was compared with: another amendment in between makes the comparison worthless. */
  readonly from: string
  readonly numbers: Readonly<Record<string, string>>
  readonly counts: { readonly changed: number; readonly added: number; readonly withdrawn: number }
  readonly reference: string | null
  readonly reason: string | null
  readonly accepted?: readonly AcceptedReading[]
}

/** Everything that can move a plan. */
export type PlanInput = By &
  (
    | ({ readonly type: 'import' } & ImportRequest)
    | { readonly type: 'policy'; readonly policy: SupervisionPolicy; readonly reason: string | null }
    | {
        readonly type: 'start'
        readonly clock: PlanClock
        readonly startOn: IsoDate
        readonly acceptedReview: readonly string[]
        readonly accepted?: readonly AcceptedReading[]
        readonly baseline?: StartBaseline
      }
    | ({ readonly type: 'report' } & EventReport)
    /** `keepAll`: nothing of it is dropped. Absent: by the rules of release 0.1.0, by which its histories replay. */
    | {
        readonly type: 'signal'
        readonly signal: unknown
        readonly keepAll?: true
        /** By its table. Absent: as releases before 0.3.0 read it. */
        readonly parsed?: true
      }
    | EventInput
    | PlannedInput
    | SubscribeInput
    | ({ readonly type: 'propose' } & Proposal)
    | { readonly type: 'delete' }
    | { readonly type: 'advance'; readonly to: PlanTime }
    | ({ readonly type: 'amend' } & AmendRequest)
    | { readonly type: 'calendar'; readonly version: string }
    | { readonly type: 'close'; readonly reason: string | null; readonly yearEnd?: YearEnd }
    | ({ readonly type: 'reopen' } & Reopening)
    | BulletinInput
  )

/** What the plan's workflow has to carry out. */
export type PlanStep =
  | EventStep
  | ({ readonly type: 'import' } & ImportRequest)
  | { readonly type: 'policy'; readonly policy: SupervisionPolicy; readonly reason: string | null }
  | {
      readonly type: 'start'
      readonly clock: PlanClock
      readonly startOn: IsoDate
      readonly acceptedReview: readonly string[]
      readonly accepted?: readonly AcceptedReading[]
      readonly baseline?: StartBaseline
    }
  | { readonly type: 'delete' }
  | { readonly type: 'advance'; readonly to: PlanTime }
  | ({ readonly type: 'amend' } & AmendRequest)
  | { readonly type: 'calendar'; readonly version: string }
  | { readonly type: 'close'; readonly reason: string | null; readonly yearEnd: YearEnd | null }
  | ({ readonly type: 'reopen' } & Reopening)
  | BulletinInput

export interface Reopening {
  readonly reason: string
  /** Measures of next plans (方案 编号) on which somebody has worked: they stay there. Absent: none. */
  readonly leave?: readonly string[]
}
