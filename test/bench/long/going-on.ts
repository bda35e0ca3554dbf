import type { Office } from '../../../client/office.ts'
import { packPlan } from '../../../domain/events/packing.ts'
import { packMeasure } from '../../../domain/supervision/packing.ts'
import { measureState, planState, workflowIdOf } from '../../../records/read.ts'
import { eventId, occur, STREAMS } from './grown.ts'

/** How a workflow's runs went while it went on. */
export interface Runs {
  readonly workflowId: string
  /** History events of each run, the last one so far. */
  readonly lengths: readonly number[]
  /** Bytes that the next run would be handed, as they are now. */
  readonly packedBytes: number
}

export interface WentOn {
  readonly runs: readonly Runs[]
  readonly occurrences: number
  readonly perOccurrenceMs: number
  readonly wrong: readonly string[]
}

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value))

/** Events of every run that a workflow has had since `began`, in their order. */
async function lengthsOf(duban: Office, workflowId: string, began: Date): Promise<readonly number[]> {
  const query = `WorkflowId = '${workflowId}' AND StartTime >= '${began.toISOString()}'`
  const runs: { readonly at: number; readonly length: number }[] = []
  for await (const { startTime, runId } of duban.client.workflow.list({ query })) {
    const { historyLength } = await duban.client.workflow.getHandle(workflowId, runId).describe()
    runs.push({ at: startTime.getTime(), length: historyLength })
  }
  return runs.sort((a, b) => a.at - b.at).map(({ length }) => length)
}

/** So many more occurrences of the first stream, each reported, done and accepted on the server. */
export async function goOn(
  duban: Office,
  planId: string,
  { before, more, began }: { readonly before: number; readonly more: number; readonly began: Date },
): Promise<WentOn> {
  const [stream] = STREAMS
  const from = Date.now()
  for (let n = before; n < before + more; n += 1) await occur(duban, planId, stream, n)
  const perOccurrenceMs = (Date.now() - from) / more

  const measure = await measureState(duban.db, planId, stream.no)
  const plan = await planState(duban.db, planId)
  const wrong: string[] = []
  const ids = new Set(measure?.obligations.flatMap((o) => (o.state === 'completed' ? [o.id] : [])))
  for (let n = 0; n < before + more; n += 1)
    if (!ids.has(`${stream.no}/${eventId(stream.no, n)}`)) wrong.push(`occurrence ${n} is not completed`)
  if (measure?.obligations.length !== before + more)
    wrong.push(`${measure?.obligations.length} obligations of ${before + more} occurrences`)
  const events = before * STREAMS.length + more
  if (plan?.events.length !== events) wrong.push(`${plan?.events.length} events of ${events}`)
  const measureId = workflowIdOf(planId, stream.no)
  const runs = [
    { workflowId: planId, state: plan && packPlan(plan) },
    { workflowId: measureId, state: measure && packMeasure(measure) },
  ].map(async ({ workflowId, state }) => ({
    workflowId,
    lengths: await lengthsOf(duban, workflowId, began),
    packedBytes: bytes(state),
  }))
  return { runs: await Promise.all(runs), occurrences: before + more, perOccurrenceMs, wrong }
}
