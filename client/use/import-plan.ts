import { randomUUID } from 'node:crypto'
import { planOptions } from '../../activities/restart.ts'
import { loadCalendar } from '../../documents/calendars/load.ts'
import type { Actor } from '../../domain/basics/actor.ts'
import { planTimeAt } from '../../domain/calendar/clock.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { officeOf, officesNamed } from '../../domain/events/offices.ts'
import { PLAN_NAMES } from '../../domain/messages/plan.ts'
import { idTaken } from '../../domain/plan/ids.ts'
import { measuresOf, type WorkPlan } from '../../domain/plan/plan.ts'
import { type SupervisionPolicy, THREE_COLOURS } from '../../domain/policy/policy.ts'
import { carriedTasks, withTasks } from '../../domain/reckoning/carry.ts'
import { oversized } from '../../domain/supervision/oversized.ts'
import { planWithIds } from '../../records/counts.ts'
import { calendarsFolder } from '../../records/places.ts'
import { document, planState, workflowIdOf } from '../../records/read.ts'
import type { ImportPlan } from '../../workflows/messages.ts'
import type { Office } from '../office.ts'
import { orThrow, RefusedError, refused } from '../refusal.ts'
import { stateNow } from '../state-now.ts'

/** Refuses an id that with the measures' numbers comes to another plan's. */
async function refuseTaken(duban: Office, planId: string, plan: WorkPlan): Promise<void> {
  const own = measuresOf(plan).map(({ measure }) => workflowIdOf(planId, measure.no))
  const taken = await planWithIds(duban.db, planId, own)
  if (taken !== null) throw new RefusedError(idTaken(planId, taken))
}

/** @throws RefusedError MEASURE_TOO_LARGE */
export function refuseOversized(
  { dataDir }: Office,
  planId: string,
  plan: WorkPlan,
  policy: SupervisionPolicy = THREE_COLOURS,
): void {
  const calendar = loadCalendar(calendarsFolder(dataDir))
  const refusal = oversized(plan, { planId, calendar, policy })
  if (refusal !== null) throw new RefusedError(refusal)
}

const ANSWER_MS = 5_000

/** A plan whose only document was refused would run without a record for ever. */
async function endIfEmpty(duban: Office, planId: string): Promise<void> {
  if ((await planState(duban.db, planId)) !== null) return
  if ((await stateNow(duban, planId, ANSWER_MS)).seq > 1) return
  await duban.client.workflow.getHandle(planId).terminate('导入没有被接收，方案里什么也没有')
}

export interface ImportOptions {
  /** 督办规则. Absent: as they were, else the default. */
  readonly policy?: SupervisionPolicy
  /** Absent: the first office. */
  readonly actor?: Actor
  /** 督查机构. Absent: as they were, else 督查室. */
  readonly offices?: readonly string[]
}

/** What the plan's offices are to be; undefined for one of 0.2.0 that has been started and names none. */
function officesFor(before: PlanState | null, asked: readonly string[] | undefined) {
  if (asked === undefined && before !== null && before.phase !== 'draft') return before.offices
  return orThrow(officesNamed(asked ?? before?.offices ?? []))
}

/**
 * Imports a compiled plan under an id; the same document again changes nothing.
 * @throws RefusedError ID_TAKEN, PLAN_CLOSED, PLAN_ALREADY_STARTED, OFFICE_EMPTY, OFFICE_MANY, NOT_OFFICE
 */
export async function importPlan(
  duban: Office,
  planId: string,
  plan: WorkPlan,
  { policy, actor, offices: asked }: ImportOptions = {},
): Promise<{ readonly measures: number; readonly already: boolean }> {
  // What was carried over into a plan that waits for its document stays in it.
  const before = await planState(duban.db, planId)
  const offices = officesFor(before, asked)
  const draft =
    before?.phase === 'draft' && before.document ? await document(duban.db, before.document) : null
  const whole = withTasks(plan, draft === null ? [] : carriedTasks(draft))
  await refuseTaken(duban, planId, whole)
  refuseOversized(duban, planId, whole, policy ?? before?.policy)
  const actId = randomUUID()
  const message: ImportPlan = {
    document: duban.blobs.put(Buffer.from(JSON.stringify(whole))),
    ...(policy ? { policy } : {}),
    ...(offices ? { offices } : {}),
    actor: actor ?? officeOf({ offices }),
    actId,
    at: planTimeAt({ kind: 'wall' }, Date.now()),
  }
  await duban.client.workflow
    .start('plan', planOptions(duban.taskQueue, planId, plan.title, null, before === null))
    .catch((error: unknown) => {
      throw (error as Error).name === 'WorkflowExecutionAlreadyStartedError'
        ? refused('PLAN_CLOSED', `方案 ${planId} 已经结束`, '换一个 --id 导入')
        : error
    })
  try {
    return await duban.askPlan(planId, PLAN_NAMES.import, message)
  } catch (error) {
    if (error instanceof RefusedError && before === null)
      await endIfEmpty(duban, planId).catch(() => undefined)
    throw error
  }
}
