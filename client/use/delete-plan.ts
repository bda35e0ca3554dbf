import type { Actor } from '../../domain/basics/actor.ts'
import { deleteDraft } from '../../domain/events/acts/delete.ts'
import { PLAN_NAMES } from '../../domain/messages/plan.ts'
import { carriedTasks } from '../../domain/reckoning/carry.ts'
import { document } from '../../records/read.ts'
import type { Office } from '../office.ts'
import { orThrow, refused } from '../refusal.ts'

/**
 * Deletes a plan that was never started: its id is free again, what was said of it stays in the ledger (which only
 * grows), and answers given in its review stay with the document.
 * @throws RefusedError PLAN_NOT_FOUND, PLAN_STARTED, PLAN_HAS_CARRIED
 */
export async function deletePlan(duban: Office, planId: string, actor?: Actor): Promise<void> {
  const state = await duban.plan(planId)
  const said = duban.said(state, { actor, actId: `delete-${planId}-${state.seq}` })
  orThrow(deleteDraft.decide(state, { type: 'delete', ...said }, said.at))
  const plan = state.document === null ? null : await document(duban.db, state.document)
  if (plan !== null && carriedTasks(plan).length > 0)
    throw refused(
      'PLAN_HAS_CARRIED',
      `方案 ${planId} 里有从上一年结转来的事项，删除就没有下落了`,
      '先重开上一年的方案（duban plan reopen）',
    )
  await duban.askPlan(planId, PLAN_NAMES.delete, said)
}
