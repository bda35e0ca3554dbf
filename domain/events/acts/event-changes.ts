import { ok, type Refusal, type Result, refuse } from '../../basics/result.ts'
import type { IsoDate } from '../../calendar/date.ts'
import { dateOf, type PlanTime } from '../../calendar/time.ts'
import { choice, date, list, nullable, optional, time } from '../../fields/field.ts'
import { findCondition } from '../../plan/conditions.ts'
import { already, planAct } from '../act.ts'
import { condition, dueOn, eventId, reason, reference } from '../fields.ts'
import type { By, EventStep } from '../model/input.ts'
import type { PlanState } from '../model/state.ts'
import type { PlanEvent } from '../plan-event.ts'
import { targetsOf } from '../subscriptions.ts'
import {
  type EventAssigned,
  type EventCorrected,
  type EventRestored,
  type EventRevoked,
  eventAssigned,
  eventCorrected,
  eventRestored,
  eventRevoked,
} from './event-facts.ts'

interface Correct {
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
interface Revoke {
  readonly type: 'revoke'
  readonly eventId: string
  readonly reason: string | null
}
interface Restore {
  readonly type: 'restore'
  readonly eventId: string
  readonly reason: string | null
}
interface Assign {
  readonly type: 'assign'
  readonly eventId: string
  readonly condition: string
}

type Step<B extends { readonly kind: string }> = Result<EventStep<B>, Refusal>

const noEvent = (state: PlanState, id: string) =>
  refuse('EVENT_NOT_FOUND', `方案 ${state.planId} 没有事件 ${id}`, {
    remedy: `用 duban event list ${state.planId} 查看`,
    fields: { known: state.events.map((e) => e.eventId) },
  })

/** The event that measures of this one go by already; a single act can't have two. */
function inItsPlace(state: PlanState, event: PlanEvent): PlanEvent | undefined {
  const condition = state.conditions.find((c) => c.id === event.conditionId)
  if (condition === undefined || condition.stream || event.again) return undefined
  if (condition.alternatives.length > 0 || condition.all) return undefined
  const nos = targetsOf(state, event)
  return state.events.find(
    (e) =>
      e.eventId !== event.eventId &&
      e.conditionId === event.conditionId &&
      !e.revoked &&
      !e.again &&
      targetsOf(state, e).some((no) => nos.includes(no)),
  )
}

/** Decides what is said of an event that was reported. Errors: EVENT_NOT_FOUND. */
const onEvent =
  <A extends { readonly eventId: string }, B extends { readonly kind: string }>(
    decide: (event: PlanEvent, state: PlanState, input: A & By, at: PlanTime) => Step<B>,
  ) =>
  (state: PlanState, input: A & By, at: PlanTime): Step<B> => {
    const event = state.events.find((e) => e.eventId === input.eventId)
    return event === undefined ? noEvent(state, input.eventId) : decide(event, state, input, at)
  }

/** 更正事件. Errors: EVENT_REVOKED, EVENT_IN_FUTURE, EVENT_UNCHANGED. */
export const correct = planAct<Correct, EventCorrected>({
  type: 'correct',
  name: '更正事件',
  by: 'plan',
  fields: {
    eventId,
    effectiveOn: nullable(date('正确的生效日期')),
    effectiveAt: optional(time('生效时刻')),
    dueOn,
    document: reference,
    cleared: optional(list('去掉', choice('去掉', ['dueOn', 'document']), 2)),
    reason,
  },
  facts: [eventCorrected],
  decide: onEvent<Correct, EventCorrected>((event, state, input, at) => {
    const { eventId } = event
    if (event.revoked)
      return refuse('EVENT_REVOKED', `事件 ${eventId} 已经撤销，不能更正`, {
        remedy: `要恢复它，先运行 duban event restore ${state.planId} ${eventId}`,
      })
    const effectiveOn = input.effectiveOn ?? event.effectiveOn
    if (effectiveOn > dateOf(at))
      return refuse('EVENT_IN_FUTURE', `生效日期 ${effectiveOn} 晚于今天（${dateOf(at)}）`)
    const { reason, cleared = [] } = input
    const dueOn = cleared.includes('dueOn') ? null : (input.dueOn ?? event.dueOn)
    const document = cleared.includes('document') ? null : (input.document ?? event.document)
    const effectiveAt = input.effectiveAt ?? null
    const sameHour = effectiveAt === null || effectiveAt === event.effectiveAt
    if (sameHour && effectiveOn === event.effectiveOn && dueOn === event.dueOn && document === event.document)
      return refuse('EVENT_UNCHANGED', `事件 ${eventId} 本来就是这样，没有要更正的`, {
        remedy: '写明改成什么：--on 日期、--document 文号、--due-on 到期日',
      })
    const fact = {
      kind: 'eventCorrected',
      eventId,
      effectiveOn,
      ...(effectiveAt === null ? {} : { effectiveAt }),
      dueOn,
      document: input.document,
      reason,
    } as const
    const facts = [cleared.length > 0 ? { ...fact, cleared } : fact]
    return ok({ type: 'event', kind: 'correct', eventId, facts })
  }),
})

/** 撤销事件: what it opened is withdrawn. */
export const revoke = planAct<Revoke, EventRevoked>({
  type: 'revoke',
  name: '撤销事件',
  by: 'plan',
  fields: { eventId, reason },
  facts: [eventRevoked],
  decide: onEvent<Revoke, EventRevoked>(({ eventId, revoked }, _, { reason }) =>
    revoked
      ? already(eventId)
      : ok({ type: 'event', kind: 'revoke', eventId, facts: [{ kind: 'eventRevoked', eventId, reason }] }),
  ),
})

/** 恢复事件. Errors: EVENT_ALREADY_REPORTED (another report stands in its place). */
export const restore = planAct<Restore, EventRestored>({
  type: 'restore',
  name: '恢复事件',
  by: 'plan',
  fields: { eventId, reason },
  facts: [eventRestored],
  decide: onEvent<Restore, EventRestored>((event, state, { reason }) => {
    const { eventId } = event
    if (!event.revoked) return already(eventId)
    const other = inItsPlace(state, event)
    if (other !== undefined)
      return refuse(
        'EVENT_ALREADY_REPORTED',
        `“${event.condition}”后来又报告过：${other.eventId}，${other.effectiveOn} 生效`,
        { remedy: `要恢复 ${eventId}，先运行 duban event revoke ${state.planId} ${other.eventId}` },
      )
    return ok({
      type: 'event',
      kind: 'restore',
      eventId,
      facts: [{ kind: 'eventRestored', eventId, reason }],
    })
  }),
})

/** 归入条件: what was kept, or proposed by a unit, counts under a condition. Errors: EVENT_ASSIGNED, CONDITION_UNKNOWN. */
export const assign = planAct<Assign, EventAssigned>({
  type: 'assign',
  name: '归入条件',
  by: 'plan',
  fields: { eventId, condition },
  facts: [eventAssigned],
  decide: onEvent<Assign, EventAssigned>((event, state, input) => {
    const { eventId } = event
    if (event.conditionId !== null)
      return refuse('EVENT_ASSIGNED', `事件 ${eventId} 已经归入一个条件`, {
        remedy: `用 duban event list ${state.planId} 查看；归错了请撤销后重新报告`,
      })
    const condition = findCondition(state.conditions, input.condition)
    if (condition === null)
      return refuse('CONDITION_UNKNOWN', `没有条件“${input.condition}”`, {
        remedy: `用 duban event waiting ${state.planId} 查看等待清单`,
      })
    const kind = event.revoked ? 'none' : 'event'
    return ok({
      type: 'event',
      kind,
      eventId,
      facts: [{ kind: 'eventAssigned', eventId, conditionId: condition.id }],
    })
  }),
})
