import type { Kysely, Migration, RawBuilder } from 'kysely'

/** What a desk keeps beside the plans: acts on many with what became of each row, and views of lists. */
export const deskMigration = (textIn: (db: Kysely<unknown>) => 'text' | RawBuilder<string>): Migration => ({
  async up(db: Kysely<unknown>) {
    const text = textIn(db)
    await db.schema
      .createTable('bulk_jobs')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('plan_id', text, (c) => c.notNull())
      .addColumn('user_id', text, (c) => c.notNull())
      .addColumn('type', text, (c) => c.notNull())
      .addColumn('said', text, (c) => c.notNull())
      .addColumn('at', text, (c) => c.notNull())
      .addColumn('begun_at', text)
      .addColumn('ended_at', text)
      .execute()
    await db.schema
      .createTable('bulk_rows')
      .addColumn('job_id', text, (c) => c.notNull())
      .addColumn('nth', 'integer', (c) => c.notNull())
      .addColumn('no', text, (c) => c.notNull())
      .addColumn('obligation', text)
      .addColumn('unit', text, (c) => c.notNull())
      .addColumn('refused', text)
      .addColumn('done_at', text)
      .addPrimaryKeyConstraint('bulk_rows_pk', ['job_id', 'nth'])
      .execute()
    await db.schema
      .createTable('saved_views')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('user_id', text, (c) => c.notNull())
      .addColumn('office', text)
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('query', text, (c) => c.notNull())
      .addColumn('at', text, (c) => c.notNull())
      .execute()
  },
})
