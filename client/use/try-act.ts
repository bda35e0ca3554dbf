import { isRehearsal } from '../../domain/events/rehearsal.ts'
import { decideSubscription } from '../../domain/events/subscriptions.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { decide } from '../../domain/supervision/decide.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { measureState } from '../../records/read.ts'
import type { Office } from '../office.ts'
import { orThrow, refused } from '../refusal.ts'
import { subscribe } from './events.ts'

/** @throws RefusedError MEASURE_NOT_FOUND */
export async function measureOf(duban: Office, planId: string, no: string): Promise<MeasureState> {
  const state = await measureState(duban.db, planId, no)
  if (state === null)
    throw refused(
      'MEASURE_NOT_FOUND',
      `方案 ${planId} 没有措施 ${no}`,
      `用 duban measure list ${planId} 查看`,
    )
  return state
}

/**
 * Refuses what a measure would refuse, before anything of an act that has several parts is done: what is refused leaves
 * no trace. The measure itself decides when it is sent.
 * @throws RefusedError MEASURE_NOT_FOUND, or what the measure refuses
 */
export async function tryAct(duban: Office, planId: string, no: string, act: Act): Promise<MeasureState> {
  const plan = await duban.plan(planId)
  const now = duban.now(plan)
  const { state } = settle(await measureOf(duban, planId, no), now)
  orThrow(decide(state, act, { at: now, answer: null, rehearsal: isRehearsal(plan) }))
  return state
}

/**
 * Suspends until a condition comes (待X后恢复): the plan makes the measure hear of it, then the measure stops. What the
 * measure or the plan would refuse is refused before either is told.
 */
export async function subscribeFor(
  duban: Office,
  planId: string,
  no: string,
  condition: string,
  act: Extract<Act, { type: 'suspend' }>,
): Promise<{ readonly conditionId: string; readonly text: string }> {
  await tryAct(duban, planId, no, act)
  orThrow(decideSubscription(await duban.plan(planId), { condition, no }))
  return subscribe(duban, planId, no, condition, act.actor)
}
