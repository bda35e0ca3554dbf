import { ok, type Refusal, type Result, refuse } from '../../basics/result.ts'
import type { IsoDate } from '../../calendar/date.ts'
import { shortHash } from '../../calendar/table.ts'
import { dateOf, type PlanTime } from '../../calendar/time.ts'
import { date, nullable } from '../../fields/field.ts'
import { findCondition } from '../../plan/conditions.ts'
import { already, planAct } from '../act.ts'
import { conditionUnknown, outOfScope } from '../condition-refusals.ts'
import { condition, dueOn, measures, plannedId, reason, reference, title, url } from '../fields.ts'
import type { By, EventStep } from '../model/input.ts'
import type { PlanState } from '../model/state.ts'
import type { EventReport, PlannedEvent } from '../plan-event.ts'
import { expectedIn, overlap } from '../planned.ts'
import { decideReport } from '../report.ts'
import { type EventReported, eventReported } from './event-facts.ts'
import {
  type EventPlanned,
  eventPlanned,
  type PlannedCancelled,
  type PlannedConfirmed,
  type PlannedMoved,
  plannedCancelled,
  plannedConfirmed,
  plannedMoved,
} from './planned-facts.ts'

type Plan = { readonly type: 'plan'; readonly expectedOn: IsoDate } & Pick<
  EventReport,
  'condition' | 'dueOn' | 'title' | 'document' | 'measures'
>
interface Move {
  readonly type: 'move'
  readonly plannedId: string
  readonly expectedOn: IsoDate
  readonly reason: string | null
}
interface Cancel {
  readonly type: 'cancel'
  readonly plannedId: string
  readonly reason: string | null
}
interface Confirm {
  readonly type: 'confirm'
  readonly plannedId: string
  /** null: on the day it was planned for. */
  readonly effectiveOn: IsoDate | null
  readonly document: string | null
  readonly url: string | null
}

type Step<B extends { readonly kind: string }> = Result<EventStep<B>, Refusal>

/** No day of a draft is over: its clock is set by the start, which names what it finds over. */
const isOver = (state: PlanState, day: IsoDate, at: PlanTime): boolean =>
  state.phase !== 'draft' && day <= dateOf(at)

function decidePlan(state: PlanState, input: Plan & By, at: PlanTime): Step<EventPlanned> {
  const condition = findCondition(state.conditions, input.condition)
  if (condition === null) return conditionUnknown(state, input.condition)
  const outside = outOfScope(state, condition, input.measures)
  if (outside !== null) return outside
  const { expectedOn, dueOn, title, document, measures } = input
  if (isOver(state, expectedOn, at))
    return refuse('PLANNED_IN_PAST', `预计日期 ${expectedOn} 不晚于今天（${dateOf(at)}）`, {
      remedy: '已经发生的，用 duban event report 报告',
    })
  const known = expectedIn(state).find(
    (planned) =>
      planned.conditionId === condition.id &&
      (!condition.stream || planned.title === title) &&
      overlap(planned.measures, measures),
  )
  if (known !== undefined)
    return known.expectedOn === expectedOn
      ? already(known.plannedId)
      : refuse(
          'ALREADY_PLANNED',
          `“${condition.text}”已经登记预计 ${known.expectedOn} 发生：${known.plannedId}`,
          {
            remedy: `改期用 duban event move ${state.planId} ${known.plannedId} --on ${expectedOn}`,
          },
        )
  const came = state.events.find(
    (e) => e.conditionId === condition.id && !e.revoked && overlap(e.measures, measures),
  )
  if (!condition.stream && condition.alternatives.length === 0 && !condition.all && came !== undefined)
    return refuse(
      'EVENT_ALREADY_REPORTED',
      `“${condition.text}”已经发生：${came.eventId}，${came.effectiveOn} 生效`,
      {
        remedy: `用 duban event list ${state.planId} 查看`,
      },
    )
  const plannedId = freeId(
    state,
    `pl-${expectedOn.replaceAll('-', '')}-${shortHash(`${condition.id}|${title ?? ''}|${(measures ?? []).join()}`).slice(0, 4)}`,
  )
  const planned: PlannedEvent = {
    plannedId,
    condition: input.condition,
    conditionId: condition.id,
    expectedOn,
    dueOn,
    title,
    document,
    measures,
    plannedAt: at,
    plannedBy: input.actor,
    moves: [],
    state: 'planned',
    eventId: null,
  }
  return told<EventPlanned>(plannedId, [{ kind: 'eventPlanned', planned }], 'expect')
}

function freeId(state: PlanState, id: string): string {
  const taken = (candidate: string) => (state.planned ?? []).some((p) => p.plannedId === candidate)
  let free = id
  for (let n = 2; taken(free); n += 1) free = `${id}-${n}`
  return free
}

/** Facts of the plan's ledger; of a planned event only what is due before it is told. */
const told = <B extends { readonly kind: string }>(
  eventId: string,
  facts: readonly B[],
  kind: 'none' | 'expect' | 'unexpect' = 'none',
): Step<B> => ok({ type: 'event', kind, eventId, facts })

