import type { Db } from '../db.ts'
import { type UserRow, userById } from './users.ts'

/** Whose account an identity at a provider is; undefined: nobody's. */
export async function userByIdentity(db: Db, issuer: string, subject: string): Promise<UserRow | undefined> {
  const found = await db
    .selectFrom('oidc_identities')
    .select('user_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return found === undefined ? undefined : userById(db, found.user_id)
}

/** Makes an identity that of an account. @returns false when it is another's already */
export async function linkIdentity(
  db: Db,
  row: {
    readonly issuer: string
    readonly subject: string
    readonly user_id: string
    readonly linked_at: string
  },
): Promise<boolean> {
  await db
    .insertInto('oidc_identities')
    .values(row)
    .onConflict((c) => c.doNothing())
    .execute()
  return (await userByIdentity(db, row.issuer, row.subject))?.id === row.user_id
}

/** Takes all identities from an account; answers how many. */
export async function unlinkIdentities(db: Db, userId: string): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('oidc_identities')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** With which identities an account is entered, the first linked first. */
export const identitiesOf = (db: Db, userId: string) =>
  db
    .selectFrom('oidc_identities')
    .select(['issuer', 'subject', 'linked_at'])
    .where('user_id', '=', userId)
    .orderBy('linked_at')
    .execute()
