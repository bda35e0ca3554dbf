import type { Actor } from '../domain/basics/actor.ts'
import { type Refusal, refuse } from '../domain/basics/result.ts'
import { quoted } from '../domain/basics/text.ts'
import { year } from '../domain/calendar/date.ts'
import { dateOf, type PlanTime } from '../domain/calendar/time.ts'
import { newPlan } from '../domain/events/life.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { mayCarryInto, officeOf } from '../domain/events/offices.ts'
import { PLAN_NAMES } from '../domain/messages/plan.ts'
import { idTaken } from '../domain/plan/ids.ts'
import { measuresOf, type WorkPlan } from '../domain/plan/plan.ts'
import { carryInto, emptyPlan, withoutCarriedFrom, yearEndItems } from '../domain/reckoning/carry.ts'
import { ACT_NAMES } from '../domain/supervision/acts/registry.ts'
import { clockAfterReopening, laddersAfterReopening } from '../domain/supervision/acts/reopening.ts'
import { planWithIds } from '../records/counts.ts'
import { measureNumbers, measureStates, planState, workflowIdOf } from '../records/read.ts'
import type { ActReply } from '../workflows/messages.ts'
import { refusedOrEnded, type Unheard, unheard } from './ask-measure.ts'
import type { ActivityContext } from './context.ts'
import { documentOf } from './documents.ts'
import { refusalIn } from './permanent.ts'
import { inPool } from './pool.ts'
import { type MeasureRun, planOptions, runAgain } from './restart.ts'
import type { Carried, CarryRequest } from './types.ts'

const AT_ONCE = 12

/** Another plan's document is replaced by `plan`: amended where it runs, imported anew where it has not started. */
async function replaceDocument(
  context: ActivityContext,
  next: PlanState,
  plan: WorkPlan,
  change: { readonly added: number; readonly withdrawn: number; readonly reason: string },
  by: { readonly actor: Actor; readonly actId: string } & Pick<PlanState, 'policy' | 'offices'>,
): Promise<Refusal | null> {
  const sha256 = context.blobs.put(Buffer.from(JSON.stringify(plan)))
  const actId = `${by.actId}-${next.seq}-${sha256.slice(0, 12)}`
  const said = { actor: by.actor, actId, at: next.clock.kind === 'stepped' ? next.clock.at : null }
  const { reason, ...counts } = change
  const [name, message] =
    next.phase === 'running'
      ? [
          PLAN_NAMES.amend,
          {
            ...{ ...said, document: sha256, from: next.document ?? '', numbers: next.numbers ?? {}, reason },
            ...{ counts: { changed: 0, ...counts }, reference: null },
          },
        ]
      : [
          PLAN_NAMES.import,
          {
            ...{ ...said, document: sha256, ...(by.policy ? { policy: by.policy } : {}) },
            ...(by.offices ? { offices: by.offices } : {}),
          },
        ]
  try {
    await context.client.workflow
      .getHandle(next.planId)
      .executeUpdate(name as string, { args: [message], updateId: `${name}-${actId}` })
    return null
  } catch (error) {
    const refusal = refusalIn(error)
    // It changed since it was looked at: looked at again it may take it. Any other refusal comes again.
    if (refusal === null || CHANGED_MEANWHILE.has(refusal.code)) throw error
    return refusal
  }
}

const CHANGED_MEANWHILE: ReadonlySet<string> = new Set([
  'AMEND_OUTDATED',
  'PLAN_ALREADY_STARTED',
  'PLAN_NOT_STARTED',
])

/**
 * Makes the plan that is carried over into, where there is none yet: a draft, for the office to start.
 * @returns why there can be none under that id
 */
async function startNext(
  { db, client, taskQueue }: ActivityContext,
  planId: string,
  plan: WorkPlan,
): Promise<Refusal | null> {
  const own = measuresOf(plan).map(({ measure }) => workflowIdOf(planId, measure.no))
  const taken = await planWithIds(db, planId, own)
  if (taken !== null) return idTaken(planId, taken)
  try {
    await client.workflow.start('plan', planOptions(taskQueue, planId, plan.title, null, true))
    return null
  } catch (error) {
    if ((error as Error).name === 'WorkflowExecutionAlreadyStartedError') return targetClosed(planId)
    throw error
  }
}

/**
 * Carries the open work of a plan over into the next one. Done again after a crash it adds nothing: what is there
 * already is known by where it comes from.
 */
