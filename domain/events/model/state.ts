import type { PlanClock } from '../../calendar/clock.ts'
import type { IsoDate } from '../../calendar/date.ts'
import type { PlanTime } from '../../calendar/time.ts'
import type { PlanCondition, Subscription } from '../../plan/condition.ts'
import type { SupervisionPolicy } from '../../policy/policy.ts'
import type { KeptBulletin } from '../bulletins.ts'
import type { PlanEvent, PlannedEvent } from '../plan-event.ts'

export type PlanPhase = 'draft' | 'running' | 'closed'

/** What the plan's workflow carries: the ledger of events, the subscriptions, the clock. */
export interface PlanState {
  readonly v: 1
  readonly planId: string
  readonly phase: PlanPhase
  readonly title: string
  readonly document: string | null
  readonly clock: PlanClock
  readonly startOn: IsoDate | null
  readonly conditions: readonly PlanCondition[]
  /** Set by an amendment that renumbered: new document's number → number under which the measure runs. */
  readonly numbers?: Readonly<Record<string, string>>
  /** 督查机构. Absent: imported by 0.2.0, where everybody but the units was one. */
  readonly offices?: readonly string[]
  /** Imported by a 演示账户: it and others like it know of the draft. */
  readonly demo?: boolean
  /** 督办规则 of this plan. Absent: the default. */
  readonly policy?: SupervisionPolicy
  readonly events: readonly PlanEvent[]
  /** Absent: none yet. */
  readonly bulletins?: readonly KeptBulletin[]
  /** Events known beforehand. Absent: none. */
  readonly planned?: readonly PlannedEvent[]
  /** Measures whose suspension a condition ends. Absent: none. */
  readonly subscriptions?: readonly Subscription[]
  readonly seenActs: readonly string[]
  readonly seq: number
  readonly at: PlanTime | null
}

export const newPlan = (planId: string): PlanState => ({
  v: 1,
  planId,
  phase: 'draft',
  title: '',
  document: null,
  clock: { kind: 'wall' },
  startOn: null,
  conditions: [],
  events: [],
  seenActs: [],
  seq: 1,
  at: null,
})
