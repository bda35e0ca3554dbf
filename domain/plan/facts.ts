import type { Actor } from '../actor.ts'
import type { IsoDate } from '../calendar/date.ts'
import type { PlanTime } from '../calendar/time.ts'
import type { PlanClock } from '../clock.ts'
import type { Baseline, BaselineMode } from '../supervision/baseline.ts'
import type { SupervisionPolicy } from '../supervision/policy.ts'
import type { BulletinFact } from './bulletins.ts'
import type { PlanMishapFact } from './mishap.ts'
import type { PlanCondition, Subscription } from './model/condition.ts'
import type { EventSource, PlanEvent, PlannedEvent } from './plan-event.ts'

/** A reading that was proposed and taken as it was, on a person's word (--accept-review); who and when stand in the fact. */
export interface AcceptedReading {
  /** The question's id (answers.ts); null where it was no question of the review: the likest match of an amendment. */
  readonly id: string | null
  readonly measure: string | null
  readonly code: string
  readonly message: string
}

/** 起点 as it was set when the plan started; `counts` of the dates that were past. */
export interface StartBaseline extends Baseline {
  readonly counts: Readonly<Record<BaselineMode, number>>
}

/** One thing that happened to a plan; its state is a fold of these. */
export type PlanFactBody =
  | {
      readonly kind: 'imported'
      readonly title: string
      readonly document: string
      readonly measures: number
      readonly conditions: readonly PlanCondition[]
      /** 督查机构. Absent: imported by 0.2.0. */
      readonly offices?: readonly string[]
    }
  | {
      readonly kind: 'planStarted'
      readonly clock: PlanClock
      readonly startOn: IsoDate
      readonly acceptedReview: readonly string[]
      /** The same, in full. Absent in ledgers of earlier releases. */
      readonly accepted?: readonly AcceptedReading[]
      /** What was said of dates past at the start, and of how many. Absent: none were, or nothing was said. */
      readonly baseline?: StartBaseline
    }
  | {
      readonly kind: 'amended'
      readonly title: string
      readonly document: string
      readonly from: string
      readonly conditions: readonly PlanCondition[]
      /** New document's number → number under which the measure runs, where they differ. */
      readonly numbers: Readonly<Record<string, string>>
      readonly counts: { readonly changed: number; readonly added: number; readonly withdrawn: number }
      /** 文号 of the amendment. */
      readonly reference: string | null
      readonly reason: string | null
      readonly accepted?: readonly AcceptedReading[]
    }
  | { readonly kind: 'policySet'; readonly policy: SupervisionPolicy; readonly reason: string | null }
  | { readonly kind: 'calendarChanged'; readonly version: string }
  | { readonly kind: 'clockAdvanced'; readonly to: PlanTime }
  | { readonly kind: 'eventReported'; readonly event: PlanEvent }
  | {
      readonly kind: 'eventCorrected'
      readonly eventId: string
      readonly effectiveOn: IsoDate
      /** Its instant on that day. Absent: as it was, where the day is the same. */
      readonly effectiveAt?: PlanTime
      readonly dueOn: IsoDate | null
      readonly document: string | null
      readonly reason: string | null
      readonly cleared?: readonly ('dueOn' | 'document')[]
    }
  | { readonly kind: 'eventRestored'; readonly eventId: string; readonly reason: string | null }
  | { readonly kind: 'eventRevoked'; readonly eventId: string; readonly reason: string | null }
  | PlannedFact
  | SubscriptionFact
  | { readonly kind: 'eventConfirmed'; readonly eventId: string; readonly source: EventSource }
  | { readonly kind: 'eventAssigned'; readonly eventId: string; readonly conditionId: string }
  | {
      readonly kind: 'planClosed'
      readonly reason: string | null
      /** 结转: obligation → number of its measure in `carriedTo`. Absent: nothing. */
      readonly carriedTo?: string
      readonly carried?: Readonly<Record<string, string>>
    }
  | { readonly kind: 'planReopened'; readonly reason: string; readonly withdrawn: readonly string[] }
  | BulletinFact
  /** A draft that was never started is given up; what was said of it stays in the ledger, and its id is free. */
  | { readonly kind: 'planDeleted' }
  | PlanMishapFact

export type PlanFact = PlanFactBody & {
  readonly seq: number
  readonly at: PlanTime
  readonly actor: Actor
  readonly actId: string | null
}

/** Numbers and dates a fact body. */
export const planFact = (
  state: { readonly seq: number },
  body: PlanFactBody,
  by: { at: PlanTime; actor: Actor; actId: string | null },
): PlanFact => ({ ...body, seq: state.seq, ...by })

export type PlannedFact =
  | { readonly kind: 'eventPlanned'; readonly planned: PlannedEvent }
  | {
      readonly kind: 'plannedMoved'
      readonly plannedId: string
      readonly from: IsoDate
      readonly expectedOn: IsoDate
      readonly reason: string | null
    }
  | { readonly kind: 'plannedCancelled'; readonly plannedId: string; readonly reason: string | null }
  | { readonly kind: 'plannedConfirmed'; readonly plannedId: string; readonly eventId: string }

export interface SubscriptionFact extends Subscription {
  readonly kind: 'conditionSubscribed'
}
