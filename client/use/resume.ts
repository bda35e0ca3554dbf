import { randomUUID } from 'node:crypto'
import type { Payload } from '@temporalio/common'
import { startMeasures } from '../../activities/measures.ts'
import { againOptions, planOptions } from '../../activities/restart.ts'
import { dateOf } from '../../domain/calendar/time.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { measuresOf } from '../../domain/plan/plan.ts'
import { isOver } from '../../domain/supervision/phase.ts'
import {
  document,
  measureState,
  measureStates,
  planState,
  planStates,
  workflowIdOf,
} from '../../records/read.ts'
import { FAILING_ATTEMPTS, lookAtRun, type RunLook } from '../../temporal/stuck.ts'
import type { Office } from '../office.ts'
import { RefusedError, refused } from '../refusal.ts'
import { stateNow } from '../state-now.ts'
import { answered } from '../waiting.ts'
import { checkRecords } from './check-records.ts'
import { catchUpChanges, finishChange, finishClosing } from './resume-changes.ts'
import { contextOf, tellAgain } from './resume-events.ts'
import { type Pending, pendingSignals } from './resume-signals.ts'
import { endStray } from './stray.ts'

export interface ResumeOptions {
  /** Says what would be done, and does nothing. */
  readonly dryRun: boolean
  /** Also a workflow that does not look stuck: its run is ended and started again from the ledger. */
  readonly force: boolean
  /** Messages that the stopped run had not dealt with are not sent to the new one. */
  readonly withoutMessages: boolean
}

export interface Resumed {
  readonly where: string
  readonly found: string
  /** The number of the last fact that it goes on from; null: it had not begun, and begins. */
  readonly from: number | null
  /** Messages that the stopped run had not dealt with: sent to the new run, or left out. */
  readonly sent: readonly string[]
  readonly leftOut: readonly string[]
  /** Events of the plan that were told again to measures that had not written them down. */
  readonly events: number
  /** It belonged to nothing that the records know, and was ended. */
  readonly ended?: true
}

/** What the ledger has under a workflow's id. */
type Subject =
  | { readonly kind: 'plan'; readonly plan: PlanState }
  | {
      readonly kind: 'measure'
      readonly plan: PlanState
      readonly no: string
      readonly state: MeasureState | null
    }

async function subjectOf(duban: Office, where: string): Promise<Subject | null> {
  const own = await planState(duban.db, where)
  if (own !== null) return { kind: 'plan', plan: own }
  for (const plan of await planStates(duban.db)) {
    if (!where.startsWith(`${plan.planId}-`)) continue
    const no = where.slice(plan.planId.length + 1)
    const state = await measureState(duban.db, plan.planId, no)
    const written = plan.document === null ? null : await document(duban.db, plan.document)
    const known = written !== null && measuresOf(written).some(({ measure }) => measure.no === no)
    if (state !== null || known) return { kind: 'measure', plan, no, state }
  }
  return null
}

const ANSWER_MS = 15_000

/** What is wrong with a run; null: nothing is. @throws RefusedError LEDGER_BEHIND when the run knows more than the ledger */
async function whatIsWrong(duban: Office, where: string, look: RunLook, seq: number): Promise<string | null> {
  if (look.kind === 'missing') return '服务器上没有这个工作流'
  const behind = (next: number) =>
    refused(
      'LEDGER_BEHIND',
      `台账只记到 ${where} 的第 ${seq - 1} 条，工作流已到第 ${next - 1} 条`,
      '先运行 npx duban records reconcile，把台账补齐',
    )
  const failing = look.kind === 'running' && look.attempts >= FAILING_ATTEMPTS
  if (failing) return `任务已失败 ${look.attempts} 次`
  if (look.kind === 'running' && look.held !== null) return look.held
  try {
    const { seq: next } = await stateNow(duban, where, ANSWER_MS)
    // What a running one is just writing is no reason; a run that has ended writes nothing more.
    if (next > seq && look.kind === 'ended') throw behind(next)
    if (next < seq) return '落后于台账'
  } catch (error) {
    if (error instanceof RefusedError) throw error
    if (look.kind === 'running') return `没有应答：${(error as Error).message}`
  }
  return look.kind === 'ended' ? look.says : null
}

/** What a plan's run was about when it stopped: measures that it had not started or not told of a change. */
async function goOnWithPlan(duban: Office, plan: PlanState): Promise<number> {
  const { planId, document: sha256, startOn, clock } = plan
  if (plan.phase !== 'running' || sha256 === null || startOn === null) return 0
  const context = contextOf(duban)
  const at = duban.now(plan)
  const starting = { planId, document: sha256, clock, startOn: dateOf(at), startedAt: at, onlyNew: true }
  await answered(duban, planId, startMeasures(context, starting))
  await finishChange(duban, context, plan)
  return tellAgain(duban, plan, new Set((await measureStates(duban.db, planId)).map(({ setup }) => setup.no)))
}

