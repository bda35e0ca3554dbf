import { SYSTEM } from '../domain/basics/actor.ts'
import { listed } from '../domain/basics/listed.ts'
import { clip, unlinked } from '../domain/basics/text.ts'
import type { PlanTime } from '../domain/calendar/time.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { policyOf } from '../domain/events/policy.ts'
import { MEASURE_NAMES } from '../domain/messages/measure-names.ts'
import { measureOfId } from '../domain/plan/numbers.ts'
import { measuresOf } from '../domain/plan/plan.ts'
import { refreshPlan } from '../domain/reading/refresh.ts'
import { ACT_NAMES } from '../domain/supervision/acts/registry.ts'
import { withBaseline } from '../domain/supervision/baseline.ts'
import { describeSetup } from '../domain/supervision/describe-setup.ts'
import { begin, evolve } from '../domain/supervision/evolve.ts'
import { phaseName } from '../domain/supervision/names.ts'
import { isOver, summaryOf } from '../domain/supervision/phase.ts'
import { settle } from '../domain/supervision/settle.ts'
import { setupOf } from '../domain/supervision/setup.ts'
import { measuresCount } from '../records/counts.ts'
import { keptPlan } from '../records/kept.ts'
import {
  measureNumbers,
  measureState,
  measureStates,
  measuresToAdvance,
  workflowIdOf,
} from '../records/read.ts'
import { dueInstant, KEYS, keyword, shownOf } from '../workflows/attribute-keys.ts'
import type { MeasureInput } from '../workflows/measure.ts'
import { askMeasure, askOfPlan, refusedOrEnded, unheard } from './ask-measure.ts'
import type { ActivityContext } from './context.ts'
import { documentOf } from './documents.ts'
import { refusalOf } from './permanent.ts'
import { inPool } from './pool.ts'
import { askAgain } from './restart.ts'
import type { CloseMeasuresRequest, StartMeasuresRequest } from './types.ts'

const AT_ONCE = 12

/** Starts the measures of a plan that do not run yet: stable ids, so that a second time starts none twice. */
export async function startMeasures(context: ActivityContext, request: StartMeasuresRequest) {
  const { planId, clock, startOn, startedAt } = request
  const { plan } = await documentOf(context, request.document)
  const { client, taskQueue } = context
  const ledger = (await keptPlan(context.db, planId)).ledger ?? {}
  const { offices }: Pick<PlanState, 'policy' | 'offices'> = ledger
  const policy = policyOf(ledger)
  const calendar = context.calendar()
  const all = measuresOf(refreshPlan(plan, calendar))
  const known = new Set(request.onlyNew ? await measureNumbers(context.db, planId) : [])
  const list = all.filter(({ measure }) => !known.has(measure.no))
  let started = 0
  const unstarted = unheard()
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
        staticSummary: clip(unlinked(`${measure.no} ${setup.leadUnit}：${measure.text}`)),
        staticDetails: unlinked(describeSetup(setup)),
        typedSearchAttributes: [
          { key: KEYS.plan, value: planId },
          { key: KEYS.measure, value: measure.no },
          { key: KEYS.unit, value: keyword(setup.leadUnit) },
          { key: KEYS.state, value: shown.state },
          ...(shown.waitingFor.length > 0 ? [{ key: KEYS.waitingFor, value: [...shown.waitingFor] }] : []),
          ...(shown.dueOn === null ? [] : [{ key: KEYS.dueAt, value: dueInstant(shown.dueOn) }]),
        ],
      })
      .catch((error: unknown) => {
        // A closed run of the same id: this measure was started, and is done.
        if ((error as Error).name === 'WorkflowExecutionAlreadyStartedError') return
        // The server will never take it.
        const refusal = refusalOf(error)
        if (refusal === null) throw error
        unstarted.note(measure.no, refusal)
      })
    started += 1
  })
  const nos = list.map(({ measure }) => measure.no).filter((no) => !unstarted.has(no))
  started -= list.length - nos.length
  for (const no of await inRecords(context, planId, nos)) unstarted.note(no, 'silent')
  return { started, ...(request.onlyNew ? { nos } : {}), ...unstarted.found() }
}

/** So long after the last one that wrote its start nobody waits for the others. */
const NO_PROGRESS_MS = 120_000

/** Waits until every measure has written its start: lists are complete when `start` answers. @returns those that never did */
async function inRecords(
  { db }: ActivityContext,
  planId: string,
  nos: readonly string[],
): Promise<readonly string[]> {
  let [count, since] = [0, Date.now()]
  for (;;) {
    const now = await measuresCount(db, planId)
    if (now > count) [count, since] = [now, Date.now()]
    const late = Date.now() - since > NO_PROGRESS_MS
    // Their number first: a long plan is not read twenty times a second.
    if (now >= nos.length || late) {
      const known = new Set(await measureNumbers(db, planId))
      const missing = nos.filter((no) => !known.has(no))
      if (missing.length === 0 || late) return missing
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Moves every measure that has something to do up to `to`; answers when all have settled. */
export async function advanceMeasures(context: ActivityContext, planId: string, to: PlanTime, actId: string) {
  const nos = await measuresToAdvance(context.db, planId, to)
  let moved = 0
  const unmoved = unheard()
  await inPool(nos, AT_ONCE, async (no) => {
    const asked = await askOfPlan(context, planId, no, MEASURE_NAMES.advance, { to }, `advance-${actId}`)
    if (unmoved.note(no, asked)) moved += 1
  })
  return { moved, ...unmoved.found() }
}

export async function closeMeasures(context: ActivityContext, planId: string, by: CloseMeasuresRequest) {
  const open = (await measureStates(context.db, planId)).filter((state) => !isOver(state))
  const clock = (await keptPlan(context.db, planId)).ledger?.clock ?? { kind: 'wall' }
  let closed = 0
  const stays = unheard()
  const { carry } = by
  const ofMeasure = (said: Readonly<Record<string, string>> = {}) =>
    listed(Object.entries(said), ([id]) => measureOfId(id))
  const [carriedOf, endedOf] = [ofMeasure(carry?.links), ofMeasure(by.terminate)]
  await inPool(open, AT_ONCE, async ({ setup }) => {
    const carried = carriedOf(setup.no).map(([id, no]) => [id, { planId: carry?.planId ?? '', no }] as const)
    const ended = endedOf(setup.no)
    const act = {
      type: 'close',
      actId: `${by.actId}-${setup.no}`,
      actor: by.actor,
      reason: by.reason,
      ...(carried.length > 0 ? { carry: Object.fromEntries(carried) } : {}),
      ...(ended.length > 0 ? { terminate: Object.fromEntries(ended) } : {}),
    } as const
    const message = { act, at: by.at }
    const id = workflowIdOf(planId, setup.no)
    const asked = await askMeasure(context.client, id, ACT_NAMES.close, message, act.actId)
    const now = asked === 'ended' ? await measureState(context.db, planId, setup.no) : null
    // Its run was ended by somebody's hand while it had work left: the closing ends it in the ledger as well.
    const again =
      now !== null && !isOver(now)
        ? await askAgain(context, now, clock, ACT_NAMES.close, message, act.actId).then(
            () => 'answered' as const,
            refusedOrEnded,
          )
        : asked
    if (stays.note(setup.no, again)) closed += 1
  })
  return { closed, ...stays.found() }
}
