import { type PlanRun, planOptions } from '../activities/restart.ts'
import type { Office } from './office.ts'
import { toRefusal } from './refusal.ts'

/**
 * An update of a plan, also of one that is closed: its workflow has ended and goes on in a new run with its whole
 * state, which the records have, and ends again when it has answered.
 * @throws RefusedError PLAN_NOT_FOUND, or what the plan refuses
 */
export async function askPlanAgain<R>(
  duban: Office,
  planId: string,
  name: string,
  message: { actId: string },
): Promise<R> {
  const state = await duban.plan(planId)
  if (state.phase !== 'closed') return duban.askPlan<R>(planId, name, message)
  const { WithStartWorkflowOperation } = await import('../temporal/with-start.ts')
  try {
    return await duban.client.workflow.executeUpdateWithStart<PlanRun, R, [object]>(name, {
      args: [duban.signed(planId, name, message)],
      updateId: `${name}-${message.actId}`,
      startWorkflowOperation: new WithStartWorkflowOperation<PlanRun>(
        'plan',
        planOptions(duban.taskQueue, planId, state.title, state),
      ),
    })
  } catch (error) {
    throw toRefusal(error)
  }
}
