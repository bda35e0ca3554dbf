import { randomUUID } from 'node:crypto'
import { type MeasureRun, runAgain } from '../../activities/restart.ts'
import { actOfType } from '../../domain/supervision/acts/registry.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { isOver } from '../../domain/supervision/phase.ts'
import { actDone, measureState, workflowIdOf } from '../../records/read.ts'
import type { ActReply } from '../../workflows/messages.ts'
import { withinLimits } from '../limits.ts'
import type { Office } from '../office.ts'
import { refused, toRefusal } from '../refusal.ts'
import { answered, endedRefusal } from '../waiting.ts'

/** An act as its sender says it; without an id it gets one. */
export type ActOf<T extends Act['type']> = Omit<Extract<Act, { type: T }>, 'type' | 'actId'> & {
  readonly actId?: string
}

const DONE: ActReply = { obligationId: null, says: [], already: true }

/**
 * One person's act on a measure. The same `actId` again is answered without doing it twice.
 * @throws RefusedError PLAN_NOT_FOUND, MEASURE_NOT_FOUND, MEASURE_ENDED, or what the measure refuses
 */
export async function actOn<T extends Act['type']>(
  duban: Office,
  planId: string,
  no: string,
  type: T,
  rest: ActOf<T>,
): Promise<ActReply> {
  withinLimits(rest)
  const plan = await duban.plan(planId)
  const actId = rest.actId ?? randomUUID()
  const done = () => actDone(duban.db, planId, actId)
  if (await done()) return DONE
  if ((await measureState(duban.db, planId, no)) === null)
    throw refused(
      'MEASURE_NOT_FOUND',
      `方案 ${planId} 没有措施 ${no}`,
      `用 duban measure list ${planId} 查看`,
    )
  const { name, reopens } = actOfType(type)
  const { obligationId = null, alsoFor } = rest as {
    obligationId?: string | null
    alsoFor?: readonly string[]
  }
  const actor = duban.believed(
    rest.actor,
    { planId, no, actId },
    { type, obligationId, ...(alsoFor ? { alsoFor } : {}) },
  )
  const message = { act: { ...rest, actor, type, actId }, at: duban.now(plan) }
  const sent = { args: [message] as [object], updateId: actId }
  try {
    return await answered(
      duban,
      planId,
      duban.client.workflow.getHandle(workflowIdOf(planId, no)).executeUpdate<ActReply, [object]>(name, sent),
      workflowIdOf(planId, no),
    )
  } catch (error) {
    if ((error as Error).name !== 'WorkflowNotFoundError') throw toRefusal(error)
  }
  // The act may be the very one that ended it, done by an attempt whose answer was lost.
  if (await done()) return DONE
  const ended = await measureState(duban.db, planId, no)
  if (ended !== null && !isOver(ended)) throw endedRefusal(workflowIdOf(planId, no))
  if (ended === null || !reopens || plan.phase !== 'running')
    throw refused(
      'MEASURE_ENDED',
      `${no} 已经全部办结或方案已结束，不能再办理`,
      `用 duban measure show ${planId} ${no} 查看`,
    )
  // A measure that is done comes back with its whole state when the office undoes what ended it.
  try {
    return await duban.client.workflow.executeUpdateWithStart<MeasureRun, ActReply, [object]>(name, {
      ...sent,
      startWorkflowOperation: await runAgain(duban.taskQueue, ended, plan.clock),
    })
  } catch (error) {
    throw toRefusal(error)
  }
}
