import type { Client } from '@temporalio/client'
import type { Payload } from '@temporalio/common'
import { inPool } from '../../activities/pool.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import { readSignal } from '../../domain/events/signal.ts'
import { json } from '../messages/encodings.ts'
import { junkShots, sample, sendSignal } from '../messages/storm.ts'

/** A signal that nobody should have sent, and who has to keep it. */
export interface Stray {
  readonly planId: string
  readonly workflowId: string
  /** Stands in its text, so that what is kept of it is known again; null: its bytes have no room for one. */
  readonly mark: string | null
  /** Who keeps it: the plan, the measure (which hands it on), or nobody, where no handler has its name. */
  readonly keeper: 'plan' | 'measure' | null
  /** The server took it; null: whether it did was not heard. */
  taken: boolean | null
}

interface Aim {
  readonly stray: Omit<Stray, 'taken'>
  readonly name: string
  readonly payloads: readonly Payload[]
}

const KEPT_BY = new Set(['触发事件', '补办'])
/** More than a plan takes of a title, and as large as the server takes of a payload. */
const HUGE = '长'.repeat(480_000)

function isEvent({ data }: Payload, today: IsoDate): boolean {
  try {
    const value = JSON.parse(Buffer.from(data ?? []).toString('utf8'))
    return readSignal(value, today).unread === undefined
  } catch {
    return false
  }
}

/** Signals of every wrong form for a plan and its measures; none of them can wake anybody. */
export function straysFor(
  planId: string,
  measures: readonly string[],
  today: IsoDate,
  seed: number,
  share: number,
): readonly Aim[] {
  const shots = sample(junkShots({ planId, measures }, seed), share, seed).filter(
    ({ way }) => way === 'signal',
  )
  const aims = shots.flatMap(({ workflowId, name, args }, i): Aim[] => {
    const keeper = !KEPT_BY.has(name) ? null : workflowId === planId ? 'plan' : 'measure'
    if ('payloads' in args) {
      // What a plan can use after all has a form with a mark, below.
      if (args.payloads.some((one) => isEvent(one, today))) return []
      return [{ stray: { planId, workflowId, mark: null, keeper }, name, payloads: args.payloads }]
    }
    if (typeof args.value !== 'object' || args.value === null) return []
    const mark = `stray-${seed}-${i}-`
    const value = { stray: mark, ...args.value }
    // What a plan can read after all is no stray.
    if (keeper === 'plan' && readSignal(value, today).unread === undefined) return []
    return [{ stray: { planId, workflowId, mark, keeper }, name, payloads: [json(value)] }]
  })
  const marked = (workflowId: string, n: number, more: object): Aim => {
    const mark = `stray-${seed}-x${n}-`
    const value = { condition: `无人等待的事 ${mark}`, effectiveOn: today, eventId: mark, ...more }
    const keeper = workflowId === planId ? 'plan' : 'measure'
    return { stray: { planId, workflowId, mark, keeper }, name: '触发事件', payloads: [json(value)] }
  }
  return [
    ...aims,
    ...measures.map((id, n) => marked(id, n, {})),
    // An event that nobody waits for, and one that is too large.
    marked(planId, 100, {}),
    marked(planId, 101, { title: HUGE }),
  ]
}

const AT_ONCE = 6
const NOT_FOUND = 5

/** Sends them, and writes down which of them the server took. */
export async function sendStrays(client: Client, aims: readonly Aim[], strays: Stray[]): Promise<void> {
  await inPool(aims, AT_ONCE, async ({ stray, name, payloads }) => {
    const sent: Stray = { ...stray, taken: null }
    strays.push(sent)
    await sendSignal(client, stray.workflowId, name, payloads)
      .then(() => {
        sent.taken = true
      })
      .catch((error: { code?: number }) => {
        // Not found: it has ended. Anything else may have come through.
        if (error.code === NOT_FOUND) sent.taken = false
      })
  })
}
