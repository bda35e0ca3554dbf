import { WithStartWorkflowOperation } from '@temporalio/client'
import type { PlanClock } from '../domain/clock.ts'
import type { MeasureState } from '../domain/supervision/state.ts'
import { clip } from '../domain/text.ts'
import { workflowIdOf } from '../records/read.ts'
import { KEYS } from '../workflows/attribute-keys.ts'
import type { MeasureInput } from '../workflows/measure.ts'

/** Type of the measure's workflow, for a start from outside. */
export type MeasureRun = (input: MeasureInput) => Promise<unknown>

/** Goes on with a measure that is done: a new run of the same workflow with its whole state, or the one that runs. */
export const runAgain = (
  taskQueue: string,
  state: MeasureState,
  clock: PlanClock,
  historyLimit?: number,
): WithStartWorkflowOperation<MeasureRun> => {
  const { planId, no, leadUnit, text } = state.setup
  return new WithStartWorkflowOperation<MeasureRun>('measure', {
    taskQueue,
    workflowId: workflowIdOf(planId, no),
    args: [{ clock, from: { state }, shown: null, historyLimit }],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: clip(`${no} ${leadUnit}：${text}`),
    typedSearchAttributes: [
      { key: KEYS.plan, value: planId },
      { key: KEYS.measure, value: no },
      { key: KEYS.unit, value: leadUnit },
    ],
  })
}
