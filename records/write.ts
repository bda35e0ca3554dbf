import type { Fact } from '../domain/supervision/facts.ts'
import { headOf } from './chain/head.ts'
import { settleDeliveries } from './deliveries.ts'
import { inTransaction, type Tx } from './exclusive.ts'
import { appendRows, type Prove, writtenFacts } from './ledger.ts'
import type { Db } from './open.ts'
import { knownOf, type Prepared, prepare, type Standing, type Write } from './prepare.ts'
import { writeProjections } from './projections.ts'
import { putRows } from './put-rows.ts'
import { raiseSlips } from './raise-slips.ts'

async function standings(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Standing>> {
  const rows = await tx
    .selectFrom('measures')
    .select(['workflow_id', 'state', 'next_seq', headOf('measures.workflow_id', 'measures.next_seq')])
    .where('workflow_id', 'in', ids)
    .execute()
  return new Map(rows.map(({ workflow_id, ...row }) => [workflow_id, row]))
}

/** In the one order in which whoever writes takes rows and locks: those of workflows, slip numbers, notices by their keys. */
async function flush(tx: Tx, all: readonly Prepared[]): Promise<void> {
  await appendRows(
    tx,
    all.flatMap(({ ledger }) => ledger),
  )
  await settleDeliveries(
    tx,
    all.flatMap(({ deliveries }) => deliveries),
  )
  await writeProjections(
    tx,
    all.map(({ projection }) => projection),
  )
  await raiseSlips(
    tx,
    all.flatMap(({ slips }) => slips),
  )
  const notices = all.flatMap(({ outbox }) => outbox).sort((a, b) => (a.key < b.key ? -1 : 1))
  await putRows(tx, 'outbox', notices)
}

/** Why a write was refused; null: it is written. */
export type Outcome = { readonly error: unknown } | null

/**
 * Writes of different measures in one transaction, each wholly or not at all: what is wrong with one by itself (a gap,
 * another fact under its number) is its own outcome, and the others are written. A store that cannot be had at all is the
 * outcome of each. Anything else undoes all of them.
 * @throws what the database has against any of them
 */
export async function writeGroup(db: Db, writes: readonly Write[]): Promise<readonly Outcome[]> {
  const ids = writes.map(({ workflowId }) => workflowId)
  let begun = false
  const work = async (tx: Tx) => {
    begun = true
    const stand = await standings(tx, ids)
    const known = writes.map((one) => [one.workflowId, knownOf(one, stand.get(one.workflowId))] as const)
    const written = await writtenFacts(tx, new Map(known))
    const ready: Prepared[] = []
    const outcomes = writes.map((write): Outcome => {
      try {
        const prepared = prepare(write, stand.get(write.workflowId), written)
        if (prepared !== null) ready.push(prepared)
        return null
      } catch (error) {
        return { error }
      }
    })
    await flush(tx, ready)
    return outcomes
  }
  return inTransaction(db, ids, work).catch((error: unknown) => {
    if (begun) throw error
    return writes.map(() => ({ error }))
  })
}

/** One write by itself. @throws what its outcome is, or what the database has against it */
export async function writeAlone(db: Db, write: Write): Promise<void> {
  const [outcome] = await writeGroup(db, [write])
  if (outcome) throw outcome.error
}

/**
 * Writes facts of one measure in one transaction: ledger rows, projections, slips, notices. Facts already
 * written (by workflow and number) are passed over, so a retry changes nothing.
 * @param realAt when it was written first (ISO 8601 UTC), for rows that are refilled
 * @param prove who is believed to be a signed-in person; nobody where it is left out
 * @throws LedgerGapError when a number is missing before them, LedgerConflictError when the ledger has others
 */
export const writeFacts = (
  db: Db,
  workflowId: string,
  facts: readonly Fact[],
  realAt = new Date().toISOString(),
  prove?: Prove,
): Promise<void> => writeAlone(db, { workflowId, facts, realAt, prove })

/** Keeps a document by its SHA-256; the same document twice is one row. */
export async function keepDocument(db: Db, sha256: string, kind: string, body: string): Promise<void> {
  await db
    .insertInto('documents')
    .values({ sha256, kind, body, created_at: new Date().toISOString() })
    .onConflict((c) => c.doNothing())
    .execute()
}
