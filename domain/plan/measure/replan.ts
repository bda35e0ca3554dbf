import type { IsoDate } from '../../calendar/date.ts'
import type { WorkdayStrip } from '../../calendar/strip.ts'
import type { PlanTime } from '../../calendar/time.ts'
import type { SupervisionPolicy } from '../../policy/policy.ts'
import type { OfficeStarts } from './marks.ts'
import type { Ladder, PlannedObligation } from './planned.ts'
import type { AcknowledgeClock, MeasureSetup, Wait } from './state.ts'

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
        'text' | 'taskTitle' | 'leadUnit' | 'units' | 'leads' | 'supporting' | 'deadlineText' | 'columns'
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
