import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { ReplanQuestion } from '../activities/types.ts'
import type { Actor } from '../domain/actor.ts'
import type { IsoDate } from '../domain/calendar/date.ts'
import type { PlanTime } from '../domain/calendar/time.ts'
import type { PlanClock } from '../domain/clock.ts'
import { MEASURE_NAMES } from '../domain/messages/measure-names.ts'
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
export const measureNow = defineQuery<MeasureState>('现状')

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
>('导入方案')
export const startPlan = defineUpdate<{ readonly started: number; readonly already: boolean }, [StartPlan]>(
  '启动方案',
)
const ofEvent = (name: string) => defineUpdate<EventReply, [SaidOfEvent]>(name)
export const eventUpdates = {
  report: ofEvent('报告事件'),
  correct: ofEvent('更正事件'),
  revoke: ofEvent('撤销事件'),
  restore: ofEvent('恢复事件'),
  assign: ofEvent('归入条件'),
  plan: ofEvent('预计事件'),
  move: ofEvent('预计改期'),
  cancel: ofEvent('取消预计'),
  confirm: ofEvent('确认预计'),
  subscribe: ofEvent('登记恢复条件'),
} as const
export type EventUpdateName =
  | '更正事件'
  | '撤销事件'
  | '恢复事件'
  | '归入条件'
  | '预计事件'
  | '预计改期'
  | '取消预计'
  | '确认预计'
  | '登记恢复条件'
  | '提出事件'
export const advancePlan = defineUpdate<{ readonly moved: number }, [AdvancePlan]>('推进时钟')
export interface RevisionReply {
  readonly changed: readonly string[]
  readonly already: boolean
}
export const amendPlan = defineUpdate<RevisionReply, [AmendPlan]>('修订方案')
export const changeCalendar = defineUpdate<RevisionReply, [ChangeCalendar]>('节假日安排更新')
export const setPolicy = defineUpdate<RevisionReply, [SetPolicy]>('变更督办规则')
export const closePlan = defineUpdate<{ readonly closed: number }, [ClosePlan]>('结束方案')
/** Asked of a plan that is closed: its workflow goes on. Answers what was withdrawn from the next plan. */
export const reopenPlan = defineUpdate<
  { readonly reopened: number; readonly withdrawn: readonly string[] },
  [ReopenPlan]
>('重开方案')
export interface IssueBulletin extends Said {
  readonly bulletin: IssuedBulletin
}
/** Answers the bulletin's number. Also asked of a plan that is closed, whose workflow goes on for it. */
export const issueBulletin = defineUpdate<{ readonly number: number }, [IssueBulletin]>('发布通报')
export interface WithdrawBulletin extends Said {
  readonly number: number
  readonly reason: string
}
export const withdrawBulletin = defineUpdate<{ readonly number: number }, [WithdrawBulletin]>('撤回通报')
/** Answers when the draft is gone; its id may be imported under again. */
export const deletePlan = defineUpdate<{ readonly already: boolean }, [Said]>('删除方案')
/** A unit says that something happened; it counts when the office confirms it. */
export const proposeEvent = ofEvent('提出事件')
export const eventSignal = defineSignal<[EventSignal]>('触发事件')
export const planNow = defineQuery<PlanState>('现状')
