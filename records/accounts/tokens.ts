import type { Insertable, Selectable } from 'kysely'
import type { Db } from '../db.ts'
import type { Tables } from '../schema.ts'

export type TokenRow = Selectable<Tables['tokens']>

export async function keepToken(db: Db, token: Insertable<Tables['tokens']>): Promise<void> {
  await db.insertInto('tokens').values(token).execute()
}

export const tokenByHash = (db: Db, sha256: string): Promise<TokenRow | undefined> =>
  db.selectFrom('tokens').selectAll().where('sha256', '=', sha256).executeTakeFirst()

export const tokensOf = (db: Db, userId: string): Promise<TokenRow[]> =>
  db
    .selectFrom('tokens')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()

/** @returns false when the user has no such token that still holds */
export async function revokeToken(db: Db, userId: string, id: string, at: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('tokens')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows) === 1
}

export async function tokenUsed(db: Db, id: string, at: string): Promise<void> {
  await db.updateTable('tokens').set({ used_at: at }).where('id', '=', id).execute()
}
