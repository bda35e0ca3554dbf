import { dateOf } from '../calendar/time.ts'
import { ok, type Refusal, type Result, refuse } from '../result.ts'
import { conditionUnknown } from './condition-refusals.ts'
import { findCondition } from './conditions.ts'
import type { PlanFactBody } from './facts.ts'
import type { EventStep } from './model/input.ts'
import type { PlanState } from './model/state.ts'
import type { EventReport, PlanEvent, Proposal } from './plan-event.ts'
import { freeId, reportId } from './report.ts'
import type { Told } from './report-known.ts'

/**
 * 提出事件: a unit says that something has happened. It is kept and shown, and wakes nobody until the office takes it
 * under its condition (归入条件); the office gives it up by revoking it. Errors: CONDITION_UNKNOWN, EVENT_IN_FUTURE,
 * EVENT_ALREADY_REPORTED.
 */
export function decideProposal(
  state: PlanState,
  proposal: Proposal,
  { at, actor }: Pick<Told, 'at' | 'actor'>,
): Result<EventStep, Refusal> {
  const condition = findCondition(state.conditions, proposal.condition)
  if (condition === null) return conditionUnknown(state, proposal.condition)
  const { effectiveOn, effectiveAt } = proposal
  if (effectiveOn > dateOf(at))
    return refuse('EVENT_IN_FUTURE', `生效日期 ${effectiveOn} 晚于今天（${dateOf(at)}）`, {
      remedy: '事件发生以后再提出',
    })
  const same = state.events.find(
    (event) =>
      !event.revoked &&
      (event.conditionId ?? event.proposed) === condition.id &&
      event.effectiveOn === effectiveOn,
  )
  if (same !== undefined)
    return refuse(
      'EVENT_ALREADY_REPORTED',
      `“${condition.text}”${effectiveOn} 已经${same.conditionId === null ? '提出' : '报告'}过：${same.eventId}`,
      {
        remedy: '不用再提出；日期不对的，请督查机构更正',
        fields: { eventId: same.eventId },
      },
    )
  const report: EventReport = { ...proposal, eventId: null, dueOn: null, measures: null }
  const event: PlanEvent = {
    eventId: freeId(state, reportId(condition, report), () => true),
    condition: proposal.condition,
    conditionId: null,
    proposed: condition.id,
    effectiveOn,
    ...(effectiveAt ? { effectiveAt } : {}),
    dueOn: null,
    title: proposal.title,
    document: proposal.document,
    url: proposal.url,
    measures: null,
    reportedAt: at,
    reportedBy: actor,
    revoked: false,
  }
  const fact: PlanFactBody = { kind: 'eventReported', event }
  return ok({ type: 'event', kind: 'none', eventId: event.eventId, facts: [fact] })
}

/** Proposals that wait for the office, oldest first. */
export const proposalsIn = (state: Pick<PlanState, 'events'>): readonly PlanEvent[] =>
  state.events.filter(
    ({ proposed, conditionId, revoked }) => proposed !== undefined && conditionId === null && !revoked,
  )
