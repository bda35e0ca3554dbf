import { dateOf, type PlanTime } from '../calendar/time.ts'
import { ok, type Refusal, type Result, refuse } from '../result.ts'
import { findCondition } from './conditions.ts'
import type { PlanFactBody } from './facts.ts'
import type { EventInput, EventStep } from './model/input.ts'
import type { PlanState } from './model/state.ts'
import type { PlanEvent } from './plan-event.ts'
import { targetsOf } from './subscriptions.ts'

type Step = Result<EventStep, Refusal>

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

/**
 * Decides a correction, a revocation, a restoration or an assignment. Errors: EVENT_NOT_FOUND, EVENT_REVOKED,
 * EVENT_IN_FUTURE, EVENT_UNCHANGED, EVENT_ALREADY_REPORTED (another report stands in its place), CONDITION_UNKNOWN.
 */
export function decideOnEvent(state: PlanState, input: EventInput, at: PlanTime): Step {
  const event = state.events.find((e) => e.eventId === input.eventId)
  if (event === undefined) return noEvent(state, input.eventId)
  const { eventId } = event
  switch (input.type) {
    case 'correct': {
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
      // Release 0.1.0, which could take nothing away, told the measures all the same.
      const told = input.cleared !== undefined
      const effectiveAt = input.effectiveAt ?? null
      const sameHour = effectiveAt === null || effectiveAt === event.effectiveAt
      if (
        told &&
        sameHour &&
        effectiveOn === event.effectiveOn &&
        dueOn === event.dueOn &&
        document === event.document
      )
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
    }
    case 'revoke':
      return event.revoked
        ? ok({ type: 'already', eventId })
        : ok({
            type: 'event',
            kind: 'revoke',
            eventId,
            facts: [{ kind: 'eventRevoked', eventId, reason: input.reason }],
          })
    case 'restore': {
      if (!event.revoked) return ok({ type: 'already', eventId })
      const other = inItsPlace(state, event)
      if (other !== undefined)
        return refuse(
          'EVENT_ALREADY_REPORTED',
          `“${event.condition}”后来又报告过：${other.eventId}，${other.effectiveOn} 生效`,
          { remedy: `要恢复 ${eventId}，先运行 duban event revoke ${state.planId} ${other.eventId}` },
        )
      const fact: PlanFactBody = { kind: 'eventRestored', eventId, reason: input.reason }
      return ok({ type: 'event', kind: 'restore', eventId, facts: [fact] })
    }
    case 'assign': {
      if (event.conditionId !== null)
        return refuse('EVENT_ASSIGNED', `事件 ${eventId} 已经归入一个条件`, {
          remedy: `用 duban event list ${state.planId} 查看；归错了请撤销后重新报告`,
        })
      const condition = findCondition(state.conditions, input.condition)
      if (condition === null)
        return refuse('CONDITION_UNKNOWN', `没有条件“${input.condition}”`, {
          remedy: `用 duban event waiting ${state.planId} 查看等待清单`,
        })
      const fact: PlanFactBody = { kind: 'eventAssigned', eventId, conditionId: condition.id }
      return ok({ type: 'event', kind: event.revoked ? 'none' : 'event', eventId, facts: [fact] })
    }
  }
}
