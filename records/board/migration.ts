import type { Kysely, Migration, RawBuilder } from 'kysely'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { isPostgres } from '../dialect.ts'
import type { Tables } from '../schema.ts'
import { boardValues } from './rows.ts'

/** Measures that are read and written in one go. */
const AT_ONCE = 200

const TEXTS = [
  ...(['plan_id', 'no', 'phase', 'base', 'yellow_from', 'red_from', 'owed_by'] as const),
  ...(['aspects', 'lead_unit', 'lead_units', 'units', 'leads', 'task', 'text', 'deadline', 'words'] as const),
] as const
const NUMBERS = ['seq', 'ord', 'waits'] as const
const SCANNED = [
  ...(['plan_id', 'ord', 'workflow_id', 'owed_by', 'lead_unit', 'red_from', 'yellow_from'] as const),
  ...(['base', 'phase', 'slip', 'aspects', 'lead_units', 'units'] as const),
] as const
/** What the table has as this migration makes it, whatever is added to the row later. */
const COLUMNS: readonly string[] = ['workflow_id', 'slip', ...TEXTS, ...NUMBERS]

async function fill(db: Kysely<Tables>): Promise<void> {
  let after = ''
  for (;;) {
    const measures = await db
      .selectFrom('measures')
      .select(['workflow_id', 'state'])
      .where('workflow_id', '>', after)
      .orderBy('workflow_id')
      .limit(AT_ONCE)
      .execute()
    const last = measures.at(-1)
    if (last === undefined) return
    after = last.workflow_id
    const rows = measures.map(({ workflow_id, state }) =>
      Object.fromEntries(
        Object.entries(boardValues(workflow_id, JSON.parse(state) as MeasureState)).filter(([name]) =>
          COLUMNS.includes(name),
        ),
      ),
    )
    await db
      .insertInto('board')
      .values(rows as never)
      .execute()
  }
}

/** The list's table, filled from the measures that are there. */
export const boardMigration = (textIn: (db: Kysely<unknown>) => 'text' | RawBuilder<string>): Migration => ({
  async up(db: Kysely<unknown>) {
    const text = textIn(db)
    let table = db.schema
      .createTable('board')
      .addColumn('workflow_id', text, (c) => c.primaryKey())
      .addColumn('slip', text)
    for (const name of NUMBERS) table = table.addColumn(name, 'integer', (c) => c.notNull()) as never
    for (const name of TEXTS) table = table.addColumn(name, text, (c) => c.notNull()) as never
    await table.execute()
    await db.schema.createIndex('board_plan').on('board').columns(['plan_id', 'ord', 'workflow_id']).execute()
    // All that filters and sorts beside words, so that SQLite reads past no texts. PostgreSQL has a longest entry.
    if (!isPostgres(db))
      await db.schema
        .createIndex('board_scan')
        .on('board')
        .columns([...SCANNED])
        .execute()
    await fill(db as Kysely<Tables>)
  },
})

/** What a release before this one left without: an order to read by, and words beside nothing else. */
export const boardIndexesMigration: Migration = {
  async up(db: Kysely<unknown>) {
    if (isPostgres(db)) {
      // Of a bounded length: what is longer than PostgreSQL's longest entry stands in none of these.
      await db.schema
        .createIndex('board_due')
        .on('board')
        .columns([
          'plan_id',
          'owed_by',
          'ord',
          'workflow_id',
          'red_from',
          'yellow_from',
          'base',
          'phase',
          'slip',
        ])
        .execute()
      return
    }
    await db.schema
      .createIndex('board_words')
      .on('board')
      .columns(['plan_id', 'owed_by', 'ord', 'workflow_id', 'words'])
      .execute()
  },
}
