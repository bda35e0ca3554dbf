import { isNoPlan } from '../domain/events/life.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { byNo, type PlanByNo } from '../domain/plan/by-no.ts'
import type { WorkPlan } from '../domain/plan/plan.ts'
import { type PlanNow, planNow } from '../domain/supervision/standing-events.ts'
import type { Db } from './db.ts'
import { documentText } from './read.ts'
import { Shelf } from './shelf.ts'

// Plans as work on their measures one by one reads them: ten thousand measures that are told of a change would parse the
// plan's document and its state ten thousand times. Who looks whether the store is sound reads the store (read.ts).

/** Bytes of text: a plan of 10,000 measures has about eight million. */
const MOST = 32_000_000

const shelves = new WeakMap<Db, Shelf>()
function shelfOf(db: Db): Shelf {
  const known = shelves.get(db)
  if (known !== undefined) return known
  const made = new Shelf(MOST)
  shelves.set(db, made)
  return made
}

/** Many read it: nobody changes it. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) frozen(inner)
    Object.freeze(value)
  }
  return value
}

/** A document by its hash, under which it never changes; null where the store has none. */
export const keptDocument = (db: Db, sha256: string): Promise<PlanByNo | null> =>
  shelfOf(db).take(`document ${sha256}`, '', async () => {
    const body = await documentText(db, sha256)
    if (body === null) return null
    const value = byNo(frozen(JSON.parse(body) as WorkPlan))
    return { version: '', bytes: Buffer.byteLength(body), value }
  })

/** By its next fact and when it was written: a plan that was deleted may be there again under its id, and a store rebuilt. */
const versionOf = (row: { readonly next_seq: number; readonly updated_at: string }): string =>
  `${row.next_seq} ${row.updated_at}`

const NONE: PlanNow = planNow(null)

/** A plan's state and its standing events as the ledger has them now: asked for its version each time, read when that has moved. */
export async function keptPlan(db: Db, planId: string): Promise<PlanNow> {
  const row = await db
    .selectFrom('plans')
    .select(['next_seq', 'updated_at'])
    .where('id', '=', planId)
    .executeTakeFirst()
  if (row === undefined) return NONE
  const now = await shelfOf(db).take(`plan ${planId}`, versionOf(row), async () => {
    const whole = await db
      .selectFrom('plans')
      .select(['next_seq', 'updated_at', 'state'])
      .where('id', '=', planId)
      .executeTakeFirst()
    if (whole === undefined) return null
    const state = frozen(JSON.parse(whole.state) as PlanState)
    const value = isNoPlan(state) ? NONE : planNow(state)
    return { version: versionOf(whole), bytes: Buffer.byteLength(whole.state), value }
  })
  return now ?? NONE
}
