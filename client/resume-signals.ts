import type { Payload } from '@temporalio/common'
import type { PlanState } from '../domain/plan/model/state.ts'
import type { Duban } from './duban.ts'

/** A message that a run had got and had not dealt with. */
export interface Pending {
  readonly name: string
  readonly payloads: Payload[]
  /** How it is told of: its name, and what it holds as far as it can be read. */
  readonly says: string
}

interface Received extends Pending {
  readonly eventId: number
  readonly value: unknown
}

const SHOWN = 80

/** What a message holds; undefined when it cannot be read. */
async function read(duban: Duban, payloads: Payload[]): Promise<unknown> {
  const { payloadConverter, payloadCodecs } = duban.client.options.loadedDataConverter
  try {
    let plain = payloads
    for (const codec of [...payloadCodecs].reverse()) plain = await codec.decode(plain)
    const [first] = plain
    return first === undefined ? undefined : payloadConverter.fromPayload(first)
  } catch {
    return undefined
  }
}

/** Whether a plan's ledger has the event that a signal tells of. */
function isKnown(plan: PlanState, value: unknown): boolean {
  const { condition, effectiveOn, eventId } = (value ?? {}) as Record<string, unknown>
  return plan.events.some(
    (event) =>
      (typeof eventId === 'string' && event.eventId === eventId) ||
      (event.condition === condition && event.effectiveOn === effectiveOn),
  )
}

/**
 * Signals of a workflow's run that it had not dealt with, in their order: those that came after the last task
 * that it finished, and (of a plan) those before whose event is not in the ledger. Told twice they are one: both
 * workflows know an event by its id, and a plan derives one from what is said.
 */
export async function pendingSignals(
  duban: Duban,
  workflowId: string,
  plan: PlanState | null,
  runId: string,
): Promise<readonly Pending[]> {
  const { events = [] } = await duban.client.workflow.getHandle(workflowId, runId).fetchHistory()
  let finished = 0
  const received: Received[] = []
  for (const event of events ?? []) {
    const done = event.workflowTaskCompletedEventAttributes
    if (done) finished = Number(done.startedEventId)
    const signal = event.workflowExecutionSignaledEventAttributes
    if (!signal) continue
    const payloads = [...(signal.input?.payloads ?? [])] as Payload[]
    const value = await read(duban, payloads)
    const shown = value === undefined ? '（读不出来）' : JSON.stringify(value)
    received.push({
      name: signal.signalName ?? '',
      payloads,
      value,
      eventId: Number(event.eventId),
      says: `${signal.signalName}：${shown.length > SHOWN ? `${shown.slice(0, SHOWN)}…` : shown}`,
    })
  }
  return received.filter(
    ({ eventId, value }) =>
      eventId > finished ||
      (plan !== null && typeof value === 'object' && value !== null && !isKnown(plan, value)),
  )
}
