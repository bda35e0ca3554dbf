import { FAILING_ATTEMPTS, lookAtRun } from '../../temporal/stuck.ts'
import type { Office } from '../office.ts'
import { refused } from '../refusal.ts'
import { stateNow } from '../state-now.ts'
import { pendingSignals } from './resume-signals.ts'

const OURS: ReadonlySet<string> = new Set(['plan', 'measure'])
const ANSWER_MS = 15_000

/** A plan or a measure that runs on the server while the records have nothing under its id. */
interface Stray {
  readonly runId: string
  /** Whether it may have written facts, wherever they are now. */
  readonly wrote: boolean
}

/**
 * Whether a run that gives no answer may have written: anything that it began (an activity, a marker of a local one), or
 * a run before it. A worker that is away is no proof that there is nothing.
 */
async function mayHaveWritten(duban: Office, where: string, runId: string): Promise<boolean> {
  const { events } = await duban.client.workflow.getHandle(where, runId).fetchHistory()
  return (events ?? []).some(
    (event) =>
      event.activityTaskScheduledEventAttributes ||
      event.markerRecordedEventAttributes ||
      event.workflowExecutionStartedEventAttributes?.continuedExecutionRunId,
  )
}

async function strayOf(duban: Office, where: string): Promise<Stray | null> {
  const { connection, options } = duban.client
  const look = await lookAtRun(connection as never, options.namespace, where)
  if (look.kind !== 'running') return null
  const { type, taskQueue } = await duban.client.workflow.getHandle(where, look.runId).describe()
  if (!OURS.has(type) || taskQueue !== duban.taskQueue) return null
  const answer =
    look.attempts >= FAILING_ATTEMPTS ? null : await stateNow(duban, where, ANSWER_MS).catch(() => null)
  const wrote = answer === null ? await mayHaveWritten(duban, where, look.runId) : answer.seq > 1
  return { runId: look.runId, wrote }
}

/** What is to be done about it: what it has written is refilled; one that has written nothing is ended. */
export async function strayRemedy(
  duban: Office,
  where: string,
  refill: string,
  end: string,
): Promise<string | null> {
  const stray = await strayOf(duban, where)
  return stray === null ? null : stray.wrote ? refill : end
}

/**
 * Ends a run that belongs to nothing: started by hand, or left over by a plan that never came to be. Nothing of it is in
 * the ledger, so nothing is lost.
 * @returns signals that it had got
 * @throws RefusedError WORKFLOW_NOT_FOUND, LEDGER_BEHIND
 */
export async function endStray(duban: Office, where: string, dryRun: boolean): Promise<readonly string[]> {
  const stray = await strayOf(duban, where)
  if (stray === null)
    throw refused(
      'WORKFLOW_NOT_FOUND',
      `台账里没有工作流 ${where}`,
      '用 npx duban records check 查看要恢复的有哪些',
    )
  if (stray.wrote)
    throw refused(
      'LEDGER_BEHIND',
      `台账里没有 ${where}，工作流却写过台账，或不能断定没有写过`,
      '先运行 npx duban records reconcile，把台账补齐',
    )
  const left = await pendingSignals(duban, where, null, stray.runId)
  if (!dryRun)
    await duban.client.workflow
      .getHandle(where, stray.runId)
      .terminate('记录里没有它，也没有写过台账：duban records resume')
  return left.map(({ says }) => says)
}
