import type { Insertable, Selectable } from 'kysely'
import type { Db } from '../db.ts'
import { writing } from '../exclusive.ts'
import type { Tables } from '../schema.ts'

export type SessionRow = Selectable<Tables['sessions']>

/** Opens a session; of a user's others the `most - 1` that were seen last stay. */
export const openSession = (db: Db, session: Insertable<Tables['sessions']>, most: number): Promise<void> =>
  writing(db, async (tx) => {
    const others = await tx
      .selectFrom('sessions')
      .select('sha256')
      .where('user_id', '=', session.user_id)
      .orderBy('seen_at', 'desc')
      .orderBy('sha256')
      .execute()
    const over = others.slice(most - 1).map(({ sha256 }) => sha256)
    if (over.length > 0) await tx.deleteFrom('sessions').where('sha256', 'in', over).execute()
    await tx.insertInto('sessions').values(session).execute()
  })

export const sessionOf = (db: Db, sha256: string): Promise<SessionRow | undefined> =>
  db.selectFrom('sessions').selectAll().where('sha256', '=', sha256).executeTakeFirst()

export const sessionsOf = (db: Db, userId: string): Promise<SessionRow[]> =>
  db
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('seen_at', 'desc')
    .orderBy('sha256')
    .execute()

export async function sessionSeen(
  db: Db,
  sha256: string,
  to: { readonly seen_at?: string; readonly proved_at?: string },
): Promise<void> {
  await db.updateTable('sessions').set(to).where('sha256', '=', sha256).execute()
}

export async function endSession(db: Db, sha256: string): Promise<void> {
  await db.deleteFrom('sessions').where('sha256', '=', sha256).execute()
}

/** Ends a user's sessions, all or all but one. */
export async function endSessionsOf(db: Db, userId: string, but?: string): Promise<void> {
  let ended = db.deleteFrom('sessions').where('user_id', '=', userId)
  if (but !== undefined) ended = ended.where('sha256', '<>', but)
  await ended.execute()
}

/** Takes away what is over: sessions, codes and tries of which nothing is asked any more. */
export async function sweepEnded(db: Db, now: string, triesBefore: string): Promise<void> {
  await db.deleteFrom('sessions').where('ends_at', '<', now).execute()
  await db.deleteFrom('one_time_codes').where('ends_at', '<', now).execute()
  await db.deleteFrom('sign_in_tries').where('since', '<', triesBefore).execute()
}
