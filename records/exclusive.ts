import { type Kysely, sql } from 'kysely'
import type { Db } from './db.ts'
import { isPostgres } from './dialect.ts'
import type { Tables } from './schema.ts'

export type Tx = Kysely<Tables>

/**
 * Advisory locks are taken in this order only, so that no two writers wait for each other. Two names with the
 * same hash share a lock, which costs a wait and no more.
 */
const LOCKS = { workflow: 7301, slips: 7302 } as const

/** Of one kind several, in the order of their hashes: whoever takes some of the same takes them in the same order. */
const lock = (tx: Tx, kind: keyof typeof LOCKS, names: readonly string[]) =>
  sql`SELECT pg_advisory_xact_lock(${sql.lit(LOCKS[kind])}, hash) FROM (
    SELECT DISTINCT hashtext(name) AS hash FROM unnest(${names}::text[]) AS name ORDER BY hash
  ) AS sorted`.execute(tx)

/**
 * A transaction on SQLite that takes the write lock at once: one that began by reading could be refused it
 * later, when another process has written in between, and SQLite does not wait in that case.
 */
export async function immediately<R>(db: Db, work: (tx: Tx) => Promise<R>): Promise<R> {
  return db.connection().execute(async (tx) => {
    await sql`BEGIN IMMEDIATE`.execute(tx)
    try {
      const result = await work(tx)
      await sql`COMMIT`.execute(tx)
      return result
    } catch (error) {
      // On a full disk SQLite has undone it itself; the first error is the one to tell.
      await sql`ROLLBACK`.execute(tx).catch(() => undefined)
      throw error
    }
  })
}

/** A transaction that writes, and begins with the lock where the store has one. */
export const writing = <R>(db: Db, work: (tx: Tx) => Promise<R>): Promise<R> =>
  isPostgres(db) ? db.transaction().execute(work) : immediately(db, work)

/** What is read inside is of one moment, whatever others write meanwhile. */
export const ofOneMoment = <R>(db: Db, read: (tx: Tx) => Promise<R>): Promise<R> =>
  isPostgres(db)
    ? db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read)
    : db.transaction().execute(read)

/**
 * A write transaction that no other writer for these workflows can be inside of. SQLite has one writer at all;
 * on PostgreSQL those of one workflow wait for each other, the rest go on side by side.
 */
export async function inTransaction<R>(
  db: Db,
  workflows: string | readonly string[],
  work: (tx: Tx) => Promise<R>,
): Promise<R> {
  if (!isPostgres(db)) return immediately(db, work)
  return db.transaction().execute(async (tx) => {
    await lock(tx, 'workflow', [workflows].flat())
    return work(tx)
  })
}

/**
 * From here to the end of the transaction nobody else numbers slips of the plans: the next number is the highest
 * one plus one, without gaps or doubles. A sequence would leave a gap at every transaction that is undone.
 */
export async function lockSlipNumbers(tx: Tx, plans: readonly string[]): Promise<void> {
  if (isPostgres(tx)) await lock(tx, 'slips', plans)
}