export async function carryOver(
  context: ActivityContext,
  planId: string,
  { decided, actor, actId, at }: CarryRequest,
): Promise<Carried> {
  const to = decided.carryTo
  if (to === null) return { links: {}, refused: null }
  const { db } = context
  const source = await planState(db, planId)
  const states = await measureStates(db, planId)
  const { plan: was } = await documentOf(context, source?.document ?? null)
  const today = dateOf(at)
  const title = `${(was.year ?? year(today)) + 1}年结转事项（自${quoted(was.title)}）`
  const known = await planState(db, to)
  if (known?.phase === 'closed') return { links: {}, refused: targetClosed(to) }
  const calendar = context.calendar()
  const next =
    known?.document == null
      ? emptyPlan(title, (was.year ?? year(today)) + 1, today, calendar.version)
      : (await documentOf(context, known.document)).plan
  const taken = new Set(await measureNumbers(db, to))
  const from = { planId, plan: was, states }
  // A plan that is made for it goes by the same rules and has the same offices.
  const rules = known === null ? { policy: source?.policy, offices: source?.offices } : {}
  const allowed = mayCarryInto(known, actor)
  if (!allowed.ok) return { links: {}, refused: allowed.error }
  const { plan, links, added } = carryInto(next, from, yearEndItems(states, decided), taken)
  if (added.length > 0) {
    // Not before there is something to carry: a plan that nothing comes into would run without a record.
    const none = known === null ? await startNext(context, to, plan) : null
    if (none !== null) return { links: {}, refused: none }
    const refused = await replaceDocument(
      context,
      known ?? newPlan(to),
      plan,
      { added: added.length, withdrawn: 0, reason: `自 ${planId} 结转` },
      { actor, actId: `carry-${planId}-${actId}`, ...rules },
    )
    if (refused !== null) return { links: {}, refused }
  }
  return { links, refused: null }
}

const targetClosed = (planId: string): Refusal => {
  const { error } = refuse('PLAN_CLOSED', `方案 ${planId} 已经结束，不能结转到它`, {
    remedy: '换一个 --carry-to 方案编号',
  })
  return error
}

/** Takes back what a closing did: the measures go on in new runs, and what was carried over leaves the next plan. */
export async function reopenMeasures(
  context: ActivityContext,
  planId: string,
  by: {
    readonly actor: Actor
    readonly actId: string
    readonly at: PlanTime
    readonly reason: string
    readonly leave?: readonly string[]
  },
): Promise<{ readonly reopened: number; readonly withdrawn: readonly string[] } & Unheard> {
  const { db } = context
  const { leave = [] } = by
  const clock = (await planState(db, planId))?.clock ?? { kind: 'wall' as const }
  const states = await measureStates(db, planId)
  const targets = new Set(states.flatMap((s) => s.obligations.flatMap((o) => o.carriedTo?.planId ?? [])))
  const withdrawn: string[] = []
  for (const to of [...targets].sort()) {
    const next = await planState(db, to)
    if (next === null || next.document === null || next.phase === 'closed') continue
    const { plan } = await documentOf(context, next.document)
    const stays = (no: string) => leave.includes(`${to} ${no}`)
    const left = withoutCarriedFrom(plan, planId, stays)
    const gone = measuresOf(plan).filter(
      ({ measure }) => measure.carriedFrom?.planId === planId && !stays(measure.no),
    )
    if (gone.length === 0) continue
    withdrawn.push(...gone.map(({ measure }) => `${to} ${measure.no}`))
    const change = { added: 0, withdrawn: gone.length, reason: `${planId} 重开，撤回结转` }
    // Whoever may reopen this plan need not be an office of the next one: there it is done in its office's name.
    const actor = mayCarryInto(next, by.actor).ok
      ? by.actor
      : { ...officeOf(next), name: `${planId} 由 ${by.actor.unit} 重开` }
    await replaceDocument(context, next, left, change, {
      actor,
      actId: `uncarry-${planId}-${by.actId}`,
    })
  }
  let reopened = 0
  const stays = unheard()
  await inPool(
    states.filter((state) => state.closedOn !== null),
    AT_ONCE,
    async (state) => {
      const [today, calendar] = [dateOf(by.at), context.calendar()]
      const ladders = laddersAfterReopening(state, today, calendar)
      const acknowledge = clockAfterReopening(state, today, calendar)
      const actId = `${by.actId}-${state.setup.no}`
      const kept = state.obligations.flatMap(({ id, carriedTo: to }) =>
        to && leave.includes(`${to.planId} ${to.no}`) ? [id] : [],
      )
      const act = {
        type: 'reopen',
        actId,
        actor: by.actor,
        reason: by.reason,
        ladders,
        ...(acknowledge ? { acknowledge } : {}),
        ...(kept.length > 0 ? { leave: kept } : {}),
      } as const
      const asked = await context.client.workflow
        .executeUpdateWithStart<MeasureRun, ActReply, [object]>(ACT_NAMES.reopen, {
          args: [{ act, at: by.at }],
          updateId: actId,
          startWorkflowOperation: await runAgain(context.taskQueue, state, clock, context.historyLimit),
        })
        .then(() => 'answered' as const, refusedOrEnded)
      if (stays.note(state.setup.no, asked)) reopened += 1
    },
  )
  return { reopened, withdrawn, ...stays.found() }
}
