import type { Db } from '../db.ts'
import { writing } from '../exclusive.ts'

export const RECOVERY = 'recovery'

/** Recovery codes of a user, all of them anew; none of the earlier ones holds any more. */
export const keepRecovery = (
  db: Db,
  userId: string,
  hashes: readonly string[],
  madeAt: string,
  endsAt: string,
): Promise<void> =>
  writing(db, async (tx) => {
    await tx
      .deleteFrom('one_time_codes')
      .where('purpose', '=', RECOVERY)
      .where('user_id', '=', userId)
      .execute()
    for (const sha256 of hashes)
      await tx
        .insertInto('one_time_codes')
        .values({
          ...{ sha256, purpose: RECOVERY, user_id: userId, made_at: madeAt, made_by: userId },
          ...{ ends_at: endsAt, used_at: null },
        })
        .execute()
  })

/** Uses one, once. @returns false when the user has no such code */
export async function useRecovery(db: Db, userId: string, sha256: string, at: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('one_time_codes')
    .set({ used_at: at })
    .where('sha256', '=', sha256)
    .where('purpose', '=', RECOVERY)
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows) === 1
}
