import type { Insertable, Selectable } from 'kysely'
import type { Db } from '../db.ts'
import { inTransaction } from '../exclusive.ts'
import type { Tables } from '../schema.ts'

type Row = Selectable<Tables['links']>
export type HolderRow = Selectable<Tables['link_submissions']>
/** A link with how often it was used. */
export interface LinkRow extends Row {
  readonly used: number
}

/** Keeps a new link; one that is there under its id stays as it is. */
export async function keepLink(db: Db, link: Insertable<Tables['links']>): Promise<void> {
  await db
    .insertInto('links')
    .values(link)
    .onConflict((c) => c.column('id').doNothing())
    .execute()
}

const withUse = (db: Db) =>
  db
    .selectFrom('links')
    .selectAll('links')
    .select((e) =>
      e
        .selectFrom('link_submissions as s')
        .whereRef('s.link_id', '=', 'links.id')
        .select((s) => s.fn.countAll().as('n'))
        .as('used'),
    )
const counted = (row: Row & { readonly used: unknown }): LinkRow => ({ ...row, used: Number(row.used) })

export async function linkByHash(db: Db, sha256: string): Promise<LinkRow | null> {
  const row = await withUse(db).where('sha256', '=', sha256).executeTakeFirst()
  return row === undefined ? null : counted(row)
}

/** Links of a plan, the newest first. */
export const linksOf = async (db: Db, planId: string): Promise<readonly LinkRow[]> =>
  (await withUse(db).where('plan_id', '=', planId).orderBy('made_at', 'desc').orderBy('id').execute()).map(
    counted,
  )

/** @returns false when the plan has no such link that still holds */
export async function revokeLink(db: Db, planId: string, id: string, at: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('links')
    .set({ revoked_at: at })
    .where('plan_id', '=', planId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows) === 1
}

/**
 * Takes one of a link's submissions for an act, in one transaction, so that none is taken twice; the same act again has
 * the row that it had. Null: all are taken.
 */
export const takeSubmission = (db: Db, row: HolderRow, most: number): Promise<HolderRow | null> =>
  inTransaction(db, `link ${row.link_id}`, async (tx) => {
    const before = await tx
      .selectFrom('link_submissions')
      .selectAll()
      .where('act_id', '=', row.act_id)
      .executeTakeFirst()
    if (before !== undefined) return before.link_id === row.link_id ? before : null
    const { n } = await tx
      .selectFrom('link_submissions')
      .select((e) => e.fn.countAll().as('n'))
      .where('link_id', '=', row.link_id)
      .executeTakeFirstOrThrow()
    if (Number(n) >= most) return null
    await tx.insertInto('link_submissions').values(row).execute()
    return row
  })

/** Gives one back whose act was refused. */
export async function giveBackSubmission(db: Db, id: string): Promise<void> {
  await db.deleteFrom('link_submissions').where('id', '=', id).execute()
}

/** Who used the links of a plan, the newest first. */
export const holdersOf = (db: Db, planId: string): Promise<HolderRow[]> =>
  db
    .selectFrom('link_submissions as s')
    .innerJoin('links as l', 'l.id', 's.link_id')
    .selectAll('s')
    .where('l.plan_id', '=', planId)
    .orderBy('s.at', 'desc')
    .orderBy('s.id')
    .execute()

/** Names and phones of those who used links, by the id that the ledger has; who is gone is not in it. */
export async function holders(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Pick<HolderRow, 'name' | 'phone'>>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('link_submissions')
    .select(['id', 'name', 'phone'])
    .where('id', 'in', ids)
    .where('name', '<>', '')
    .execute()
  return new Map(rows.map(({ id, name, phone }) => [id, { name, phone }]))
}

/** Takes away what is known of who used a link: name, phone, and the salt that tells whose the hash in the ledger is. */
export async function forgetHolders(db: Db, linkId: string): Promise<number> {
  const gone = await db
    .updateTable('link_submissions')
    .set({ name: '', phone: '', name_salt: null })
    .where('link_id', '=', linkId)
    .where('name', '<>', '')
    .returning('id')
    .execute()
  await db.updateTable('links').set({ recipient: '' }).where('id', '=', linkId).execute()
  return gone.length
}