/**
 * Decides what is said of a planned event that has neither come nor been cancelled. Errors: PLANNED_NOT_FOUND,
 * PLANNED_ENDED (confirmed or cancelled before).
 */
const onPlanned =
  <A extends { readonly type: string; readonly plannedId: string }, B extends { readonly kind: string }>(
    decide: (planned: PlannedEvent, state: PlanState, input: A & By, at: PlanTime) => Step<B>,
  ) =>
  (state: PlanState, input: A & By, at: PlanTime): Step<B> => {
    const planned = (state.planned ?? []).find((p) => p.plannedId === input.plannedId)
    if (planned === undefined)
      return refuse('PLANNED_NOT_FOUND', `方案 ${state.planId} 没有预计事件 ${input.plannedId}`, {
        remedy: `用 duban event list ${state.planId} 查看`,
        fields: { known: expectedIn(state).map((p) => p.plannedId) },
      })
    if (planned.state === 'planned') return decide(planned, state, input, at)
    const { plannedId, eventId } = planned
    const same = input.type === (planned.state === 'cancelled' ? 'cancel' : 'confirm')
    const what = planned.state === 'cancelled' ? '取消' : `发生（${eventId}）`
    return same
      ? already(eventId ?? plannedId)
      : refuse('PLANNED_ENDED', `预计事件 ${plannedId} 已经${what}`, {
          remedy: eventId
            ? `更正或撤销用 duban event correct|revoke ${state.planId} ${eventId}`
            : '重新登记用 duban event plan',
        })
  }

/** 预计事件. Errors: CONDITION_UNKNOWN, MEASURE_NOT_WAITING, PLANNED_IN_PAST, ALREADY_PLANNED, EVENT_ALREADY_REPORTED. */
export const plan = planAct<Plan, EventPlanned>({
  type: 'plan',
  name: '预计事件',
  by: 'plan',
  during: 'notClosed',
  fields: { condition, expectedOn: date('预计日期'), dueOn, title, document: reference, measures },
  facts: [eventPlanned],
  decide: decidePlan,
})

/** 预计改期. Errors: PLANNED_UNCHANGED, PLANNED_IN_PAST. */
export const move = planAct<Move, PlannedMoved>({
  type: 'move',
  name: '预计改期',
  by: 'plan',
  during: 'notClosed',
  fields: { plannedId, expectedOn: date('预计日期'), reason },
  facts: [plannedMoved],
  decide: onPlanned<Move, PlannedMoved>((planned, state, { expectedOn, reason }, at) => {
    const { plannedId, expectedOn: from } = planned
    if (expectedOn === from)
      return refuse('PLANNED_UNCHANGED', `预计事件 ${plannedId} 本来就是 ${expectedOn}`)
    if (isOver(state, expectedOn, at))
      return refuse('PLANNED_IN_PAST', `预计日期 ${expectedOn} 不晚于今天（${dateOf(at)}）`, {
        remedy: `已经发生的，用 duban event confirm ${state.planId} ${plannedId} --on ${expectedOn}`,
      })
    return told(plannedId, [{ kind: 'plannedMoved', plannedId, from, expectedOn, reason }], 'expect')
  }),
})

/** 取消预计 */
export const cancel = planAct<Cancel, PlannedCancelled>({
  type: 'cancel',
  name: '取消预计',
  by: 'plan',
  during: 'notClosed',
  fields: { plannedId, reason },
  facts: [plannedCancelled],
  decide: onPlanned<Cancel, PlannedCancelled>(({ plannedId }, _, { reason }) =>
    told(plannedId, [{ kind: 'plannedCancelled', plannedId, reason }], 'unexpect'),
  ),
})

/** 确认预计: it is reported as it was planned. Errors: those of a report. */
export const confirm = planAct<Confirm, EventReported | PlannedConfirmed>({
  type: 'confirm',
  name: '确认预计',
  by: 'plan',
  during: 'notClosed',
  fields: { plannedId, effectiveOn: nullable(date('实际日期')), document: reference, url },
  facts: [eventReported, plannedConfirmed],
  decide: onPlanned<Confirm, EventReported | PlannedConfirmed>((planned, state, input, at) => {
    const { plannedId, condition, expectedOn, dueOn, title, document, measures } = planned
    const report: EventReport = {
      condition,
      effectiveOn: input.effectiveOn ?? expectedOn,
      eventId: null,
      dueOn,
      title,
      document: input.document ?? document,
      url: input.url,
      measures,
      another: false,
    }
    const decided = decideReport(state, report, { at, actor: input.actor, keepUnknown: false })
    if (!decided.ok) return decided
    const { event, already } = decided.value
    const { eventId } = event
    const ends = { kind: 'plannedConfirmed', plannedId, eventId } as const
    if (already) return told<EventReported | PlannedConfirmed>(eventId, [ends])
    const confirms = { ...event, planned: [{ id: plannedId, measures }] }
    return ok({
      type: 'event',
      kind: 'event',
      eventId,
      facts: [{ kind: 'eventReported', event: confirms }, ends],
    })
  }),
})
