import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { ReplanQuestion } from '../activities/types.ts'
import type { Actor } from '../domain/actor.ts'
import type { IsoDate } from '../domain/calendar/date.ts'
import type { PlanTime } from '../domain/calendar/time.ts'
import type { PlanClock } from '../domain/clock.ts'
import { MEASURE_NAMES } from '../domain/messages/measure-names.ts'
import { PLAN_NAMES } from '../domain/messages/plan.ts'
import type { IssuedBulletin } from '../domain/plan/bulletins.ts'
import type { AcceptedReading, StartBaseline } from '../domain/plan/facts.ts'
import type {
  AmendRequest,
  EventInput,
  ImportRequest,
  PlannedInput,
  Reopening,
  SubscribeInput,
  YearEnd,
} from '../domain/plan/model/input.ts'
import type { PlanState } from '../domain/plan/model/state.ts'
import type { EventReport } from '../domain/plan/plan-event.ts'
import { ACT_NAMES } from '../domain/supervision/acts/registry.ts'
import type { Act } from '../domain/supervision/acts.ts'
import type { Delivery } from '../domain/supervision/facts.ts'
import type { MeasureState } from '../domain/supervision/model/state.ts'
import type { SupervisionPolicy } from '../domain/supervision/policy.ts'

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
/** What the plan asked and got no answer to in time: done when the measure goes on. */
export interface LeftMessage {
  readonly name: string
  readonly message: unknown
}
export const leftWithMeasure = defineSignal<[LeftMessage]>(MEASURE_NAMES.left)
export const measureNow = defineQuery<MeasureState>(MEASURE_NAMES.now)

/** What anyone may send from the Temporal UI or CLI; looked over before use, since nothing checks it on the way. */
export interface EventSignal {
  readonly condition: string
  readonly effectiveOn: string
  readonly eventId?: string
  readonly dueOn?: string
  readonly title?: string
  readonly document?: string
  readonly url?: string
  readonly measures?: readonly string[]
  readonly by?: string
}

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
/** What may be said of an event after its report; each under the name that the timeline shows. */
export type SaidOfEvent = Said & Omit<EventInput | PlannedInput | SubscribeInput, 'type'>
export interface AdvancePlan extends Said {
  readonly to: PlanTime
}
export type AmendPlan = Said & AmendRequest
export interface ChangeCalendar extends Said {
  readonly version: string
}
export interface ClosePlan extends Said {
  readonly reason: string | null
  /** What becomes of open work; absent: it stays unfinished. */
  readonly yearEnd?: YearEnd
}
export interface ReopenPlan extends Said, Reopening {}

export const importPlan = defineUpdate<
  { readonly measures: number; readonly already: boolean },
  [ImportPlan]
>(PLAN_NAMES.import)
export const startPlan = defineUpdate<{ readonly started: number; readonly already: boolean }, [StartPlan]>(
  PLAN_NAMES.start,
)
const ofEvent = (name: string) => defineUpdate<EventReply, [SaidOfEvent]>(name)
export const eventUpdates = {
  report: ofEvent(PLAN_NAMES.report),
  correct: ofEvent(PLAN_NAMES.correct),
  revoke: ofEvent(PLAN_NAMES.revoke),
  restore: ofEvent(PLAN_NAMES.restore),
  assign: ofEvent(PLAN_NAMES.assign),
  plan: ofEvent(PLAN_NAMES.plan),
  move: ofEvent(PLAN_NAMES.move),
  cancel: ofEvent(PLAN_NAMES.cancel),
  confirm: ofEvent(PLAN_NAMES.confirm),
  subscribe: ofEvent(PLAN_NAMES.subscribe),
} as const
/** What is said of an event beside its report. */
export type EventUpdateName = (typeof PLAN_NAMES)[Exclude<keyof typeof eventUpdates, 'report'> | 'propose']
export const advancePlan = defineUpdate<{ readonly moved: number }, [AdvancePlan]>(PLAN_NAMES.advance)
export interface RevisionReply {
  readonly changed: readonly string[]
  readonly already: boolean
}
export const amendPlan = defineUpdate<RevisionReply, [AmendPlan]>(PLAN_NAMES.amend)
export const changeCalendar = defineUpdate<RevisionReply, [ChangeCalendar]>(PLAN_NAMES.calendar)
export const setPolicy = defineUpdate<RevisionReply, [SetPolicy]>(PLAN_NAMES.policy)
export const closePlan = defineUpdate<{ readonly closed: number }, [ClosePlan]>(PLAN_NAMES.close)
/** Asked of a plan that is closed: its workflow goes on. Answers what was withdrawn from the next plan. */
export const reopenPlan = defineUpdate<
  { readonly reopened: number; readonly withdrawn: readonly string[] },
  [ReopenPlan]
>(PLAN_NAMES.reopen)
export interface IssueBulletin extends Said {
  readonly bulletin: IssuedBulletin
}
/** Answers the bulletin's number. Also asked of a plan that is closed, whose workflow goes on for it. */
export const issueBulletin = defineUpdate<{ readonly number: number }, [IssueBulletin]>(PLAN_NAMES.bulletin)
export interface WithdrawBulletin extends Said {
  readonly number: number
  readonly reason: string
}
export const withdrawBulletin = defineUpdate<{ readonly number: number }, [WithdrawBulletin]>(
  PLAN_NAMES.withdrawBulletin,
)
/** Answers when the draft is gone; its id may be imported under again. */
export const deletePlan = defineUpdate<{ readonly already: boolean }, [Said]>(PLAN_NAMES.delete)
/** A unit says that something happened; it counts when the office confirms it. */
export const proposeEvent = ofEvent(PLAN_NAMES.propose)
export const eventSignal = defineSignal<[EventSignal]>(MEASURE_NAMES.deliver)
export const planNow = defineQuery<PlanState>(MEASURE_NAMES.now)
