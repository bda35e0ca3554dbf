import type { Actor } from '../../domain/basics/actor.ts'
import { some } from '../../domain/basics/text.ts'
import { PLAN_NAMES } from '../../domain/messages/plan.ts'
import { measureStates } from '../../records/read.ts'
import type { ReopenPlan } from '../../workflows/messages.ts'
import { withinLimits } from '../limits.ts'
import type { Office } from '../office.ts'
import { askPlanAgain } from '../plan-again.ts'
import { refused } from '../refusal.ts'

/** Measures of other plans that carry on what this plan's closing carried over. */
async function carriedOn(duban: Office, planId: string) {
  const states = await measureStates(duban.db, planId)
  const targets = new Set(states.flatMap((s) => s.obligations.flatMap((o) => o.carriedTo?.planId ?? [])))
  const found = await Promise.all([...targets].map((to) => measureStates(duban.db, to)))
  return found.flat().filter(({ setup }) => setup.carriedFrom?.planId === planId)
}

/**
 * Undoes a closing: what was open goes on in new runs, what was carried over is withdrawn from the next plan.
 * @param leaveWorked what somebody has worked on there already stays there
 * @throws RefusedError PLAN_NOT_CLOSED, REASON_MISSING, CARRIED_IN_WORK where it does not and somebody has
 */
export async function reopenPlan(
  duban: Office,
  planId: string,
  reason: string,
  actor?: Actor,
  leaveWorked = false,
): Promise<{ readonly reopened: number; readonly withdrawn: readonly string[] }> {
  withinLimits({ reason })
  const state = await duban.plan(planId)
  if (state.phase !== 'closed') throw refused('PLAN_NOT_CLOSED', `方案 ${planId} 没有结束，不用重开`)
  const worked = (await carriedOn(duban, planId)).filter(
    (s) => s.obligations.reduce((n, o) => n + o.evidence.length, 0) > (s.setup.carriedFrom?.evidence ?? 0),
  )
  const nos = worked.map(({ setup }) => `${setup.planId} ${setup.no}`)
  if (worked.length > 0 && !leaveWorked) {
    throw refused(
      'CARRIED_IN_WORK',
      `结转的事项已经在新方案里报过材料：${some(nos)}，不能撤回`,
      '加 --leave-worked：这些留在新方案接着办，其余的重开',
    )
  }
  const message: ReopenPlan = {
    ...duban.said(state, { actor, actId: `reopen-${planId}-${state.seq}` }),
    reason,
    ...(nos.length > 0 ? { leave: nos } : {}),
  }
  return askPlanAgain(duban, planId, PLAN_NAMES.reopen, message)
}
