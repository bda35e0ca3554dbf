import { WorkflowNotFoundError } from '@temporalio/client'
import { SYSTEM } from '../domain/actor.ts'
import type { PlanTime } from '../domain/calendar/time.ts'
import { measuresOf } from '../domain/plan/plan.ts'
import { refreshPlan } from '../domain/plan/refresh.ts'
import { withBaseline } from '../domain/supervision/baseline.ts'
import { phaseName } from '../domain/supervision/names.ts'
import { isOver, summaryOf } from '../domain/supervision/phase.ts'
import { settle } from '../domain/supervision/settle.ts'
import { setupOf } from '../domain/supervision/setup.ts'
import { begin, evolve } from '../domain/supervision/state.ts'
import { clip } from '../domain/text.ts'
import {
  document,
  measureStates,
  measuresToAdvance,
  planState,
  policyOfPlan,
  workflowIdOf,
} from '../records/read.ts'
import { dueInstant, KEYS, shownOf } from '../workflows/attribute-keys.ts'
import type { MeasureInput } from '../workflows/measure.ts'
import type { ActivityContext } from './context.ts'
import { inPool } from './pool.ts'
import type { CloseMeasuresRequest, StartMeasuresRequest } from './types.ts'

const AT_ONCE = 12

/** Starts the measures of a plan that do not run yet: stable ids, so that a second time starts none twice. */
export async function startMeasures(context: ActivityContext, request: StartMeasuresRequest) {
  const { planId, clock, startOn, startedAt } = request
  const plan = await document(context.db, request.document)
  if (plan === null) throw new Error(`plan document ${request.document} is not in the records`)
  const { client, taskQueue } = context
  const { offices } = (await planState(context.db, planId)) ?? {}
  const policy = await policyOfPlan(context.db, planId)
  const calendar = context.calendar()
  const all = measuresOf(refreshPlan(plan, calendar))
  const known = new Set(
    request.onlyNew ? (await measureStates(context.db, planId)).map((s) => s.setup.no) : [],
  )
  const list = all.filter(({ measure }) => !known.has(measure.no))
  let started = 0
  await inPool(list, AT_ONCE, async ({ task, measure }) => {
    const plain = setupOf(task, measure, { planId, startOn, policy, calendar, offices })
    const setup = withBaseline(plain, request.baseline, { calendar, startOn })
    const fact = { kind: 'started', setup, seq: 1, at: startedAt, actor: SYSTEM, actId: null } as const
    const summary = summaryOf(settle(evolve(begin(startedAt, setup), fact), startedAt).state)
    const shown = shownOf(summary, phaseName(summary.phase))
    const input: MeasureInput = {
      clock,
      from: { setup, at: startedAt },
      shown,
      historyLimit: context.historyLimit,
      historyFirst: true,
    }
    await client.workflow
      .start('measure', {
        taskQueue,
        workflowId: workflowIdOf(planId, measure.no),
        args: [input],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'USE_EXISTING',
        staticSummary: clip(`${measure.no} ${setup.leadUnit}：${measure.text}`),
        staticDetails: `任务：${task.title}\n\n时限原文：${setup.deadlineText || '（未写）'}`,
        typedSearchAttributes: [
          { key: KEYS.plan, value: planId },
          { key: KEYS.measure, value: measure.no },
          { key: KEYS.unit, value: setup.leadUnit },
          { key: KEYS.state, value: shown.state },
          ...(shown.waitingFor.length > 0 ? [{ key: KEYS.waitingFor, value: [...shown.waitingFor] }] : []),
          ...(shown.dueOn === null ? [] : [{ key: KEYS.dueAt, value: dueInstant(shown.dueOn) }]),
        ],
      })
      .catch((error: unknown) => {
        // A closed run of the same id: this measure was started, and is done.
        if ((error as Error).name !== 'WorkflowExecutionAlreadyStartedError') throw error
      })
    started += 1
  })
  const nos = list.map(({ measure }) => measure.no)
  await inRecords(context, planId, nos)
  return request.onlyNew ? { started, nos } : { started }
}

/** Waits until every measure has written its start: lists are complete when `start` answers. */
async function inRecords({ db }: ActivityContext, planId: string, nos: readonly string[]): Promise<void> {
  for (;;) {
    const there = db.selectFrom('measures').where('plan_id', '=', planId)
    const row = await there.select((e) => e.fn.countAll().as('n')).executeTakeFirst()
    // Their number first: a long plan is not read twenty times a second.
    if (Number(row?.n) >= nos.length) {
      const known = new Set((await there.select('no').execute()).map(({ no }) => no))
      if (nos.every((no) => known.has(no))) return
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Moves every measure that has something to do up to `to`; answers when all have settled. */
export async function advanceMeasures(
  context: ActivityContext,
  planId: string,
  to: PlanTime,
  actId: string = to,
) {
  const nos = await measuresToAdvance(context.db, planId, to)
  let moved = 0
  await inPool(nos, AT_ONCE, async (no) => {
    const handle = context.client.workflow.getHandle(workflowIdOf(planId, no))
    await handle.executeUpdate('推进', { args: [{ to }], updateId: `advance-${actId}` }).catch(ignoreEnded)
    moved += 1
  })
  return { moved }
}

/** A measure that has ended has nothing left to do. */
export function ignoreEnded(error: unknown): void {
  if (!(error instanceof WorkflowNotFoundError)) throw error
}

export async function closeMeasures(context: ActivityContext, planId: string, by: CloseMeasuresRequest) {
  const open = (await measureStates(context.db, planId)).filter((state) => !isOver(state))
  let closed = 0
  await inPool(open, AT_ONCE, async ({ setup }) => {
    const { carry, terminate } = by
    const own = (of: Readonly<Record<string, string>> | undefined) =>
      Object.entries(of ?? {}).filter(([id]) => id.startsWith(`${setup.no}/`))
    const carried = own(carry?.links).map(([id, no]) => [id, { planId: carry?.planId ?? '', no }] as const)
    const ended = own(terminate)
    const act = {
      type: 'close',
      actId: `${by.actId}-${setup.no}`,
      actor: by.actor,
      reason: by.reason,
      ...(carried.length > 0 ? { carry: Object.fromEntries(carried) } : {}),
      ...(ended.length > 0 ? { terminate: Object.fromEntries(ended) } : {}),
    } as const
    await context.client.workflow
      .getHandle(workflowIdOf(planId, setup.no))
      .executeUpdate('结束', { args: [{ act, at: by.at }], updateId: act.actId })
      .catch(ignoreEnded)
    closed += 1
  })
  return { closed }
}
