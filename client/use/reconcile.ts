import type { WorkflowBundle } from '@temporalio/worker'
import { provingWith, readSealKey } from '../../accounts/seal.ts'
import { againOptions, planOptions } from '../../activities/restart.ts'
import type { PlanFact } from '../../domain/events/facts.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { isOver } from '../../domain/supervision/phase.ts'
import { sha256Of } from '../../records/blobs.ts'
import { nextSequences, noticesCount } from '../../records/counts.ts'
import { LedgerConflictError } from '../../records/ledger.ts'
import { documentText, measureStates, planStates, workflowIdOf } from '../../records/read.ts'
import { rebuildProjections } from '../../records/rebuild.ts'
import { keepDocument, writeFacts } from '../../records/write.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { configuredKeys } from '../../security/data-converter.ts'
import { type HistoriesRead, readHistories, type Written } from '../../worker/history/facts.ts'
import type { Office } from '../office.ts'

/** What a reconciliation found, and did unless it only looked. */
export interface Reconciled {
  /** The ledger was behind: facts that histories had and it had not. */
  readonly refilled: readonly { readonly where: string; readonly facts: number }[]
  /** The workflow was behind the ledger (an older copy of the server): `restarted` from the ledger where asked. */
  readonly behind: readonly {
    readonly where: string
    readonly ledger: number
    readonly workflow: number
    readonly restarted: boolean
  }[]
  /** What a person has to look at. */
  readonly unsettled: readonly { readonly where: string; readonly message: string }[]
  /** Lists that no longer followed from the ledger, written anew from it. */
  readonly rebuilt: readonly string[]
  /** Refilled notices are unsent in the outbox; a gateway that had them knows their keys. */
  readonly noticesRefilled: number
}

export interface ReconcileOptions {
  /** Looks and changes nothing. */
  readonly dryRun: boolean
  /** Ends workflows that are behind the ledger and starts them again with the ledger's state. */
  readonly restartBehind: boolean
  readonly onRun?: (done: number) => void
  /** Workflow code that plays the histories back, where it is not this release's. */
  readonly bundle?: WorkflowBundle
}

/** Documents that plans name, taken again from the blob store. */
async function refillDocuments(
  duban: Office,
  plan: PlanState,
  unsettled: { where: string; message: string }[],
) {
  const sha256 = plan.document
  if (sha256 === null) return
  const kept = await documentText(duban.db, sha256)
  if (kept !== null) {
    // Either store has it for the other.
    if (sha256Of(kept) === sha256) duban.blobs.put(Buffer.from(kept))
    return
  }
  const bytes = duban.blobs.get(sha256)
  if (bytes !== null) return keepDocument(duban.db, sha256, 'plan', Buffer.from(bytes).toString('utf8'))
  unsettled.push({ where: plan.planId, message: `方案文件 ${sha256} 不在 blobs/ 里，要从备份中取回` })
}

/** Writes what one write of a history wrote; null, or why it could not be written. */
async function put(duban: Office, write: Written): Promise<string | null> {
  const { workflowId, whose, facts } = write
  const at = new Date(write.atMs).toISOString()
  const prove = provingWith(() => readSealKey(duban.dataDir))
  try {
    if (whose === 'plan') await writePlanFacts(duban.db, workflowId, facts as PlanFact[], at, prove)
    else await writeFacts(duban.db, workflowId, facts as Fact[], at, prove)
    return null
  } catch (error) {
    if (error instanceof LedgerConflictError) return error.message
    return `补记没有成功：${(error as Error).message}`
  }
}

