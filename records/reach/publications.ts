import type { Selectable } from 'kysely'
import type { Db } from '../db.ts'
import type { Tables } from '../schema.ts'

export type PublicationRow = Selectable<Tables['publications']>

export async function keepPublication(db: Db, row: PublicationRow): Promise<void> {
  await db.insertInto('publications').values(row).execute()
}

/** Every publication of a plan and its ends, the oldest first. */
export const publicationsOf = (db: Db, planId: string): Promise<PublicationRow[]> =>
  db
    .selectFrom('publications')
    .selectAll()
    .where('plan_id', '=', planId)
    .orderBy('at')
    .orderBy('id')
    .execute()
