import {
  condition,
  defineSignal,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
} from '@temporalio/workflow'
import type { BareActivities } from './activities.ts'

/**
 * The baseline: the smallest workflow that does the same waits and calls as a measure. No rules, no explanations,
 * no state beyond counters; each call writes one row to a database of the same kind and settings.
 */
export interface BareInput {
  readonly id: string
  /** Waits for this signal before it asks for anything. */
  readonly waits: boolean
  /** Obligations one after the other. */
  readonly rounds: number
  /** Epoch milliseconds until which something has to be handed in; null for no timer. */
  readonly dueAt: number | null
}

export const happened = defineSignal<[{ readonly on: string }]>('happened')
export const submit = defineUpdate<void, [{ readonly url: string }]>('submit')
export const accept = defineUpdate<void, [{ readonly by: string }]>('accept')

const { request, lapse, note: noteAct } = proxyActivities<BareActivities>({ startToCloseTimeout: '1 minute' })
/** Only for what no message asks for: a local activity of an update runs before the update is in the history. */
const { note } = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '20s' })

export async function bareMeasure(input: BareInput): Promise<void> {
  let events = 0
  let submitted = 0
  let accepted = 0
  setHandler(happened, () => {
    events += 1
  })
  setHandler(submit, async ({ url }) => {
    await noteAct(input.id, 'submitted', url)
    submitted += 1
  })
  setHandler(accept, async ({ by }) => {
    await noteAct(input.id, 'accepted', by)
    accepted += 1
  })
  await note(input.id, 'started', '')
  if (input.waits) await condition(() => events > 0)
  for (let round = 1; round <= input.rounds; round += 1) {
    await request(input.id, `opened ${round}`)
    if (input.dueAt !== null) {
      await sleep(Math.max(1, input.dueAt - Date.now()))
      if (submitted < round) await lapse(input.id)
    }
    await condition(() => accepted >= round)
  }
}
