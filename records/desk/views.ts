import type { Db } from '../db.ts'
import type { SavedView } from './tables.ts'

/** One's own, and those that one's offices share. */
export async function viewsFor(
  db: Db,
  userId: string,
  offices: readonly string[],
): Promise<readonly SavedView[]> {
  return db
    .selectFrom('saved_views')
    .selectAll()
    .where((e) =>
      e.or([e('user_id', '=', userId), ...(offices.length > 0 ? [e('office', 'in', [...offices])] : [])]),
    )
    .orderBy('name')
    .execute()
}

export async function keepView(db: Db, view: SavedView): Promise<void> {
  await db.insertInto('saved_views').values(view).execute()
}

/** Taken away by its maker alone. */
export async function dropView(db: Db, id: string, userId: string): Promise<void> {
  await db.deleteFrom('saved_views').where('id', '=', id).where('user_id', '=', userId).execute()
}
