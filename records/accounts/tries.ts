import type { Db } from '../db.ts'
import { inTransaction } from '../exclusive.ts'

export interface Tries {
  readonly failed: number
  /** When the count began, ISO 8601 UTC. */
  readonly since: string
  /** Nothing is tried before; null: no wait. */
  readonly until: string | null
}

export const triesOf = async (db: Db, key: string): Promise<Tries | null> =>
  (await db
    .selectFrom('sign_in_tries')
    .select(['failed', 'since', 'until'])
    .where('key', '=', key)
    .executeTakeFirst()) ?? null

/** Counts a try that failed, in one transaction, so that none of several processes loses one. */
export const countFailed = (db: Db, key: string, next: (before: Tries | null) => Tries): Promise<void> =>
  inTransaction(db, `tries ${key}`, async (tx) => {
    const before = await tx
      .selectFrom('sign_in_tries')
      .select(['failed', 'since', 'until'])
      .where('key', '=', key)
      .executeTakeFirst()
    const after = next(before ?? null)
    await tx
      .insertInto('sign_in_tries')
      .values({ key, ...after })
      .onConflict((c) => c.column('key').doUpdateSet(after))
      .execute()
  })

export async function forgetTries(db: Db, key: string): Promise<void> {
  await db.deleteFrom('sign_in_tries').where('key', '=', key).execute()
}
