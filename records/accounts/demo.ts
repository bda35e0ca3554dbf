import type { Insertable } from 'kysely'
import type { Db } from '../db.ts'
import { writing } from '../exclusive.ts'
import type { Tables } from '../schema.ts'
import { DEMO, insertUser, type RoleRow } from './users.ts'

/** Ids of the 演示账户, by login. */
export const demoUsers = (db: Db) =>
  db.selectFrom('users').select(['id', 'login']).where('state', '=', DEMO).orderBy('login').execute()

/** Puts 演示账户 in place of those there were: with them end their sessions and codes. */
export const replaceDemo = (
  db: Db,
  made: readonly {
    readonly user: Insertable<Tables['users']>
    readonly roles: readonly Omit<RoleRow, 'user_id'>[]
  }[],
): Promise<void> =>
  writing(db, async (tx) => {
    const ids = tx.selectFrom('users').select('id').where('state', '=', DEMO)
    await tx.deleteFrom('sessions').where('user_id', 'in', ids).execute()
    await tx.deleteFrom('one_time_codes').where('user_id', 'in', ids).execute()
    await tx.deleteFrom('user_roles').where('user_id', 'in', ids).execute()
    await tx.deleteFrom('users').where('state', '=', DEMO).execute()
    for (const { user, roles } of made) await insertUser(tx, user, roles)
  })
