import { ok, type Refusal, type Result, refuse } from '../basics/result.ts'
import type { PlanCondition, Subscription } from '../plan/condition.ts'
import { conditionId, findCondition } from '../plan/conditions.ts'
import type { EventStep } from './model/input.ts'
import type { PlanState } from './model/state.ts'
import { type PlanEvent, scopeOf } from './plan-event.ts'

export interface ConditionSubscribed extends Subscription {
  readonly kind: 'conditionSubscribed'
}

/** Measures to which events of a condition go: those that wait for it, and those whose suspension it ends. */
export const hearersOf = (state: PlanState, condition: PlanCondition): readonly string[] => [
  ...new Set([
    ...condition.waits.map((wait) => wait.no),
    ...(state.subscriptions ?? []).filter((s) => s.conditionId === condition.id).map((s) => s.no),
  ]),
]

/** A condition that only suspensions speak of. */
const own = ({ conditionId: id, text }: Subscription): PlanCondition => ({
  id,
  text,
  alternatives: [],
  stream: false,
  kind: 'onEvent',
  waits: [],
})

/** The conditions of the plan's text, and those that suspensions brought and it does not have. */
export function withSubscribed(
  conditions: readonly PlanCondition[],
  subscriptions: readonly Subscription[],
): readonly PlanCondition[] {
  const known = new Set(conditions.map((c) => c.id))
  const missing = new Map(
    subscriptions.filter((s) => !known.has(s.conditionId)).map((s) => [s.conditionId, own(s)]),
  )
  return [...conditions, ...missing.values()]
}

/**
 * Decides that a measure hears of a condition, one of the plan's or a new one. Errors: CONDITION_EMPTY,
 * EVENT_ALREADY_REPORTED (nothing to wait for).
 */
export function decideSubscription(
  state: PlanState,
  { condition: asked, no }: { readonly condition: string; readonly no: string },
): Result<EventStep<ConditionSubscribed>, Refusal> {
  const known = findCondition(state.conditions, asked)
  const id = known?.id ?? conditionId(asked)
  if (known === null && asked.trim().length < 2)
    return refuse('CONDITION_EMPTY', '没有写明等待什么', { remedy: '写明条件，如 --until-event 省出台办法' })
  const came = state.events.find((event) => event.conditionId === id && !event.revoked)
  if (came !== undefined && known?.stream === false)
    return refuse(
      'EVENT_ALREADY_REPORTED',
      `“${known.text}”已经发生：${came.eventId}，${came.effectiveOn} 生效`,
      {
        remedy: '不必等待它；另写条件，或不写 --until-event',
      },
    )
  if (state.subscriptions?.some((s) => s.conditionId === id && s.no === no))
    return ok({ type: 'already', eventId: id })
  const text = known?.text ?? asked.trim()
  const facts = [{ kind: 'conditionSubscribed', conditionId: id, text, no } as const]
  return ok({ type: 'event', kind: 'none', eventId: id, facts })
}

/** Measures an event goes to: those that wait for its condition, within its scope. */
export function targetsOf(state: PlanState, event: PlanEvent): readonly string[] {
  const condition = state.conditions.find((c) => c.id === event.conditionId)
  const nos = condition === undefined ? [] : hearersOf(state, condition)
  return nos.filter(scopeOf(event))
}
