import { proxySinks, type Sinks, type WorkflowInterceptors } from '@temporalio/workflow'

/** Runs inside the workflows' sandbox while a history is played back: tells what was written to the ledger. */
export interface LedgerSinks extends Sinks {
  ledger: { written(id: string, facts: readonly { readonly seq: number }[], atMs: number): void }
}

const { ledger } = proxySinks<LedgerSinks>()

/** Activities that write facts: workflow id (or plan id), then the facts. */
const WRITES: ReadonlySet<string> = new Set(['记入台账', '请求佐证', '登记逾期', '发督办单', '记入方案台账'])

/** Only what the history says was written: an activity that has not ended tells nothing, its server tries it again. */
async function told<I extends { readonly activityType: string; readonly args: unknown[] }>(
  input: I,
  next: (input: I) => Promise<unknown>,
): Promise<unknown> {
  const result = await next(input)
  const [id, facts] = input.args as [string, readonly { readonly seq: number }[]]
  if (WRITES.has(input.activityType)) ledger.written(id, facts, Date.now())
  return result
}

export const interceptors = (): WorkflowInterceptors => ({
  outbound: [{ scheduleActivity: told, scheduleLocalActivity: told }],
})
