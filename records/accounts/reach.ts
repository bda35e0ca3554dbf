import type { Db } from '../db.ts'

/** A person who can be written to, in one of his roles. */
export interface Reachable {
  readonly role: string
  readonly unit: string
  /** The plan it is for; '': all. */
  readonly planId: string
  readonly name: string
  readonly mail: string
}

/** Everybody with an account that is in use, an address and a role for a unit. */
export async function reachable(db: Db): Promise<readonly Reachable[]> {
  const rows = await db
    .selectFrom('users as u')
    .innerJoin('user_roles as r', 'r.user_id', 'u.id')
    .select(['r.role', 'r.unit', 'r.plan_id as planId', 'u.name', 'u.mail'])
    .where('u.state', '<>', 'disabled')
    .where('u.mail', 'is not', null)
    .where('r.unit', '<>', '')
    .orderBy('u.id')
    .execute()
  return rows.flatMap((row) => (row.mail ? [{ ...row, mail: row.mail }] : []))
}

/** Units for which somebody can sign in. */
export async function unitsWithAccounts(db: Db): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('users as u')
    .innerJoin('user_roles as r', 'r.user_id', 'u.id')
    .select('r.unit')
    .distinct()
    .where('u.state', '<>', 'disabled')
    .where('r.role', 'in', ['unit', 'head'])
    .execute()
  return rows.map(({ unit }) => unit)
}
