import type { IsoDate } from '../../calendar/date.ts'
import type { WorkdayStrip } from '../../calendar/strip.ts'
import type { PlanTime } from '../../calendar/time.ts'
import type { ClauseKind } from '../../deadline/rule.ts'
import type { SupervisionPolicy } from '../../policy/policy.ts'
import type { Carried } from '../columns.ts'
import type { OfficeStarts } from './marks.ts'
import type { Obligation } from './obligation.ts'
import type { PlannedObligation } from './planned.ts'

/** When units that have not signed for their task (签收) are reminded, and when that is escalated. */
export interface AcknowledgeClock {
  readonly remindOn: IsoDate | null
  readonly lapseOn: IsoDate
}

/** The clock as it runs in a measure. */
export interface Acknowledging extends AcknowledgeClock {
  readonly reminded: boolean
  readonly lapsed: boolean
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

/** Where something that was carried over (结转) comes from. */
export interface CarriedFrom {
  readonly planId: string
  readonly no: string
  readonly obligation: string
  /** Its date there; null: it had none, or it was a condition. */
  readonly dueOn: IsoDate | null
  /** Materials that were there when it came; more of them: somebody has worked on it here. Absent: none. */
  readonly evidence?: number
}

/** A clause's wait as it stands. */
export interface Wait extends WaitSetup {
  readonly asked: number
  readonly askedOn: IsoDate | null
  readonly answers: readonly { readonly on: IsoDate; readonly note: string | null }[]
  readonly triggeredBy: readonly string[]
  /** How many of the asks are known to have been ignored, or were followed by a later one. Absent: none. */
  readonly lapsed?: number
}

/**
 * What goes on in the next plan as it stood in the last one: dates, slips, returns, progress, evidence and signatures.
 * Nothing of it is read from words again.
 */
export interface CarriedWork extends Pick<MeasureState, 'acknowledged' | 'instructions' | 'unitsInPlan'> {
  readonly obligations: readonly Obligation[]
}

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
  /** What else the plan prints of it (plan/columns.ts). Absent: nothing, or begun before that went along. */
  readonly columns?: Carried
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

/**
 * Everything a measure's workflow carries, also across continue-as-new. `v` names the shape: fields that came since are
 * optional, and a shape that cannot read this one will need another number.
 */
export interface MeasureState {
  readonly v: 1
  readonly setup: Omit<MeasureSetup, 'obligations' | 'waits' | 'acknowledge' | 'carried'>
  readonly obligations: readonly Obligation[]
  readonly waits: readonly Wait[]
  /** Ids of events already acted on; the bound keeps the state small (oldest forgotten first). */
  readonly seenEvents: readonly string[]
  readonly seenActs: readonly string[]
  /** Number of the next fact. */
  readonly seq: number
  readonly at: PlanTime
  readonly closedOn: IsoDate | null
  /** 签收, by unit. Absent: nobody yet. */
  readonly acknowledged?: readonly { readonly unit: string; readonly on: IsoDate }[]
  /** Who the plan's text names, while a 改派 stands. Absent: whoever is on it. */
  readonly unitsInPlan?: Pick<MeasureSetup, 'leadUnit' | 'units' | 'leads' | 'supporting'>
  /** The 签收 clock. Absent: the policy has none. */
  readonly acknowledging?: Acknowledging
  readonly instructions?: readonly { readonly on: IsoDate; readonly leader: string; readonly text: string }[]
}