/** Writes what the ledger lacks, in the order in which it was first written: slips get their numbers again. */
async function refill(
  duban: Office,
  read: HistoriesRead,
  had: ReadonlyMap<string, number>,
  dryRun: boolean,
): Promise<Pick<Reconciled, 'refilled' | 'unsettled' | 'noticesRefilled'>> {
  const count = new Map<string, number>()
  const unsettled: { where: string; message: string }[] = []
  const stopped = new Set<string>()
  const before = await noticesCount(duban.db)
  for (const write of read.writes) {
    const { workflowId, facts } = write
    if (stopped.has(workflowId)) continue
    // Looking changes nothing, so that another past shows itself only when it is mended.
    const failed = dryRun ? null : await put(duban, write)
    if (failed !== null) {
      stopped.add(workflowId)
      unsettled.push({ where: workflowId, message: failed })
      continue
    }
    const lacking = facts.filter((fact) => fact.seq >= (had.get(workflowId) ?? 1)).length
    if (lacking > 0) count.set(workflowId, (count.get(workflowId) ?? 0) + lacking)
  }
  if (!dryRun) for (const plan of await planStates(duban.db)) await refillDocuments(duban, plan, unsettled)
  return {
    refilled: [...count].map(([where, n]) => ({ where, facts: n })),
    unsettled,
    noticesRefilled: (await noticesCount(duban.db)) - before,
  }
}

/** Ends the run that is behind, if there is one, and starts the workflow with the ledger's state. */
async function restart(duban: Office, where: string, running: boolean, start: () => Promise<unknown>) {
  if (running)
    await duban.client.workflow
      .getHandle(where)
      .terminate('落后于台账（恢复了较早的备份），按台账重新开始：duban records reconcile')
  await start()
}

/** What the ledger knows and the server does not: an older copy of the server was restored. */
async function findBehind(
  duban: Office,
  read: HistoriesRead,
  options: ReconcileOptions,
): Promise<Reconciled['behind']> {
  const behind: { where: string; ledger: number; workflow: number; restarted: boolean }[] = []
  const unreadable = new Set(read.unreadable.map((one) => one.workflowId))
  const look = async (where: string, next: number, over: boolean, start: () => Promise<unknown>) => {
    const { next: workflow, running } = read.workflows.get(where) ?? { next: 1, running: false }
    // What the ledger says is over and no longer runs has nothing to go on with.
    if (unreadable.has(where) || next <= workflow || (over && !running)) return
    const restarted = options.restartBehind && !options.dryRun
    if (restarted) await restart(duban, where, running, over ? async () => undefined : start)
    behind.push({ where, ledger: next - 1, workflow: workflow - 1, restarted })
  }
  for (const plan of await planStates(duban.db)) {
    const { planId } = plan
    for (const state of await measureStates(duban.db, planId)) {
      const start = () =>
        duban.client.workflow.start('measure', againOptions(duban.taskQueue, state, plan.clock))
      await look(workflowIdOf(planId, state.setup.no), state.seq, isOver(state), start)
    }
    await look(planId, plan.seq, plan.phase === 'closed', () =>
      duban.client.workflow.start('plan', planOptions(duban.taskQueue, planId, plan.title, plan)),
    )
  }
  return behind
}

/**
 * Brings ledger and workflows together again after one of them was restored from an older copy than the other.
 * What the ledger lacks is refilled from the histories, each fact once. Where a workflow lacks what the ledger
 * has, it is told, and on demand started again from the ledger. Stop the workers before, and start them after.
 */
export async function reconcile(duban: Office, options: ReconcileOptions): Promise<Reconciled> {
  const encrypted = configuredKeys() !== null
  const read = await readHistories(duban.client, duban.taskQueue, {
    encrypted,
    onRun: options.onRun,
    bundle: options.bundle,
  })
  const filled = await refill(duban, read, await nextSequences(duban.db), options.dryRun)
  const rebuilt = options.dryRun ? [] : await rebuildProjections(duban.db)
  const behind = await findBehind(duban, read, options)
  const unreadable = read.unreadable.map(({ workflowId: where, message }) => ({
    where,
    message: `这一版的程序读不了它的历史，用启动它的那一版再核对：${message}`,
  }))
  return { ...filled, rebuilt, behind, unsettled: [...filled.unsettled, ...unreadable] }
}
