import type { Selectable } from 'kysely'
import type { Db } from '../db.ts'
import type { Tables } from '../schema.ts'

export type FeedRow = Selectable<Tables['feeds']>

export async function keepFeed(db: Db, row: FeedRow): Promise<void> {
  await db.insertInto('feeds').values(row).execute()
}

export const feedByHash = (db: Db, sha256: string): Promise<FeedRow | undefined> =>
  db.selectFrom('feeds').selectAll().where('sha256', '=', sha256).executeTakeFirst()

/** Feeds that somebody made or that are his; null: all. */
export const feedsOf = (db: Db, userId: string | null): Promise<FeedRow[]> => {
  const all = db.selectFrom('feeds').selectAll().orderBy('made_at', 'desc').orderBy('id')
  return (
    userId === null ? all : all.where((e) => e.or([e('user_id', '=', userId), e('made_by', '=', userId)]))
  ).execute()
}

/** @returns false when there is no such feed that still holds */
export async function revokeFeed(db: Db, id: string, at: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('feeds')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows) === 1
}

/** When each measure of a plan was last written of, ISO 8601 UTC. */
export async function lastWritten(db: Db, planId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('ledger')
    .select((e) => ['no', e.fn.max('real_at').as('at')])
    .where('plan_id', '=', planId)
    .groupBy('no')
    .execute()
  return new Map(rows.map(({ no, at }) => [no, at]))
}

export interface Told {
  readonly row: number
  readonly planId: string
  readonly no: string
  readonly at: string
  readonly says: string
}

/** The newest lines of a plan's measures, the newest first. @param nos null: of all, and of the plan itself */
export async function newestLines(
  db: Db,
  planId: string,
  nos: readonly string[] | null,
  most: number,
): Promise<readonly Told[]> {
  if (nos?.length === 0) return []
  let lines = db
    .selectFrom('ledger')
    .select(['id', 'no', 'real_at', 'says'])
    .where('plan_id', '=', planId)
    .orderBy('id', 'desc')
    .limit(most)
  if (nos !== null) lines = lines.where('no', 'in', [...nos])
  return (await lines.execute()).map((row) => ({
    ...{ row: Number(row.id), planId, no: row.no, at: row.real_at, says: row.says },
  }))
}
