import type { Insertable, Selectable } from 'kysely'
import type { Db } from '../db.ts'
import type { Tables } from '../schema.ts'

export type DelegationRow = Selectable<Tables['delegations']>

export async function keepDelegation(db: Db, row: Insertable<Tables['delegations']>): Promise<void> {
  await db.insertInto('delegations').values(row).execute()
}

/** What a user has given or been given, latest first. */
export const delegationsOf = (db: Db, userId: string): Promise<DelegationRow[]> =>
  db
    .selectFrom('delegations')
    .selectAll()
    .where((e) => e.or([e('from_user', '=', userId), e('to_user', '=', userId)]))
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .execute()

/** What a user has been given that holds on a day, by those whose accounts are in use. */
export const delegatedTo = (db: Db, userId: string, on: string): Promise<DelegationRow[]> =>
  db
    .selectFrom('delegations')
    .innerJoin('users', 'users.id', 'delegations.from_user')
    .selectAll('delegations')
    .where('to_user', '=', userId)
    .where('revoked_at', 'is', null)
    .where('from_on', '<=', on)
    .where('to_on', '>=', on)
    .where('users.state', '<>', 'disabled')
    .orderBy('delegations.id')
    .execute()

/** @returns false when the user gave none such that still holds */
export async function revokeDelegation(db: Db, fromUser: string, id: string, at: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('delegations')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('from_user', '=', fromUser)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows) === 1
}
