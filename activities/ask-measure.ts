import type { Client } from '@temporalio/client'
import type { Refusal } from '../domain/basics/result.ts'
import { MEASURE_NAMES } from '../domain/messages/measure-names.ts'
import { isOver } from '../domain/supervision/phase.ts'
import { measureState, workflowIdOf } from '../records/read.ts'
import type { ActivityContext } from './context.ts'
import { payloadsOf } from './payloads.ts'
import { refusalIn } from './permanent.ts'
import { uuidV5 } from './uuid.ts'

/** How long an update is waited for in one go, and how often at most. A task that failed so often is stuck. */
const SLICE_MS = 10_000
const SLICES = 12
const STUCK_AFTER = 4

/** What came of asking: it answered, it refused, it has ended, or it is silent and will do it when it goes on. */
export type Asked = 'answered' | 'ended' | 'silent' | Refusal

/** Measures that did not do what their plan asked. */
export interface Unheard {
  /** They gave no answer in time; what was asked is left with them. */
  readonly silent?: readonly string[]
  /** They refused, or could not: by number, with the sentence. */
  readonly refused?: Readonly<Record<string, string>>
}

/** Notes what came of asking many, and tells it at the end. */
export function unheard() {
  const silent: string[] = []
  const refused = new Map<string, string>()
  return {
    /** @returns whether it did what was asked, or has ended */
    note(no: string, asked: Asked): boolean {
      if (asked === 'silent') silent.push(no)
      else if (typeof asked === 'object') refused.set(no, `${asked.message}（${asked.code}）`)
      return asked === 'answered' || asked === 'ended'
    },
    has: (no: string): boolean => silent.includes(no) || refused.has(no),
    /** Absent where all did: an activity's result is what it always was. */
    found: (): Unheard => ({
      ...(silent.length === 0 ? {} : { silent: [...silent].sort() }),
      ...(refused.size === 0 ? {} : { refused: Object.fromEntries([...refused].sort()) }),
    }),
  }
}

/** gRPC: the call's own deadline; and that the server takes no update while the workflow's task keeps failing. */
const DEADLINE = 4
const FAILED_PRECONDITION = 9
/** The server refuses at once: between two looks its next try of the task is waited for. */
const PAUSE_MS = 2_000

const isLate = (error: unknown): boolean => {
  const { name, code, cause } = error as { name?: string; code?: unknown; cause?: { code?: unknown } }
  return name === 'WorkflowUpdateRPCTimeoutOrCancelledError' || code === DEADLINE || cause?.code === DEADLINE
}

/** The server does not even take the update: its last try of the workflow's task has failed. */
const isRefused = (error: unknown): boolean => {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } }
  return code === FAILED_PRECONDITION || cause?.code === FAILED_PRECONDITION
}

/**
 * Asks one measure by an update, and never waits for it without an end: one whose task keeps failing, or that does not
 * answer for two minutes, is left the same message as a signal (补办), which it finds when it goes on. What it refused
 * it refuses again under the same id, however often it is asked.
 */
export async function askMeasure(
  client: Client,
  workflowId: string,
  name: string,
  message: object,
  updateId: string,
): Promise<Asked> {
  const handle = client.workflow.getHandle(workflowId)
  try {
    for (let slice = 1; slice <= SLICES; slice += 1) {
      const asked = await client
        .withDeadline(Date.now() + SLICE_MS, () => handle.executeUpdate(name, { args: [message], updateId }))
        .then(() => true)
        .catch((error: unknown) => {
          if (isLate(error)) return false
          if (isRefused(error)) return null
          throw error
        })
      if (asked) return 'answered'
      const { raw } = await handle.describe()
      if (Number(raw.pendingWorkflowTask?.attempt ?? 0) >= STUCK_AFTER) break
      if (asked === null) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
    await leave(client, workflowId, { name, message }, updateId)
    return 'silent'
  } catch (error) {
    return refusedOrEnded(error)
  }
}

/**
 * The same of a measure by its plan. One whose run somebody ended while it has work left has heard nothing, as one that
 * is silent: `records resume` tells it again.
 */
export async function askOfPlan(
  { client, db }: ActivityContext,
  planId: string,
  no: string,
  name: string,
  message: object,
  updateId: string,
): Promise<Asked> {
  const asked = await askMeasure(client, workflowIdOf(planId, no), name, message, updateId)
  if (asked !== 'ended') return asked
  const state = await measureState(db, planId, no)
  return state === null || isOver(state) ? 'ended' : 'silent'
}

/** What an update's failure says of it for good. @throws the error, when it may pass */
export function refusedOrEnded(error: unknown): 'ended' | Refusal {
  if ((error as Error)?.name === 'WorkflowNotFoundError') return 'ended'
  const refusal = refusalIn(error)
  if (refusal === null) throw error
  return refusal
}

/** Once for an update's id, however often the activity is tried. */
async function leave(client: Client, workflowId: string, left: object, updateId: string): Promise<void> {
  await client.workflowService.signalWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
    signalName: MEASURE_NAMES.left,
    input: { payloads: await payloadsOf(client, left) },
    requestId: uuidV5(`${workflowId}|${updateId}|${MEASURE_NAMES.left}`),
    identity: client.options.identity,
  })
}
