import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { LeftMessage, ReplanQuestion } from '../activities/types.ts'
import type { Actor } from '../domain/basics/actor.ts'
import type { PlanClock } from '../domain/calendar/clock.ts'
import type { IsoDate } from '../domain/calendar/date.ts'
import type { PlanTime } from '../domain/calendar/time.ts'
import type { IssuedBulletin } from '../domain/events/bulletins.ts'
import type { AmendRequest, ImportRequest, Reopening, StartBaseline } from '../domain/events/model/input.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import type { PackedPlan } from '../domain/events/packing.ts'
import type { EventReport } from '../domain/events/plan-event.ts'
import type { EventSignal } from '../domain/fields/signal.ts'
import { MEASURE_NAMES } from '../domain/messages/measure-names.ts'
import { PLAN_NAMES, PLAN_TYPES } from '../domain/messages/plan.ts'
import type { MeasureState } from '../domain/plan/measure/state.ts'
import type { SupervisionPolicy } from '../domain/policy/policy.ts'
import type { AcceptedReading } from '../domain/reading/questions.ts'
import { ACT_NAMES } from '../domain/supervision/acts/registry.ts'
import type { Act } from '../domain/supervision/acts.ts'
import type { Delivery } from '../domain/supervision/facts.ts'
import type { PackedMeasure } from '../domain/supervision/packing.ts'

/**
 * Messages are registered under Chinese names, because the Temporal UI's timeline shows the name.
 * Every message carries its plan time on a stepped clock (`at`); a wall clock ignores it.
 */
export interface ActMessage {
  readonly act: Act
  readonly at: PlanTime | null
}

/** What an act answers: where the obligation stands after it was recorded. */
export interface ActReply {
  readonly obligationId: string | null
  readonly says: readonly string[]
  /** The same act was done before; nothing new happened. */
  readonly already: boolean
}

/** One update for each act of a person; handlers are set in this order. */
export const actUpdates = Object.values(ACT_NAMES).map((name) => defineUpdate<ActReply, [ActMessage]>(name))

/** Stepped clock: handle every wake up to `to`, in order; answers when all is recorded. */
export const advanceMeasure = defineUpdate<{ readonly facts: number }, [{ readonly to: PlanTime }]>(
  MEASURE_NAMES.advance,
)

export interface DeliveryMessage {
  readonly delivery: Delivery
  readonly actor: Actor
  /** When the plan learned of it. */
  readonly at: PlanTime
}

export interface ReplanMessage {
  readonly question: ReplanQuestion
  readonly actor: Actor
  readonly actId: string
  readonly at: PlanTime
}

/** An amended plan or a new calendar concerns this measure. */
export const replanMeasure = defineUpdate<ActReply, [ReplanMessage]>(MEASURE_NAMES.replan)

export const deliverToMeasure = defineSignal<[DeliveryMessage]>(MEASURE_NAMES.deliver)
export const leftWithMeasure = defineSignal<[LeftMessage]>(MEASURE_NAMES.left)
/** Packed where it is too large to be answered whole. */
export const measureNow = defineQuery<MeasureState | PackedMeasure>(MEASURE_NAMES.now)

interface Said {
  readonly actor: Actor
  readonly actId: string
  readonly at: PlanTime | null
}

export type ImportPlan = Said & ImportRequest
export interface SetPolicy extends Said {
  readonly policy: SupervisionPolicy
  readonly reason: string | null
}
export interface StartPlan extends Said {
  readonly clock: PlanClock
  readonly startOn: IsoDate
  readonly acceptedReview: readonly string[]
  readonly accepted?: readonly AcceptedReading[]
  readonly baseline?: StartBaseline
}
export type ReportEvent = Said & EventReport
export interface EventReply {
  readonly eventId: string
  readonly woke: readonly string[]
  readonly already: boolean
}
export interface AdvancePlan extends Said {
  readonly to: PlanTime
}
export type AmendPlan = Said & AmendRequest
export interface ChangeCalendar extends Said {
  readonly version: string
}
export interface ReopenPlan extends Said, Reopening {}

export interface RevisionReply {
  readonly changed: readonly string[]
  readonly already: boolean
}
export interface IssueBulletin extends Said {
  readonly bulletin: IssuedBulletin
}
export interface WithdrawBulletin extends Said {
  readonly number: number
  readonly reason: string
}
/** One update for each act on a plan; handlers are set in this order. */
export const planUpdates = PLAN_TYPES.map(
  (type) => [type, defineUpdate<object, [Said]>(PLAN_NAMES[type])] as const,
)
export const eventSignal = defineSignal<[EventSignal]>(MEASURE_NAMES.deliver)
export const planNow = defineQuery<PlanState | PackedPlan>(MEASURE_NAMES.now)
