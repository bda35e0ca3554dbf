import type { WithStartWorkflowOperation } from '@temporalio/client'
import { clip, unlinked } from '../domain/basics/text.ts'
import type { PlanClock } from '../domain/calendar/clock.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { packPlan } from '../domain/events/packing.ts'
import type { MeasureState } from '../domain/plan/measure/state.ts'
import { packMeasure } from '../domain/supervision/packing.ts'
import { workflowIdOf } from '../records/read.ts'
import { KEYS, keyword } from '../workflows/attribute-keys.ts'
import type { MeasureInput } from '../workflows/measure.ts'
import type { ActReply } from '../workflows/messages.ts'
import type { PlanInputArgs } from '../workflows/plan.ts'
import type { ActivityContext } from './context.ts'

/** Type of the measure's workflow, for a start from outside. */
export type MeasureRun = (input: MeasureInput) => Promise<unknown>

/** How a measure that is done is started again: a new run of the same workflow with its whole state, or the one that runs. */
export const againOptions = (
  taskQueue: string,
  state: MeasureState,
  clock: PlanClock,
  historyLimit?: number,
) => {
  const { planId, no, leadUnit, text } = state.setup
  const input: MeasureInput = {
    clock,
    from: { state: packMeasure(state) },
    shown: null,
    historyLimit,
    historyFirst: true,
  }
  return {
    taskQueue,
    workflowId: workflowIdOf(planId, no),
    args: [input] as [MeasureInput],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    staticSummary: clip(unlinked(`${no} ${leadUnit}：${text}`)),
    typedSearchAttributes: [
      { key: KEYS.plan, value: planId },
      { key: KEYS.measure, value: no },
      { key: KEYS.unit, value: keyword(leadUnit) },
    ],
  }
}

/** The same for an update that goes along with the start. The client is loaded by who comes here: it is large, and few do. */
export async function runAgain(
  ...given: Parameters<typeof againOptions>
): Promise<WithStartWorkflowOperation<MeasureRun>> {
  const { WithStartWorkflowOperation } = await import('../temporal/with-start.ts')
  return new WithStartWorkflowOperation<MeasureRun>('measure', againOptions(...given))
}

/** An update to a measure that does not run: it goes on in a new run, with its whole state. */
export const askAgain = async (
  { client, taskQueue, historyLimit }: ActivityContext,
  state: MeasureState,
  clock: PlanClock,
  name: string,
  message: object,
  updateId: string,
): Promise<ActReply> =>
  client.workflow.executeUpdateWithStart<MeasureRun, ActReply, [object]>(name, {
    args: [message],
    updateId,
    startWorkflowOperation: await runAgain(taskQueue, state, clock, historyLimit),
  })

/** Type of the plan's workflow, for a start from outside. */
export type PlanRun = (args: PlanInputArgs) => Promise<unknown>

/**
 * How a plan is started: for the first time (`state` null), or again with its whole state; or the run that there is.
 * @param unknown the records have nothing of it: a run that was ended by a hand is in nobody's way
 */
export const planOptions = (
  taskQueue: string,
  planId: string,
  title: string,
  state: PlanState | null,
  unknown = false,
) => {
  const input: PlanInputArgs = {
    planId,
    state: state && packPlan(state),
    shown: null,
    historyFirst: true,
  }
  return {
    taskQueue,
    workflowId: planId,
    args: [input] as [PlanInputArgs],
    workflowIdReusePolicy: unknown
      ? ('ALLOW_DUPLICATE_FAILED_ONLY' as const)
      : state === null
        ? ('REJECT_DUPLICATE' as const)
        : ('ALLOW_DUPLICATE' as const),
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    staticSummary: clip(unlinked(title)),
  }
}
