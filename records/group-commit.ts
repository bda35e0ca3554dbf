import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import type { Db } from './db.ts'
import type { Write } from './prepare.ts'
import { type Outcome, writeAlone, writeGroup } from './write.ts'

/** How much goes into one transaction: others wait for the lock meanwhile, and what is undone is done again. */
export interface GroupBounds {
  readonly writes: number
  /** Of facts, as JSON. */
  readonly bytes: number
}
const BOUNDS: GroupBounds = { writes: 64, bytes: 4_000_000 }
/** A group that is still not kept holds up others no longer: its connection may have gone silent, or wait for a lock of one. */
const PATIENCE_MS = 5_000

interface Waiting {
  readonly write: Write
  readonly bytes: number
  readonly answer: (outcome: Outcome) => void
}

/** The next group, taken off those that wait: from the front, of each measure its first, so that its writes stay in order. */
export function nextGroup(waiting: Waiting[], bounds: GroupBounds): readonly Waiting[] {
  const [taken, left]: [Waiting[], Waiting[]] = [[], []]
  const seen = new Set<string>()
  let [bytes, full] = [0, false]
  for (const one of waiting) {
    full ||= taken.length > 0 && (taken.length >= bounds.writes || bytes + one.bytes > bounds.bytes)
    if (full || seen.has(one.write.workflowId)) left.push(one)
    else {
      taken.push(one)
      bytes += one.bytes
    }
    seen.add(one.write.workflowId)
  }
  waiting.splice(0, waiting.length, ...left)
  return taken
}

const alone = (db: Db, write: Write): Promise<Outcome> =>
  writeAlone(db, write).then(
    () => null,
    (error: unknown) => ({ error }),
  )

/**
 * Writes a group and answers each of it, after it is committed. What the database has against one is not known to be
 * his: all is undone, and each is written by himself, where it fails alone and with its own error. A transaction whose end
 * nobody heard of is settled so too: what it has written is passed over.
 */
async function settle(db: Db, group: readonly Waiting[]): Promise<void> {
  const [only] = group
  if (group.length === 1 && only) return only.answer(await alone(db, only.write))
  const writes = group.map(({ write }) => write)
  const outcomes = await writeGroup(db, writes).catch(() => null)
  await Promise.all(
    group.map(async ({ write, answer }, i) =>
      answer(outcomes ? (outcomes[i] ?? null) : await alone(db, write)),
    ),
  )
}

/**
 * A way to write into `db` by which writes of different measures that come at once, or while others are being written,
 * share a transaction: one wait for the disk, one journey a table. Each is answered for itself, as if it were alone.
 */
export function writingTogether(
  db: Db,
  bounds: GroupBounds = BOUNDS,
  patience = PATIENCE_MS,
): (write: Write) => Promise<void> {
  const waiting: Waiting[] = []
  let running = false
  const run = async () => {
    running = true
    while (waiting.length > 0) {
      // What arrives in the same turn goes along.
      await turn()
      const over = new AbortController()
      const waited = sleep(patience, undefined, { signal: over.signal, ref: false }).catch(() => undefined)
      await Promise.race([settle(db, nextGroup(waiting, bounds)), waited])
      over.abort()
    }
    running = false
  }
  return (write) =>
    new Promise((resolve, reject) => {
      const bytes = Buffer.byteLength(JSON.stringify(write.facts))
      waiting.push({ write, bytes, answer: (outcome) => (outcome ? reject(outcome.error) : resolve()) })
      if (!running) void run()
    })
}
