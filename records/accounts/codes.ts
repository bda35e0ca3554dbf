import type { Insertable, Selectable } from 'kysely'
import type { Db } from '../db.ts'
import { type Tx, writing } from '../exclusive.ts'
import type { Tables } from '../schema.ts'

export type CodeRow = Selectable<Tables['one_time_codes']>

/** Keeps a code; an account's (or the set-up's) earlier ones of that purpose hold no more. */
export const keepCode = (db: Db, code: Insertable<Tables['one_time_codes']>): Promise<void> =>
  writing(db, async (tx) => {
    let before = tx.deleteFrom('one_time_codes').where('purpose', '=', code.purpose)
    before =
      code.user_id === null
        ? before.where('user_id', 'is', null)
        : before.where('user_id', '=', code.user_id ?? '')
    await before.execute()
    await tx.insertInto('one_time_codes').values(code).execute()
  })

/** A code that can still be used. */
export const openCode = (db: Tx, sha256: string, now: string): Promise<CodeRow | undefined> =>
  db
    .selectFrom('one_time_codes')
    .selectAll()
    .where('sha256', '=', sha256)
    .where('used_at', 'is', null)
    .where('ends_at', '>', now)
    .executeTakeFirst()

/**
 * Uses a code and does with it what it was for, both or neither. @returns false when it is no code, used or over
 */
export const useCode = (
  db: Db,
  sha256: string,
  now: string,
  work: (tx: Tx) => Promise<unknown>,
): Promise<boolean> =>
  writing(db, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('one_time_codes')
      .set({ used_at: now })
      .where('sha256', '=', sha256)
      .where('used_at', 'is', null)
      .where('ends_at', '>', now)
      .executeTakeFirst()
    if (Number(numUpdatedRows) !== 1) return false
    await work(tx)
    return true
  })
