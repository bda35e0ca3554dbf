import type { Actor } from '../actor.ts'
import type { IsoDate } from '../calendar/date.ts'
import type { WorkdayStrip } from '../calendar/strip.ts'
import type { PlanTime } from '../calendar/time.ts'
import type { ClauseKind } from '../deadline/rule.ts'
import type { CarriedFrom } from '../plan/plan.ts'
import type { AcknowledgeClock, AcknowledgeFact } from './acknowledge.ts'
import type { ClosingFact } from './acts/closing.ts'
import type { EndingFact } from './acts/ending.ts'
import type { ExtensionFact } from './acts/extension.ts'
import type { PeopleFact } from './acts/people.ts'
import type { SuspensionFact } from './acts/suspension.ts'
import type { CarriedWork } from './carried.ts'
import type { EventFact } from './events/facts.ts'
import type { MishapFact } from './mishap.ts'
import type { Evidence, Grade, Ladder, Outcome, PlannedObligation } from './obligation.ts'
import type { OfficeFact, OfficeStarts } from './office/clock.ts'
import type { SlipLevel, SupervisionPolicy } from './policy.ts'
import type { RenewalFact } from './renewal.ts'
import type { Wait } from './state.ts'

export type { DeliveredEvent, Delivery } from './events/facts.ts'

/** What a measure is told once, when it starts. Plain data: it is the first argument of its workflow. */
export interface MeasureSetup {
  readonly planId: string
  readonly no: string
  readonly taskTitle: string
  readonly text: string
  readonly leadUnit: string
  readonly units: readonly string[]
  /** Joint leads, the coordinator (`leadUnit`) first. Absent: it leads alone. */
  readonly leads?: readonly string[]
  /** Those of `units` that only support (配合). Absent: none, or not known (0.2.0). */
  readonly supporting?: readonly string[]
  /** 督查机构 of the plan. Absent: begun by 0.2.0, where everybody but its units was one. */
  readonly offices?: readonly string[]
  /** Working days, for the office's clocks. Absent: the policy has none. */
  readonly workdays?: WorkdayStrip
  /** Clocks of the office that other rules brought or changed while it ran. Absent: none. */
  readonly officeFrom?: OfficeStarts
  readonly deadlineText: string
  readonly policy: SupervisionPolicy
  readonly obligations: readonly PlannedObligation[]
  readonly waits: readonly WaitSetup[]
  /** The 签收 clock; absent when the policy has none. */
  readonly acknowledge?: AcknowledgeClock
  /** 结转 from an earlier plan; absent: the plan's own. */
  readonly carriedFrom?: CarriedFrom
  /** Its work as it stood there, beside `obligations`, which are new. */
  readonly carried?: CarriedWork
}

/** A clause that sleeps until its 触发条件 is reported. */
export interface WaitSetup {
  readonly clause: number
  readonly conditionId: string
  readonly text: string
  readonly kind: ClauseKind
  readonly stream: boolean
  readonly since: IsoDate
  /** First working days of the coming quarters: the lead unit is asked whether it has happened. Empty for streams. */
  readonly asks: readonly IsoDate[]
  /** For each ask, the working day on which silence is escalated; absent when the policy has no clock for it. */
  readonly lapses?: readonly IsoDate[]
}

/** Why a measure's dates or wording became others while it ran. */
export type ReplanCause =
  | { readonly kind: 'calendar'; readonly version: string }
  | {
      readonly kind: 'amendment'
      readonly document: string
      readonly title: string
      readonly reason: string | null
    }
  | {
      readonly kind: 'policy'
      readonly id: string
      readonly version: number
      readonly name: string
      readonly reason: string | null
    }

/** One obligation whose dates moved. */
export interface Rescheduled {
  readonly obligationId: string
  readonly from: IsoDate | null
  readonly dueOn: IsoDate | null
  readonly opensOn: IsoDate
  readonly notBefore: IsoDate | null
  readonly provisional: boolean
  readonly why: readonly string[]
  readonly ladder: Ladder | null
  /** A person had set the date; from now on it is the text's again. */
  readonly overruled?: true
  /** The instant at which it lapses, where it is counted in hours. */
  readonly dueAt?: PlanTime
  /** What is asked, and how it is counted, where an amendment words it otherwise. */
  readonly reworded?: Pick<PlannedObligation, 'clause' | 'period' | 'ask' | 'milestone' | 'counts'>
}

