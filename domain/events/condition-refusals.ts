import { type Refusal, refuse } from '../basics/result.ts'
import { some } from '../basics/text.ts'
import { nearestConditions } from '../deadline/condition.ts'
import type { PlanCondition } from '../plan/condition.ts'
import type { PlanState } from './model/state.ts'
import { hearersOf } from './subscriptions.ts'

/** CONDITION_UNKNOWN, with the nearest ones. */
export function conditionUnknown(state: PlanState, asked: string) {
  const nearest = nearestConditions(
    asked,
    state.conditions.map((c) => c.text),
  )
  return refuse('CONDITION_UNKNOWN', `方案 ${state.planId} 没有等待“${asked}”的措施`, {
    remedy:
      nearest.length > 0 ? `最接近的条件：${nearest.join('；')}` : '用 duban event waiting 查看等待清单',
    fields: { condition: asked, nearest },
  })
}

/** Measures of a scope that do not wait for the condition. */
export function strangersTo(
  state: PlanState,
  condition: PlanCondition,
  measures: readonly string[] | null,
): readonly string[] {
  const hearers = hearersOf(state, condition)
  return measures?.filter((no) => !hearers.includes(no)) ?? []
}

/** MEASURE_NOT_WAITING when a measure of the scope does not wait for the condition; null when all do. */
export function outOfScope(
  state: PlanState,
  condition: PlanCondition,
  measures: readonly string[] | null,
): { ok: false; error: Refusal } | null {
  const hearers = hearersOf(state, condition)
  const [stranger] = strangersTo(state, condition, measures)
  return stranger === undefined
    ? null
    : refuse('MEASURE_NOT_WAITING', `措施 ${stranger} 不在等待“${condition.text}”`, {
        remedy: `等待的措施：${some(hearers)}`,
      })
}
