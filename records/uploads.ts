import { sql } from 'kysely'
import type { Db } from './db.ts'
import type { Tx } from './exclusive.ts'

export interface Upload {
  readonly sha256: string
  readonly user_id: string
  readonly bytes: number
  /** ISO 8601 UTC. */
  readonly at: string
}

export async function noteUpload(db: Db, upload: Upload): Promise<void> {
  await db
    .insertInto('uploads')
    .values({ ...upload, plan_id: null })
    .execute()
}

interface Sum {
  readonly files: number
  readonly bytes: number
}
const sumOf = ({ files, bytes }: { files: unknown; bytes: unknown }): Sum => ({
  files: Number(files),
  bytes: Number(bytes ?? 0),
})

/** What somebody has uploaded since. */
export const uploadedBy = async (db: Db, userId: string, since: string): Promise<Sum> =>
  sumOf(
    await db
      .selectFrom('uploads')
      .select((e) => [e.fn.countAll().as('files'), e.fn.sum('bytes').as('bytes')])
      .where('user_id', '=', userId)
      .where('at', '>=', since)
      .executeTakeFirstOrThrow(),
  )

/** What is used in a plan. */
export const uploadedFor = async (db: Db, planId: string): Promise<Sum> =>
  sumOf(
    await db
      .selectFrom('uploads')
      .select((e) => [e.fn.countAll().as('files'), e.fn.sum('bytes').as('bytes')])
      .where('plan_id', '=', planId)
      .executeTakeFirstOrThrow(),
  )

/** What is uploaded is used for a plan from now on, and stays. */
export async function useUploads(db: Db, hashes: readonly string[], planId: string): Promise<void> {
  if (hashes.length === 0) return
  await db
    .updateTable('uploads')
    .set({ plan_id: planId })
    .where('sha256', 'in', hashes)
    .where('plan_id', 'is', null)
    .execute()
}

/** Whether anything that was written down names a file. */
async function isNamed(tx: Tx, sha256: string): Promise<boolean> {
  const inLedger = await tx
    .selectFrom('ledger')
    .select('id')
    .where('fact', 'like', `%${sha256}%`)
    .limit(1)
    .executeTakeFirst()
  if (inLedger !== undefined) return true
  const read = await tx
    .selectFrom('documents')
    .select(sql`1`.as('one'))
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  if (read !== undefined) return true
  const asked = await tx
    .selectFrom('review_history')
    .select('id')
    .where('document', '=', sha256)
    .limit(1)
    .executeTakeFirst()
  return asked !== undefined
}

/** Forgets uploads from before that nothing uses; answers the files that nobody names any more. */
export async function forgetUnused(db: Db, before: string): Promise<readonly string[]> {
  const old = await db
    .selectFrom('uploads')
    .select('sha256')
    .distinct()
    .where('plan_id', 'is', null)
    .where('at', '<', before)
    .execute()
  const gone: string[] = []
  for (const { sha256 } of old) {
    await db
      .deleteFrom('uploads')
      .where('sha256', '=', sha256)
      .where('plan_id', 'is', null)
      .where('at', '<', before)
      .execute()
    const again = await db
      .selectFrom('uploads')
      .select('sha256')
      .where('sha256', '=', sha256)
      .executeTakeFirst()
    if (again === undefined && !(await isNamed(db, sha256))) gone.push(sha256)
  }
  return gone
}

/** Counts a request of a minute, over all processes that share the store; answers how many there were. */
export async function countRequest(db: Db, key: string, minute: number): Promise<number> {
  const { n } = await db
    .insertInto('request_rates')
    .values({ key, minute, n: 1 })
    .onConflict((c) =>
      c.column('key').doUpdateSet({
        n: sql`case when request_rates.minute = excluded.minute then request_rates.n + 1 else 1 end`,
        minute: sql`excluded.minute`,
      }),
    )
    .returning('n')
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** Takes away counts of minutes that are over. */
export async function forgetRequests(db: Db, beforeMinute: number): Promise<void> {
  await db.deleteFrom('request_rates').where('minute', '<', beforeMinute).execute()
}
