import { fileURLToPath } from 'node:url'
import type { Client } from '@temporalio/client'
import { type InjectedSinks, Worker, type WorkflowBundle } from '@temporalio/worker'
import { writesFactsOf } from '../../activities/fact-writers.ts'
import type { PlanFact } from '../../domain/events/facts.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { forWorkflows } from '../../security/data-converter.ts'
import { bundleWorkflows } from '../bundle.ts'
import type { LedgerSinks } from './interceptor.ts'

export const INTERCEPTOR = fileURLToPath(new URL('./interceptor.ts', import.meta.url))

/** Made once in a process, for either kind. */
const bundles = new Map<boolean, ReturnType<typeof bundleWorkflows>>()
function listeningBundle(encrypted: boolean): ReturnType<typeof bundleWorkflows> {
  const made = bundles.get(encrypted) ?? bundleWorkflows(encrypted, [], [INTERCEPTOR])
  bundles.set(encrypted, made)
  return made
}

/** One write to the ledger, as a history tells it. */
export interface Written {
  readonly workflowId: string
  readonly whose: 'measure' | 'plan'
  readonly facts: readonly (Fact | PlanFact)[]
  /** Real time of the workflow when it had been written: epoch milliseconds. */
  readonly atMs: number
}

export interface HistoriesRead {
  /** In the order in which they were written, as far as histories tell: by time, then workflow and number. */
  readonly writes: readonly Written[]
  /** Workflows that are in the server: whether one runs, and the number of the next fact of its latest run. */
  readonly workflows: ReadonlyMap<string, { readonly running: boolean; readonly next: number }>
  /** Histories that the code of this release cannot play back. */
  readonly unreadable: readonly { readonly workflowId: string; readonly message: string }[]
}

/**
 * Plays back the histories of all plans and measures on a task queue, without touching them, and tells what each
 * wrote to the ledger. The facts themselves are not in the histories where they went through local activities: the
 * workflow code makes them again from what is there.
 * @param encrypted whether payloads are encrypted; the client's data converter decodes them
 */
export async function readHistories(
  client: Client,
  taskQueue: string,
  options: {
    readonly encrypted: boolean
    readonly onRun?: (done: number) => void
    /** Workflow code with the listener in it, where it is not this release's. */
    readonly bundle?: WorkflowBundle
  },
): Promise<HistoriesRead> {
  const writes: Written[] = []
  const workflows = new Map<string, { running: boolean; next: number }>()
  const reached = (workflowId: string, next: number, running = false) => {
    const known = workflows.get(workflowId)
    workflows.set(workflowId, {
      running: running || known?.running === true,
      next: Math.max(next, known?.next ?? 1),
    })
  }
  const sinks: InjectedSinks<LedgerSinks> = {
    ledger: {
      began: { fn: (_info, workflowId, seq) => reached(workflowId, seq), callDuringReplay: true },
      written: {
        fn: (_info, activity, workflowId, facts, atMs) => {
          const whose = writesFactsOf(activity)
          if (whose === null) return
          for (const { seq } of facts) reached(workflowId, seq + 1)
          writes.push({ workflowId, whose, facts: facts as readonly (Fact | PlanFact)[], atMs })
        },
        callDuringReplay: true,
      },
    },
  }
  const query = `TaskQueue = '${taskQueue}' AND WorkflowType IN ('plan', 'measure')`
  async function* histories() {
    for await (const run of client.workflow.list({ query })) {
      reached(run.workflowId, 1, run.status.name === 'RUNNING')
      const handle = client.workflow.getHandle(run.workflowId, run.runId)
      yield { workflowId: run.workflowId, history: await handle.fetchHistory() }
    }
  }
  const unreadable: { workflowId: string; message: string }[] = []
  const replay = {
    workflowBundle: options.bundle ?? (await listeningBundle(options.encrypted)),
    dataConverter: forWorkflows(client.options.dataConverter),
    sinks,
  }
  let done = 0
  for await (const { workflowId, error } of Worker.runReplayHistories(replay, histories())) {
    if (error) unreadable.push({ workflowId, message: error.message })
    done += 1
    options.onRun?.(done)
  }
  const first = ({ facts }: Written) => facts[0]?.seq ?? 0
  writes.sort(
    (a, b) =>
      a.atMs - b.atMs ||
      (a.workflowId < b.workflowId ? -1 : a.workflowId > b.workflowId ? 1 : first(a) - first(b)),
  )
  return { writes, workflows, unreadable }
}
