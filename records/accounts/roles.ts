import type { Tx } from '../exclusive.ts'
import type { RoleRow } from './users.ts'

/** Gives an account a role; one that it has already stays. */
export async function addRole(db: Tx, row: RoleRow): Promise<void> {
  await db
    .insertInto('user_roles')
    .values(row)
    .onConflict((c) => c.doNothing())
    .execute()
}

/** Takes a role from an account. @returns false when it has none such */
export async function dropRole(tx: Tx, row: RoleRow): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('user_roles')
    .where('user_id', '=', row.user_id)
    .where('role', '=', row.role)
    .where('plan_id', '=', row.plan_id)
    .where('unit', '=', row.unit)
    .executeTakeFirst()
  return Number(numDeletedRows) > 0
}