/** Starts the workflow anew with what the ledger has of it, after whatever run there was has ended. */
async function startAnew(duban: Office, subject: Subject): Promise<number> {
  const { plan } = subject
  if (subject.kind === 'plan') {
    const now = (await planState(duban.db, plan.planId)) ?? plan
    await duban.client.workflow.start('plan', planOptions(duban.taskQueue, now.planId, now.title, now))
    return goOnWithPlan(duban, now)
  }
  const state = await measureState(duban.db, plan.planId, subject.no)
  if (state === null) return goOnWithPlan(duban, plan)
  if (plan.phase === 'closed') {
    await finishClosing(duban, contextOf(duban), plan)
    return 0
  }
  await duban.client.workflow.start('measure', againOptions(duban.taskQueue, state, plan.clock))
  await catchUpChanges(duban, contextOf(duban), plan, state)
  return tellAgain(duban, plan, new Set([subject.no]))
}

const isFinished = (subject: Subject): boolean =>
  subject.kind === 'plan'
    ? subject.plan.phase === 'closed'
    : subject.state === null
      ? subject.plan.phase !== 'running'
      : isOver(subject.state)

/**
 * Gets one workflow going again, from the ledger: whatever became of its run (stuck on a message, cancelled, terminated,
 * reset or deleted in the UI, behind the ledger), a new run begins with the state that the ledger has. The ledger may be
 * ahead of the run's history: what is written is not written again. Messages that had come to the stopped run and are
 * not in the ledger are sent to the new one, and events of the plan are told again to whoever has not written them down.
 * A run that belongs to nothing the records know is ended.
 * @throws RefusedError WORKFLOW_NOT_FOUND, NOT_STUCK, RESUME_OVER, LEDGER_BEHIND
 */
export async function resume(duban: Office, where: string, options: ResumeOptions): Promise<Resumed> {
  const subject = await subjectOf(duban, where)
  if (subject === null) {
    const leftOut = await endStray(duban, where, options.dryRun)
    return { where, found: '记录里没有', from: null, sent: [], leftOut, events: 0, ended: true }
  }
  const { namespace } = duban.client.options
  const look = await lookAtRun(duban.client.connection as never, namespace, where)
  if (isFinished(subject) && look.kind !== 'running')
    throw refused(
      'RESUME_OVER',
      `${where} 在台账里已经结束，没有要接着办的`,
      '用 npx duban measure show 查看',
    )
  const seq = subject.kind === 'plan' ? subject.plan.seq : (subject.state?.seq ?? 1)
  const wrong = await whatIsWrong(duban, where, look, seq)
  if (wrong === null && !options.force)
    throw refused('NOT_STUCK', `${where} 没有停住`, '确实要按台账重新开始的，加 --force')
  const plan = subject.kind === 'plan' ? subject.plan : null
  const signals = async () => (look.kind === 'missing' ? [] : pendingSignals(duban, where, plan, look.runId))
  const report = (events: number, names: readonly string[]): Resumed => ({
    where,
    found: wrong ?? '没有停住',
    from: seq > 1 ? seq - 1 : null,
    sent: options.withoutMessages ? [] : names,
    leftOut: options.withoutMessages ? names : [],
    events,
  })
  const saysOf = (pending: readonly Pending[]) => pending.map(({ says }) => says)
  if (options.dryRun) return report(0, saysOf(await signals()))
  if (look.kind === 'running')
    await duban.client.workflow
      .getHandle(where, look.runId)
      .terminate('停住了，按台账重新开始：duban records resume')
  // Only now: what came while a task was being tried is in the history when the run has ended.
  const pending = await signals()
  const events = await startAnew(duban, subject)
  // Where its plan is closed it has ended with it, and takes nothing more.
  const takes = subject.kind === 'plan' || subject.plan.phase !== 'closed'
  if (takes && !options.withoutMessages)
    for (const { name, payloads } of pending) await signal(duban, where, name, payloads)
  return report(events, saysOf(pending))
}

/** A message as it had come, by its own bytes. */
async function signal(duban: Office, workflowId: string, name: string, payloads: Payload[]): Promise<void> {
  const { namespace, identity } = duban.client.options
  await duban.client.workflowService.signalWorkflowExecution({
    namespace,
    workflowExecution: { workflowId },
    signalName: name,
    input: { payloads },
    requestId: randomUUID(),
    identity,
  })
}

/** All that `records check` says is to be resumed: plans first, so that their measures find them going. */
export async function toResume(duban: Office): Promise<readonly string[]> {
  const plans = new Set((await planStates(duban.db)).map(({ planId }) => planId))
  const found = (await checkRecords(duban))
    .filter(({ remedy }) => remedy.includes('records resume'))
    .map(({ where }) => where)
  return [...new Set(found)].sort((a, b) => Number(plans.has(b)) - Number(plans.has(a)) || (a < b ? -1 : 1))
}

export { workflowIdOf }
