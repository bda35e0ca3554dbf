import { carriedTasks } from '../domain/plan/carry.ts'
import { deleteDraft } from '../records/delete-plan.ts'
import { document } from '../records/read.ts'
import type { Duban } from './duban.ts'
import { refused } from './refusal.ts'

/**
 * Deletes a plan that was never started; answers given in its review stay with the document.
 * @throws RefusedError PLAN_NOT_FOUND, PLAN_STARTED, PLAN_HAS_CARRIED
 */
export async function deletePlan(duban: Duban, planId: string): Promise<void> {
  const state = await duban.plan(planId)
  if (state.phase !== 'draft')
    throw refused(
      'PLAN_STARTED',
      `方案 ${planId} 启动过，不能删除：台账要留存`,
      `不再办理的，用 duban plan close ${planId} 结束`,
    )
  const plan = state.document === null ? null : await document(duban.db, state.document)
  if (plan !== null && carriedTasks(plan).length > 0)
    throw refused(
      'PLAN_HAS_CARRIED',
      `方案 ${planId} 里有从上一年结转来的事项，删除就没有下落了`,
      '先重开上一年的方案（duban plan reopen）',
    )
  // Its workflow first: one that was lost on the way can be deleted again.
  await duban.client.workflow
    .getHandle(planId)
    .terminate('未启动的方案已删除')
    .catch((error: unknown) => {
      if ((error as Error).name !== 'WorkflowNotFoundError') throw error
    })
  await deleteDraft(duban.db, planId)
}
