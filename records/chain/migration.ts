import { type Kysely, type Migration, type RawBuilder, sql } from 'kysely'
import { isPostgres } from '../dialect.ts'
import type { Tables } from '../schema.ts'
import { linked } from './rows.ts'

/** Rows that are written back in one statement. */
const AT_ONCE = 2_000

type Link = { readonly id: number } & ReturnType<typeof linked>

async function writeLinks(db: Kysely<unknown>, links: readonly Link[]): Promise<void> {
  const column = (key: keyof Link) => links.map((one) => one[key])
  if (isPostgres(db))
    await sql`UPDATE ledger SET salt = v.salt, prev = v.prev, hash = v.hash
      FROM unnest(${column('id')}::bigint[], ${column('salt')}::text[], ${column('prev')}::text[], ${column('hash')}::text[])
        AS v(id, salt, prev, hash) WHERE ledger.id = v.id`.execute(db)
  else
    for (const { id, salt, prev, hash } of links)
      await sql`UPDATE ledger SET salt = ${salt}, prev = ${prev}, hash = ${hash} WHERE id = ${id}`.execute(db)
}

/** Gives every row that is there its link. */
async function linkAll(db: Kysely<Tables>): Promise<{ readonly upTo: number; readonly latest: string }> {
  const workflows = await db.selectFrom('ledger').select('workflow_id').distinct().execute()
  let [links, upTo, latest]: [Link[], number, string] = [[], 0, '']
  for (const { workflow_id: id } of workflows) {
    const rows = await db
      .selectFrom('ledger')
      .selectAll()
      .where('workflow_id', '=', id)
      .orderBy('seq')
      .execute()
    let prev = ''
    for (const row of rows) {
      const link = linked(row, prev)
      prev = link.hash
      upTo = Math.max(upTo, Number(row.id))
      if (row.real_at > latest) latest = row.real_at
      links.push({ id: Number(row.id), ...link })
    }
    if (links.length >= AT_ONCE) {
      await writeLinks(db as never, links)
      links = []
    }
  }
  if (links.length > 0) await writeLinks(db as never, links)
  return { upTo, latest }
}

/**
 * The ledger's chain. What was written before gets its links now, which prove that nothing has changed since, and
 * nothing of the time before: `ledger_chain` says from when on, and up to which row.
 */
export const chainMigration = (
  textIn: (db: Kysely<unknown>) => 'text' | RawBuilder<string>,
  unlocked: (db: Kysely<unknown>, work: () => Promise<void>) => Promise<void>,
): Migration => ({
  async up(db: Kysely<unknown>) {
    const text = textIn(db)
    for (const column of ['salt', 'prev', 'hash'])
      await db.schema
        .alterTable('ledger')
        .addColumn(column, text, (c) => c.notNull().defaultTo(''))
        .execute()
    await db.schema
      .createTable('ledger_chain')
      .addColumn('since', text, (c) => c.notNull())
      .addColumn('up_to', 'integer', (c) => c.notNull())
      .execute()
    await unlocked(db, async () => {
      const { upTo, latest } = await linkAll(db as Kysely<Tables>)
      // A clock may have gone ahead: no row of before is later than this.
      const now = new Date().toISOString()
      const since = latest > now ? latest : now
      await sql`INSERT INTO ledger_chain (since, up_to) VALUES (${since}, ${upTo})`.execute(db)
    })
  },
})
