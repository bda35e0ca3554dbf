import type { Selectable } from 'kysely'
import type { Db } from '../db.ts'
import type { Tx } from '../exclusive.ts'
import type { Tables } from '../schema.ts'

export type AuditRow = Selectable<Tables['audit']>

/** Writes one line of the audit log, which nothing changes or takes away (migration.ts). */
export async function appendAudit(db: Tx, line: Omit<AuditRow, 'id'>): Promise<void> {
  await db.insertInto('audit').values(line).execute()
}

/** The newest lines, before a given one where more are read. */
export const auditLines = (db: Db, most: number, before?: number): Promise<AuditRow[]> => {
  let lines = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(most)
  if (before !== undefined) lines = lines.where('id', '<', before)
  return lines.execute()
}

/**
 * Binds an act's id to what was asked for under it and by whom. @returns false when it stands for something else
 */
export async function claimActKey(
  db: Db,
  key: { readonly act_id: string; readonly user_id: string; readonly content: string; readonly at: string },
): Promise<boolean> {
  await db
    .insertInto('act_keys')
    .values(key)
    .onConflict((c) => c.doNothing())
    .execute()
  const kept = await db
    .selectFrom('act_keys')
    .selectAll()
    .where('act_id', '=', key.act_id)
    .executeTakeFirstOrThrow()
  return kept.content === key.content && kept.user_id === key.user_id
}

/** A key under which nothing has happened is free again. */
export async function releaseActKey(
  db: Db,
  {
    act_id,
    user_id,
    content,
  }: { readonly act_id: string; readonly user_id: string; readonly content: string },
): Promise<void> {
  await db
    .deleteFrom('act_keys')
    .where('act_id', '=', act_id)
    .where('user_id', '=', user_id)
    .where('content', '=', content)
    .execute()
}
