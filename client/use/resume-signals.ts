import type { Payload } from '@temporalio/common'
import { mustDate } from '../../domain/calendar/date.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { readSignal } from '../../domain/events/signal.ts'
import { MEASURE_NAMES } from '../../domain/messages/measure-names.ts'
import type { Office } from '../office.ts'

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
/** No event may be of it: it is before all that is taken in. */
const ANY_DAY = mustDate('1900-01-01')

interface Read {
  readonly value: unknown
  /** As it came: written anew it would be refused where it lies thousands deep. */
  readonly text: string
}

/** What a message holds; null when it cannot be read. */
async function read(duban: Office, payloads: Payload[]): Promise<Read | null> {
  const { payloadConverter, payloadCodecs } = duban.client.options.loadedDataConverter
  try {
    let plain = payloads
    for (const codec of [...payloadCodecs].reverse()) plain = await codec.decode(plain)
    const [first] = plain
    if (first === undefined) return null
    return {
      value: payloadConverter.fromPayload(first),
      text: Buffer.from(first.data ?? []).toString('utf8'),
    }
  } catch {
    return null
  }
}

/**
 * Which signals a plan's ledger has: each is one event of it, by its id, else by what it says of what and when; one
 * without a date took effect on the day on which it came, and one that does not fit is kept as its text.
 */
function knownTo(plan: PlanState): (value: unknown) => boolean {
  const left = [...plan.events]
  return (value) => {
    // The day on which it came is not known here: it counts only where the signal says one.
    const { report, unread } = readSignal(value, ANY_DAY)
    const dated = unread === undefined && report.effectiveOn !== ANY_DAY
    const at = left.findIndex(
      (event) =>
        event.eventId === report.eventId ||
        (event.condition === report.condition && (!dated || event.effectiveOn === report.effectiveOn)),
    )
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  }
}

/**
 * Signals of a workflow's run that it had not dealt with, in their order: those that came after the last task
 * that it finished, and (of a plan) those before whose event is not in the ledger. Told twice they are one: both
 * workflows know an event by its id, and a plan derives one from what is said.
 */
export async function pendingSignals(
  duban: Office,
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
    const held = await read(duban, payloads)
    const shown = held?.text ?? '（读不出来）'
    received.push({
      name: signal.signalName ?? '',
      payloads,
      value: held?.value,
      eventId: Number(event.eventId),
      says: `${signal.signalName}：${shown.length > SHOWN ? `${shown.slice(0, SHOWN)}…` : shown}`,
    })
  }
  const known = plan === null ? () => true : knownTo(plan)
  return received.filter(
    ({ name, eventId, value }) =>
      eventId > finished || (name === MEASURE_NAMES.deliver && value !== undefined && !known(value)),
  )
}
