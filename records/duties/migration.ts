import { type Kysely, type Migration, type RawBuilder, sql } from 'kysely'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { boardValues } from '../board/rows.ts'
import { isPostgres } from '../dialect.ts'
import { putRows } from '../put-rows.ts'
import type { Tables } from '../schema.ts'
import { dutyValues } from './rows.ts'

/** Measures that are read and written in one go. */
const AT_ONCE = 200
const WORDS = ['workflow_id', 'id', 'plan_id', 'no', 'leads', 'state'] as const
const DAYS = ['due_on', 'owed_by', 'review_on', 'extension_on', 'undated_on', 'suspension_on'] as const
const MAYBE = ['outcome', ...DAYS, 'flag_on', 'signature_on'] as const
const NUMBERS = ['closed', 'done_before', 'late_reported', 'slips', 'late_days'] as const

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
    for (const { workflow_id: id, state: text } of measures) {
      const state = JSON.parse(text) as MeasureState
      await putRows(db, 'board', [boardValues(id, state)])
      await putRows(
        db,
        'duties',
        state.obligations.map((o) => dutyValues(id, state, o)),
      )
      after = id
    }
    if (measures.length < AT_ONCE) return
  }
}

/** What is counted, a slim row an obligation in the order of their plans; what the list's rows lacked for it; who was reassigned, found without reading the ledger. */
export const dutiesMigration = (textIn: (db: Kysely<unknown>) => 'text' | RawBuilder<string>): Migration => ({
  async up(db: Kysely<unknown>) {
    const text = textIn(db)
    let table = db.schema.createTable('duties') as never as ReturnType<typeof db.schema.createTable>
    for (const name of WORDS) table = table.addColumn(name, text, (c) => c.notNull()) as never
    for (const name of MAYBE) table = table.addColumn(name, text) as never
    for (const name of NUMBERS) table = table.addColumn(name, 'integer', (c) => c.notNull()) as never
    const keyed = table.addPrimaryKeyConstraint('duties_pk', ['plan_id', 'workflow_id', 'id'] as never)
    await (isPostgres(db) ? keyed : keyed.modifyEnd(sql`without rowid`)).execute()
    for (const name of ['names', 'awaited'])
      await db.schema
        .alterTable('board')
        .addColumn(name, text, (c) => c.notNull().defaultTo(''))
        .execute()
    await sql`create index ledger_owning on ledger (plan_id, workflow_id) where kind in ('reassigned', 'replanned')`.execute(
      db,
    )
    await fill(db as Kysely<Tables>)
  },
})