/** What a new calendar or an amended plan changes in a running measure; null: as before. */
export interface Replan {
  readonly changes: readonly Rescheduled[]
  readonly added: readonly PlannedObligation[]
  readonly withdrawn: readonly string[]
  readonly waits: readonly Wait[] | null
  /** Withdrawn by an earlier amendment and asked for again; they open anew, with what they had. Absent: none. */
  readonly revived?: readonly Rescheduled[]
  /** They keep the date that the text before gave them. Absent: none. */
  readonly earlier?: readonly string[]
  /** `reassigned`: the units are those of a 改派, the text names others. */
  readonly setup:
    | (Pick<
        MeasureSetup,
        'text' | 'taskTitle' | 'leadUnit' | 'units' | 'leads' | 'supporting' | 'deadlineText'
      > & {
        readonly reassigned?: true
      })
    | null
  /** Only of a change of policy: the rules from now on, and the 签收 clock they start. */
  readonly policy?: SupervisionPolicy
  readonly acknowledge?: AcknowledgeClock
  /** Working days as another calendar, or rules that need them, bring them. */
  readonly workdays?: WorkdayStrip
  /** Only of a change of policy: since when the office's clocks go by it. */
  readonly officeFrom?: OfficeStarts
}

/** One thing that happened to a measure. State is a fold of facts; the ledger (台账) keeps every one of them. */
export type FactBody =
  | { readonly kind: 'started'; readonly setup: MeasureSetup }
  | EventFact
  | RenewalFact
  | { readonly kind: 'opened'; readonly obligationId: string; readonly bornOverdue: boolean }
  | {
      readonly kind: 'reminded'
      readonly obligationId: string
      readonly before: number | null
      readonly note?: string
    }
  | {
      readonly kind: 'overdue'
      readonly obligationId: string
      readonly dueOn: IsoDate
      /** Where the hour binds and not the day's end. */
      readonly dueAt?: PlanTime
    }
  | {
      readonly kind: 'slipRaised'
      readonly obligationId: string
      readonly level: SlipLevel
      readonly dueOn: IsoDate
      /** The leads, to all of whom it goes. Absent: the lead unit (0.2.0). */
      readonly units?: readonly string[]
      /** Raised while the office's answer to a request for extension was overdue. */
      readonly unanswered?: true
    }
  | { readonly kind: 'submitted'; readonly obligationId: string; readonly evidence: Evidence }
  | {
      readonly kind: 'accepted'
      readonly obligationId: string
      readonly outcome: Outcome | null
      readonly lateDays: number
      readonly lateWorkdays: number
      readonly lateReported: boolean
      readonly note: string | null
      readonly grade?: Grade
      /** Asked for when the evidence has run out. */
      readonly renewal?: PlannedObligation
    }
  | {
      readonly kind: 'returned'
      readonly obligationId: string
      readonly reason: string
      readonly reworkOn: IsoDate
      readonly ladder: Ladder | null
    }
  | {
      readonly kind: 'dueSet'
      readonly obligationId: string
      readonly dueOn: IsoDate
      readonly from: IsoDate | null
      readonly reason: string | null
      readonly ladder: Ladder
      /** A request for extension that was waiting for its answer is answered with it. */
      readonly answers?: true
    }
  | ExtensionFact
  | SuspensionFact
  | EndingFact
  | PeopleFact
  | { readonly kind: 'replanned'; readonly cause: ReplanCause; readonly replan: Replan }
  | { readonly kind: 'waitAsked'; readonly clause: number; readonly on: IsoDate }
  | { readonly kind: 'waitAnswered'; readonly clause: number; readonly note: string | null }
  | { readonly kind: 'waitUnanswered'; readonly clause: number; readonly askedOn: IsoDate | null }
  | AcknowledgeFact
  | OfficeFact
  | ClosingFact
  | MishapFact

/** A fact in the ledger: numbered within its workflow, dated in plan time, with who and which act. */
export type Fact = FactBody & {
  readonly seq: number
  readonly at: PlanTime
  readonly actor: Actor
  /** Id of the person's act that caused it; the same act twice is recognised by it. */
  readonly actId: string | null
}

/** The obligation a fact speaks of, if it speaks of one. */
export const obligationIdOf = (fact: FactBody): string | null =>
  'obligationId' in fact ? fact.obligationId : null
