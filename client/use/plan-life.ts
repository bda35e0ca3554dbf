import { randomUUID } from 'node:crypto'
import { planOptions } from '../../activities/restart.ts'
import type { Actor } from '../../domain/actor.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import { planTimeAt, steppedAt } from '../../domain/clock.ts'
import { PLAN_NAMES } from '../../domain/messages/plan.ts'
import { carriedTasks, withTasks } from '../../domain/plan/carry.ts'
import { idTaken } from '../../domain/plan/ids.ts'
import type { YearEnd } from '../../domain/plan/model/input.ts'
import type { PlanState } from '../../domain/plan/model/state.ts'
import { officeOf, officesNamed } from '../../domain/plan/offices.ts'
import { measuresOf, type WorkPlan } from '../../domain/plan/plan.ts'
import { oversized } from '../../domain/supervision/oversized.ts'
import { type SupervisionPolicy, THREE_COLOURS } from '../../domain/supervision/policy.ts'
import { planWithIds } from '../../records/counts.ts'
import { calendarsFolder } from '../../records/places.ts'
import { document, type LedgerRow, lastRow, ledger, planState, workflowIdOf } from '../../records/read.ts'
import { loadCalendar } from '../../seeds/calendars/load.ts'
import type { AdvancePlan, ImportPlan, StartPlan } from '../../workflows/messages.ts'
import { withinLimits } from '../limits.ts'
import type { Office } from '../office.ts'
import { RefusedError, refused } from '../refusal.ts'
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
  const named = officesNamed(asked ?? before?.offices ?? [])
  if (!named.ok) throw new RefusedError(named.error)
  return named.value
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
    actor: duban.believed(actor ?? officeOf({ offices }), { actId, planId }),
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

export type PlanStart = Pick<StartPlan, 'clock' | 'startOn' | 'acceptedReview' | 'accepted' | 'baseline'> & {
  readonly actor?: Actor
}

/** Starts a workflow for each measure; answers when all have written their start. */
export async function startPlan(
  duban: Office,
  planId: string,
  start: PlanStart,
): Promise<{ readonly started: number; readonly already: boolean }> {
  const state = await duban.plan(planId)
  const actId = `start-${planId}`
  const actor = duban.believed(start.actor ?? officeOf(state), { actId, planId })
  // The update's id is fixed, so that a start is never done twice. A later one is answered when the first is done:
  // one whose answer was lost may still be starting measures.
  const message: StartPlan = { ...start, actor, actId, at: null }
  const reply = await duban.askPlan<{ started: number; already: boolean }>(planId, PLAN_NAMES.start, message)
  return state.phase === 'running' ? { started: 0, already: true } : reply
}

/** Moves a stepped clock to noon of a day; answers when every measure has done what was due up to it, with what happened. */
export async function advancePlan(
  duban: Office,
  planId: string,
  to: IsoDate,
  by?: Actor,
): Promise<{ readonly moved: number; readonly changes: readonly LedgerRow[] }> {
  const before = await lastRow(duban.db)
  const actId = randomUUID()
  const actor = duban.believed(by ?? officeOf(await duban.plan(planId)), { actId, planId })
  const message: AdvancePlan = { to: steppedAt(to), actor, actId, at: null }
  const { moved } = await duban.askPlan<{ moved: number }>(planId, PLAN_NAMES.advance, message)
  const changes = (await ledger(duban.db, planId, undefined, before)).filter(({ no }) => no !== '')
  return {
    moved,
    changes: [...changes].sort((a, b) =>
      a.planAt < b.planAt ? -1 : a.planAt > b.planAt ? 1 : a.row - b.row,
    ),
  }
}

/** @throws RefusedError PLAN_CLOSED, PLAN_NOT_STARTED, and those of a carry-over (year-end.ts) */
export async function closePlan(
  duban: Office,
  planId: string,
  reason: string | null,
  actor?: Actor,
  yearEnd?: YearEnd,
): Promise<{ readonly closed: number }> {
  withinLimits({ reason, yearEnd })
  const state = await duban.plan(planId)
  const { phase, seenActs, seq } = state
  if (phase === 'closed') throw refused('PLAN_CLOSED', `方案 ${planId} 已经结束`)
  const first = `close-${planId}`
  // Closed, reopened and closed again is another act.
  const actId = seenActs.includes(first) ? `${first}-${seq}` : first
  const ask = (id: string): Promise<{ closed: number }> =>
    duban.askPlan(planId, PLAN_NAMES.close, {
      ...{
        reason,
        actor: duban.believed(actor ?? officeOf(state), { actId: id, planId }),
        actId: id,
        at: null,
      },
      ...(yearEnd ? { yearEnd } : {}),
    })
  try {
    return await ask(actId)
  } catch (error) {
    // That may be the answer to a closing that failed before: what stood in its way may be gone.
    if (!(error instanceof RefusedError) || (await duban.plan(planId)).phase !== 'running') throw error
    return ask(`${first}-${randomUUID()}`)
  }
}
