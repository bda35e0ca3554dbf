import { ok, type Refusal, type Result, refuse } from '../../basics/result.ts'
import { dateOf, type PlanTime } from '../../calendar/time.ts'
import { date, optional, time } from '../../fields/field.ts'
import { findCondition } from '../../plan/conditions.ts'
import { planAct } from '../act.ts'
import { conditionUnknown } from '../condition-refusals.ts'
import { condition, reference, title, url } from '../fields.ts'
import type { By, EventStep } from '../model/input.ts'
import type { PlanState } from '../model/state.ts'
import type { EventReport, PlanEvent, Proposal } from '../plan-event.ts'
import { freeId, reportId } from '../report.ts'
import { type EventReported, eventReported } from './event-facts.ts'

/**
 * 提出事件: a unit says that something has happened. It is kept and shown, and wakes nobody until the office takes it
 * under its condition (归入条件); the office gives it up by revoking it. Errors: CONDITION_UNKNOWN, EVENT_IN_FUTURE,
 * EVENT_ALREADY_REPORTED.
 */
function decide(
  state: PlanState,
  proposal: Proposal & By,
  at: PlanTime,
): Result<EventStep<EventReported>, Refusal> {
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
  const { title, document, url } = proposal
  const said = { condition: proposal.condition, effectiveOn, effectiveAt, title, document, url }
  const report: EventReport = { ...said, eventId: null, dueOn: null, measures: null }
  const event: PlanEvent = {
    eventId: freeId(state, reportId(condition, report), () => true),
    condition: proposal.condition,
    conditionId: null,
    proposed: condition.id,
    effectiveOn,
    ...(effectiveAt ? { effectiveAt } : {}),
    dueOn: null,
    title,
    document,
    url,
    measures: null,
    reportedAt: at,
    reportedBy: proposal.actor,
    revoked: false,
  }
  return ok({
    type: 'event',
    kind: 'none',
    eventId: event.eventId,
    facts: [{ kind: 'eventReported', event }],
  })
}

export const propose = planAct<{ readonly type: 'propose' } & Proposal, EventReported>({
  type: 'propose',
  name: '提出事件',
  by: 'propose',
  during: 'running',
  fields: {
    condition,
    effectiveOn: date('生效日期'),
    effectiveAt: optional(time('生效时刻')),
    title,
    document: reference,
    url,
  },
  verb: {
    path: 'event propose',
    about: '提出事件：单位说已经发生，督查机构归入条件后才算数',
    as: '由谁提出',
    example:
      'npx duban event propose mz2015 --condition 省出台具体规定 --effective-on 2015-09-10 --as 市规划建设局',
    route: 'proposals',
  },
  facts: [eventReported],
  decide,
})
