import type { PlannedFault } from './schedule.ts'
import { type End, nothing, type Target } from './target.ts'

/** A fault as it came about. Times are epoch milliseconds. */
export interface FaultRecord {
  readonly target: string
  readonly kind: string
  readonly from: number
  to: number
  /** Why it did not come about. */
  readonly failed: string | null
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Makes everything go wrong as planned, until it has been enough, and writes it down; answers when all of it has been
 * put right again.
 */
export async function torment(
  plan: readonly PlannedFault[],
  targets: readonly Target[],
  records: FaultRecord[],
  enough: () => boolean,
  say: (line: string) => void,
): Promise<void> {
  const began = Date.now()
  const ends: Promise<void>[] = []
  for (const fault of plan) {
    while (Date.now() < began + fault.atMs && !enough())
      await sleep(Math.min(500, Math.max(0, began + fault.atMs - Date.now())))
    if (enough()) break
    const { target, kind, forMs, draw } = fault
    const found = targets.find((one) => one.target === target && one.kind === kind)
    const from = Date.now()
    let end: End = nothing
    let failed: string | null = null
    try {
      if (found === undefined) throw new Error('no such target')
      end = await found.begin(draw)
    } catch (error) {
      failed = (error as Error).message
    }
    const record: FaultRecord = { target, kind, from, to: from, failed }
    records.push(record)
    say(
      `${((from - began) / 1000).toFixed(1)} s: ${target} ${kind} ${forMs} ms${failed ? `: ${failed}` : ''}`,
    )
    ends.push(
      sleep(forMs).then(async () => {
        await end()
        record.to = Date.now()
      }),
    )
  }
  await Promise.all(ends)
}
