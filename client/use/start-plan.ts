import { endDemo } from '../../accounts/demo.ts'
import type { Actor } from '../../domain/basics/actor.ts'
import { officeOf } from '../../domain/events/offices.ts'
import { PLAN_NAMES } from '../../domain/messages/plan.ts'
import type { StartPlan } from '../../workflows/messages.ts'
import type { Office } from '../office.ts'

export type PlanStart = Pick<StartPlan, 'clock' | 'startOn' | 'acceptedReview' | 'accepted' | 'baseline'> & {
  readonly actor?: Actor
}

/** Starts a workflow for each measure; answers when all have written their start. With the first real plan the 演示账户 go. */
export async function startPlan(
  duban: Office,
  planId: string,
  start: PlanStart,
): Promise<{ readonly started: number; readonly already: boolean }> {
  const state = await duban.plan(planId)
  const actId = `start-${planId}`
  const actor = start.actor ?? officeOf(state)
  // The update's id is fixed, so that a start is never done twice. A later one is answered when the first is done:
  // one whose answer was lost may still be starting measures.
  const message: StartPlan = { ...start, actor, actId, at: null }
  const reply = await duban.askPlan<{ started: number; already: boolean }>(planId, PLAN_NAMES.start, message)
  if (message.clock.kind === 'wall') await endDemo(duban.db)
  return state.phase === 'running' ? { started: 0, already: true } : reply
}
