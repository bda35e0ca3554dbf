import {
  proxySinks,
  type Sinks,
  type WorkflowExecuteInput,
  type WorkflowInterceptors,
  workflowInfo,
} from '@temporalio/workflow'
import { type Carried, nextSeqOf } from './carried.ts'

/** Runs inside the workflows' sandbox while a history is played back: tells what was written to the ledger. */
export interface LedgerSinks extends Sinks {
  ledger: {
    /** A run began with the state of earlier ones: this is the number of its first fact. */
    began(id: string, seq: number): void
    /** An activity that was given an id and a list has ended: whether it writes facts the listener knows. */
    written(activity: string, id: string, facts: readonly { readonly seq: number }[], atMs: number): void
  }
}

const { ledger } = proxySinks<LedgerSinks>()

/** Only what the history says was written: an activity that has not ended tells nothing, its server tries it again. */
async function told<I extends { readonly activityType: string; readonly args: unknown[] }>(
  input: I,
  next: (input: I) => Promise<unknown>,
): Promise<unknown> {
  const result = await next(input)
  const [id, facts] = input.args as [string, readonly { readonly seq: number }[]]
  if (Array.isArray(facts)) ledger.written(input.activityType, id, facts, Date.now())
  return result
}

/** What a plan's or a measure's run is given, as far as it matters here. */
interface Given {
  readonly state?: Carried | null
  readonly from?: { readonly state?: Carried }
}

function execute(
  input: WorkflowExecuteInput,
  next: (input: WorkflowExecuteInput) => Promise<unknown>,
): Promise<unknown> {
  const { state, from } = (input.args[0] ?? {}) as Given
  ledger.began(workflowInfo().workflowId, nextSeqOf(state ?? from?.state))
  return next(input)
}

export const interceptors = (): WorkflowInterceptors => ({
  inbound: [{ execute }],
  outbound: [{ scheduleActivity: told, scheduleLocalActivity: told }],
})
