import type { Actor } from '../actor.ts'
import type { IsoDate } from '../calendar/date.ts'
import { shortHash } from '../calendar/table.ts'
import { dateOf, type PlanTime } from '../calendar/time.ts'
import { ok, type Refusal, type Result, refuse } from '../result.ts'
import { conditionUnknown, outOfScope } from './condition-refusals.ts'
import { findCondition } from './conditions.ts'
import type { PlanFactBody } from './facts.ts'
import type { EventStep, PlannedInput } from './model/input.ts'
import type { PlanState } from './model/state.ts'
import type { EventReport, PlannedEvent } from './plan-event.ts'
import { expectedIn, overlap } from './planned.ts'
import { decideReport } from './report.ts'

type Step = Result<EventStep, Refusal>

/** No day of a draft is over: its clock is set by the start, which names what it finds over. */
const isOver = (state: PlanState, day: IsoDate, at: PlanTime): boolean =>
  state.phase !== 'draft' && day <= dateOf(at)

function decidePlan(
  state: PlanState,
  input: PlannedInput & { type: 'plan' },
  at: PlanTime,
  actor: Actor,
): Step {
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
      ? ok({ type: 'already', eventId: known.plannedId })
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
    plannedBy: actor,
    moves: [],
    state: 'planned',
    eventId: null,
  }
  return told(plannedId, [{ kind: 'eventPlanned', planned }], 'expect')
}

function freeId(state: PlanState, id: string): string {
  const taken = (candidate: string) => (state.planned ?? []).some((p) => p.plannedId === candidate)
  let free = id
  for (let n = 2; taken(free); n += 1) free = `${id}-${n}`
  return free
}

/** Facts of the plan's ledger; of a planned event only what is due before it is told. */
const told = (
  eventId: string,
  facts: readonly PlanFactBody[],
  kind: 'none' | 'expect' | 'unexpect' = 'none',
): Step => ok({ type: 'event', kind, eventId, facts })

/**
 * Decides what is said of a planned event. Errors: PLANNED_NOT_FOUND, PLANNED_ENDED (confirmed or cancelled before),
 * PLANNED_IN_PAST, PLANNED_UNCHANGED, ALREADY_PLANNED, and those of a report for a confirmation.
 */
export function decidePlanned(state: PlanState, input: PlannedInput, at: PlanTime, actor: Actor): Step {
  if (input.type === 'plan') return decidePlan(state, input, at, actor)
  const planned = (state.planned ?? []).find((p) => p.plannedId === input.plannedId)
  if (planned === undefined)
    return refuse('PLANNED_NOT_FOUND', `方案 ${state.planId} 没有预计事件 ${input.plannedId}`, {
      remedy: `用 duban event list ${state.planId} 查看`,
      fields: { known: expectedIn(state).map((p) => p.plannedId) },
    })
  const { plannedId } = planned
  if (planned.state !== 'planned') {
    const same = input.type === (planned.state === 'cancelled' ? 'cancel' : 'confirm')
    const what = planned.state === 'cancelled' ? '取消' : `发生（${planned.eventId}）`
    return same
      ? ok({ type: 'already', eventId: planned.eventId ?? plannedId })
      : refuse('PLANNED_ENDED', `预计事件 ${plannedId} 已经${what}`, {
          remedy: planned.eventId
            ? `更正或撤销用 duban event correct|revoke ${state.planId} ${planned.eventId}`
            : '重新登记用 duban event plan',
        })
  }
  switch (input.type) {
    case 'move': {
      const { expectedOn, reason } = input
      if (expectedOn === planned.expectedOn)
        return refuse('PLANNED_UNCHANGED', `预计事件 ${plannedId} 本来就是 ${expectedOn}`)
      if (isOver(state, expectedOn, at))
        return refuse('PLANNED_IN_PAST', `预计日期 ${expectedOn} 不晚于今天（${dateOf(at)}）`, {
          remedy: `已经发生的，用 duban event confirm ${state.planId} ${plannedId} --on ${expectedOn}`,
        })
      const moved = { kind: 'plannedMoved', plannedId, from: planned.expectedOn, expectedOn, reason } as const
      return told(plannedId, [moved], 'expect')
    }
    case 'cancel':
      return told(plannedId, [{ kind: 'plannedCancelled', plannedId, reason: input.reason }], 'unexpect')
    case 'confirm': {
      const { condition, expectedOn, dueOn, title, document, measures } = planned
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
      const decided = decideReport(state, report, { at, actor, keepUnknown: false })
      if (!decided.ok) return decided
      const { event, already } = decided.value
      const { eventId } = event
      const ends: PlanFactBody = { kind: 'plannedConfirmed', plannedId, eventId }
      if (already) return told(eventId, [ends])
      const confirms = { ...event, planned: [{ id: plannedId, measures }] }
      const facts: readonly PlanFactBody[] = [{ kind: 'eventReported', event: confirms }, ends]
      return ok({ type: 'event', kind: 'event', eventId, facts })
    }
  }
}
