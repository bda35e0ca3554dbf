import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Db } from '../db.ts'
import { type Tx, writing } from '../exclusive.ts'
import type { Tables } from '../schema.ts'

export type UserRow = Selectable<Tables['users']>
export type RoleRow = Selectable<Tables['user_roles']>

/** State of a 演示账户. */
export const DEMO = 'demo'

export const userById = (db: Tx, id: string): Promise<UserRow | undefined> =>
  db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()

export const userByLogin = (db: Tx, login: string): Promise<UserRow | undefined> =>
  db.selectFrom('users').selectAll().where('login', '=', login).executeTakeFirst()

export const allUsers = (db: Db): Promise<UserRow[]> =>
  db.selectFrom('users').selectAll().orderBy('login').execute()

export const rolesOf = (db: Tx, userId: string): Promise<RoleRow[]> =>
  db
    .selectFrom('user_roles')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('role')
    .orderBy('plan_id')
    .orderBy('unit')
    .execute()

export const allRoles = (db: Db): Promise<RoleRow[]> => db.selectFrom('user_roles').selectAll().execute()

/** Names as shown, by account; who is gone is not in it. */
export async function namesOf(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('users').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Adds an account with its roles, inside a transaction; false when the login is taken. */
export async function insertUser(
  tx: Tx,
  user: Insertable<Tables['users']>,
  roles: readonly Omit<RoleRow, 'user_id'>[],
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('users')
    .values(user)
    .onConflict((c) => c.column('login').doNothing())
    .executeTakeFirst()
  if (Number(numInsertedOrUpdatedRows) !== 1) return false
  for (const role of roles)
    await tx
      .insertInto('user_roles')
      .values({ user_id: user.id, ...role })
      .execute()
  return true
}

/** The same, in one of its own. */
export const addUser = (
  db: Db,
  user: Insertable<Tables['users']>,
  roles: readonly Omit<RoleRow, 'user_id'>[],
): Promise<boolean> => writing(db, (tx) => insertUser(tx, user, roles))

export async function changeUser(db: Tx, id: string, to: Updateable<Tables['users']>): Promise<void> {
  await db.updateTable('users').set(to).where('id', '=', id).execute()
}

/** A code of TOTP counts once, whoever of several web processes hears it. @returns false when it was used */
export async function takeTotpStep(db: Db, id: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('users')
    .set({ totp_step: step })
    .where('id', '=', id)
    .where((e) => e.or([e('totp_step', 'is', null), e('totp_step', '<', step)]))
    .executeTakeFirst()
  return Number(numUpdatedRows) === 1
}

/** A sign-in that failed is told to the account's owner at the next. */
export async function countMissed(db: Db, id: string): Promise<void> {
  await db
    .updateTable('users')
    .set((e) => ({ missed: e('missed', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** Those that somebody has; 演示账户 are nobody's. */
export const countUsers = async (db: Db): Promise<number> => {
  const { n } = await db
    .selectFrom('users')
    .where('state', '<>', DEMO)
    .select((e) => e.fn.countAll().as('n'))
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** Whether an account may still administer others. @param but one that is not looked at */
export const hasAdmin = async (db: Tx, but = ''): Promise<boolean> =>
  (await db
    .selectFrom('user_roles')
    .innerJoin('users', 'users.id', 'user_roles.user_id')
    .select('users.id')
    .where('user_roles.role', '=', 'admin')
    .where('users.state', '<>', 'disabled')
    .where('users.id', '<>', but)
    .executeTakeFirst()) !== undefined
