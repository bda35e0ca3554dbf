import type { IsoDate } from '../domain/calendar/date.ts'
import type { WorkCalendar } from '../domain/calendar/table.ts'
import { dateOf } from '../domain/calendar/time.ts'
import type { PlanState } from '../domain/plan/life.ts'
import { measuresOf, type WorkPlan } from '../domain/plan/plan.ts'
import { policyOf } from '../domain/plan/policy.ts'
import type { Replan } from '../domain/supervision/facts.ts'
import { isOver } from '../domain/supervision/phase.ts'
import { policyFor, type SupervisionPolicy } from '../domain/supervision/policy.ts'
import { changePolicy } from '../domain/supervision/policy-change.ts'
import { replan } from '../domain/supervision/replan.ts'
import type { MeasureState } from '../domain/supervision/state.ts'
import type { Db } from '../records/open.ts'
import { document, measureStates, planState, unsettledDeliveries, workflowIdOf } from '../records/read.ts'
import type { ActReply, ReplanMessage } from '../workflows/messages.ts'
import type { ActivityContext } from './context.ts'
import { ignoreEnded } from './measures.ts'
import { inPool } from './pool.ts'
import { type MeasureRun, runAgain } from './restart.ts'
import type { ReplanQuestion, RevisionRequest } from './types.ts'

const AT_ONCE = 12

async function planOf(context: ActivityContext, sha256: string): Promise<WorkPlan> {
  const plan = await document(context.db, sha256)
  if (plan === null) throw new Error(`plan document ${sha256} is not in the records`)
  return plan
}

/** What a calendar would change in a plan's measures, by number; nothing is sent. */
export async function previewCalendar(
  db: Db,
  planId: string,
  calendar: WorkCalendar,
  today: IsoDate,
): Promise<readonly { readonly no: string; readonly replan: Replan }[]> {
  const ledger = await planState(db, planId)
  const plan = ledger?.document ? await document(db, ledger.document) : null
  if (ledger === null || plan === null || ledger.startOn === null || ledger.phase !== 'running') return []
  const { startOn } = ledger
  const cause = { kind: 'calendar', version: calendar.version } as const
  return (await measureStates(db, planId)).flatMap((state) => {
    const { no } = state.setup
    if (state.closedOn !== null || isOver(state)) return []
    const question = { planId, document: '', no, startOn, cause, today }
    const change = replanWith(calendar, plan, question, state, ledger)
    return change === null ? [] : [{ no, replan: change }]
  })
}

/** What other 督办规则 would change in a plan's measures, by number; nothing is sent. */
export async function previewPolicy(
  db: Db,
  planId: string,
  policy: SupervisionPolicy,
  calendar: WorkCalendar,
  today: IsoDate,
): Promise<readonly { readonly no: string; readonly replan: Replan }[]> {
  return (await measureStates(db, planId)).flatMap((state) => {
    const { no } = state.setup
    const change = isOver(state) ? null : changePolicy(state, policyFor(policy, no), calendar, today)
    return change === null ? [] : [{ no, replan: change }]
  })
}

/** What an amended plan, other rules or a new calendar changes in one measure, from the state it has now. */
export async function replanMeasure(
  context: ActivityContext,
  question: ReplanQuestion,
  state: MeasureState,
): Promise<Replan | null> {
  const plan = await planOf(context, question.document)
  const ledger = await planState(context.db, question.planId)
  return replanWith(context.calendar(), plan, question, state, ledger)
}

/** Events of the ledger that stand. */
const standingEvents = (ledger: PlanState | null) =>
  (ledger?.events ?? []).flatMap(({ eventId, conditionId, effectiveOn, dueOn, revoked }) =>
    conditionId === null || revoked ? [] : [{ eventId, conditionId, effectiveOn, dueOn }],
  )

function replanWith(
  calendar: WorkCalendar,
  plan: WorkPlan,
  { planId, no, startOn, cause, today }: ReplanQuestion,
  state: MeasureState,
  ledger: PlanState | null,
): Replan | null {
  if (cause.kind === 'policy')
    return changePolicy(state, policyFor(policyOf(ledger ?? {}), no), calendar, today)
  const events = standingEvents(ledger)
  const target = measuresOf(plan).find(({ measure }) => measure.no === no) ?? null
  const { year: planYear, issuedOn } = plan
  return replan(state, target, { planId, startOn, calendar, planYear, issuedOn, today, events, cause })
}

/** Something to do or to wait for: what was over goes on. */
const hasWork = ({ added, revived, waits }: Replan): boolean =>
  added.length > 0 || revived !== undefined || waits !== null

/**
 * Tells each measure that changes, by an update that its own loop answers after it has written the change; the others
 * get no event. Asked again after a crash it does no more: the act's id is known to those that did it.
 */
export async function reviseMeasures(context: ActivityContext, request: RevisionRequest) {
  const { planId, document: sha256, startOn, cause, actor, actId, at } = request
  const plan = await planOf(context, sha256)
  const ledger = await planState(context.db, planId)
  // What is on its way to a measure is not in the records yet: it is asked in any case.
  const unsettled = new Set(await unsettledDeliveries(context.db, planId))
  const today = dateOf(at)
  const changed: string[] = []
  await inPool(await measureStates(context.db, planId), AT_ONCE, async (state) => {
    const { no } = state.setup
    const question: ReplanQuestion = { planId, document: sha256, startOn, cause, no, today }
    const change = replanWith(context.calendar(), plan, question, state, ledger)
    if (state.seenActs.includes(actId)) changed.push(no)
    if (state.closedOn !== null || (change === null && !unsettled.has(no))) return
    if (isOver(state) && (change === null || !hasWork(change))) return
    const message: ReplanMessage = { question, actor, actId, at }
    const options = { args: [message] as [ReplanMessage], updateId: `${actId}-${no}` }
    // A measure that was done and gets something to do again goes on in a new run, with its whole state.
    if (isOver(state))
      await context.client.workflow.executeUpdateWithStart<MeasureRun, ActReply, [ReplanMessage]>('变动', {
        ...options,
        startWorkflowOperation: runAgain(
          context.taskQueue,
          state,
          ledger?.clock ?? { kind: 'wall' },
          context.historyLimit,
        ),
      })
    else
      await context.client.workflow
        .getHandle(workflowIdOf(planId, no))
        .executeUpdate('变动', options)
        .catch(ignoreEnded)
    if (!changed.includes(no)) changed.push(no)
  })
  return { changed: changed.sort() }
}
