import type { Actor } from '../../basics/actor.ts'
import type { PlanClock } from '../../calendar/clock.ts'
import type { IsoDate } from '../../calendar/date.ts'
import type { PlanTime } from '../../calendar/time.ts'
import type { Baseline, BaselineMode } from '../../plan/baseline.ts'
import type { SupervisionPolicy } from '../../policy/policy.ts'
import type { AcceptedReading } from '../../reading/questions.ts'

/** 起点 as it was set when the plan started; `counts` of the dates that were past. */
export interface StartBaseline extends Baseline {
  readonly counts: Readonly<Record<BaselineMode, number>>
}

/** Who does something to a plan, as which act, and when in plan time. */
export interface By {
  readonly actor: Actor
  readonly actId: string
  readonly at: PlanTime | null
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

/** A compiled plan, put into the blob store by the client. */
export interface ImportRequest {
  readonly document: string
  /** 督办规则. Absent: as they were, else the default. */
  readonly policy?: SupervisionPolicy
  /** 督查机构. Absent: imported by 0.2.0. */
  readonly offices?: readonly string[]
}

/** How a plan is started. */
export interface StartRequest {
  readonly clock: PlanClock
  readonly startOn: IsoDate
  readonly acceptedReview: readonly string[]
  /** The same, in full. Absent in ledgers of earlier releases. */
  readonly accepted?: readonly AcceptedReading[]
  /** What was said of dates past at the start, and of how many. Absent: none were, or nothing was said. */
  readonly baseline?: StartBaseline
}

/** A revised document, compiled and compared (amendment/amend.ts). */
export interface AmendRequest {
  /** SHA-256 of the amended plan, put into the blob store by the client. */
  readonly document: string
  /** The document it was compared with: another amendment in between makes the comparison worthless. */
  readonly from: string
  /** New document's number → number under which the measure runs, where they differ. */
  readonly numbers: Readonly<Record<string, string>>
  readonly counts: { readonly changed: number; readonly added: number; readonly withdrawn: number }
  /** 文号 of the amendment. */
  readonly reference: string | null
  readonly reason: string | null
  readonly accepted?: readonly AcceptedReading[]
}

export interface Reopening {
  readonly reason: string
  /** Measures of next plans (方案 编号) on which somebody has worked: they stay there. Absent: none. */
  readonly leave?: readonly string[]
}

type AnyBody = { readonly kind: string }

export type EventStep<B extends AnyBody = AnyBody> =
  | { readonly type: 'already'; readonly eventId: string }
  | {
      readonly type: 'event'
      /**
       * What the event's own measures are told; `none`: nothing changes for them. `expect`, `unexpect`: of a planned
       * event, what is due before it.
       */
      readonly kind: 'event' | 'correct' | 'revoke' | 'restore' | 'expect' | 'unexpect' | 'none'
      readonly eventId: string
      readonly facts: readonly B[]
    }

/** What the plan's workflow has to carry out; `record`: it writes down what happened, and that is all. */
export type PlanStep<B extends AnyBody = AnyBody> =
  | EventStep<B>
  | { readonly type: 'record'; readonly facts: readonly B[] }
  | ({ readonly type: 'import' } & ImportRequest)
  | { readonly type: 'policy'; readonly policy: SupervisionPolicy; readonly reason: string | null }
  | ({ readonly type: 'start' } & StartRequest)
  | { readonly type: 'advance'; readonly to: PlanTime }
  | ({ readonly type: 'amend' } & AmendRequest)
  | { readonly type: 'calendar'; readonly version: string }
  | { readonly type: 'close'; readonly reason: string | null; readonly yearEnd: YearEnd | null }
  | ({ readonly type: 'reopen' } & Reopening)
