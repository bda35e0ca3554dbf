import type { Db } from '../db.ts'
import type { RoleRow } from './users.ts'

/** Gives an account a role; one that it has already stays. */
export async function addRole(db: Db, row: RoleRow): Promise<void> {
  await db
    .insertInto('user_roles')
    .values(row)
    .onConflict((c) => c.doNothing())
    .execute()
}
