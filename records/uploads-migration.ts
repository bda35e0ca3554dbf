import type { Kysely, Migration, RawBuilder } from 'kysely'
import { isPostgres } from './dialect.ts'

/** What was uploaded by whom, for quotas and to take away what nobody used; and requests a minute, over all web processes. */
export const uploadsMigration = (
  textIn: (db: Kysely<unknown>) => 'text' | RawBuilder<string>,
): Migration => ({
  async up(db: Kysely<unknown>) {
    const text = textIn(db)
    await db.schema
      .createTable('uploads')
      .addColumn('sha256', text, (c) => c.notNull())
      .addColumn('user_id', text, (c) => c.notNull())
      .addColumn('bytes', isPostgres(db) ? 'bigint' : 'integer', (c) => c.notNull())
      .addColumn('at', text, (c) => c.notNull())
      .addColumn('plan_id', text)
      .execute()
    await db.schema.createIndex('uploads_user').on('uploads').columns(['user_id', 'at']).execute()
    await db.schema.createIndex('uploads_sha').on('uploads').column('sha256').execute()
    await db.schema.createIndex('uploads_plan').on('uploads').column('plan_id').execute()
    await db.schema
      .createTable('request_rates')
      .addColumn('key', text, (c) => c.primaryKey())
      .addColumn('minute', 'integer', (c) => c.notNull())
      .addColumn('n', 'integer', (c) => c.notNull())
      .execute()
  },
})
