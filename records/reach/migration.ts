import type { Kysely, Migration, RawBuilder } from 'kysely'

/** 免登录链接: what a link is for, and who has handed in by it; feeds: calendars and changes, each under a token of its own; what was published when. */
export const reachMigration = (textIn: (db: Kysely<unknown>) => 'text' | RawBuilder<string>): Migration => ({
  async up(db: Kysely<unknown>) {
    const text = textIn(db)
    const table = async (name: string, columns: readonly string[], maybe: readonly string[]) => {
      let made = db.schema.createTable(name).addColumn('id', text, (c) => c.primaryKey())
      for (const column of columns) made = made.addColumn(column, text, (c) => c.notNull())
      for (const column of maybe) made = made.addColumn(column, text)
      await made.execute()
    }
    const link = ['sha256', 'plan_id', 'no', 'obligation_id', 'unit', 'recipient', 'made_at', 'made_by']
    await table('links', [...link, 'ends_on'], ['code', 'revoked_at'])
    await db.schema.createIndex('links_sha').on('links').column('sha256').unique().execute()
    await db.schema.createIndex('links_plan').on('links').columns(['plan_id', 'no']).execute()
    await table('link_submissions', ['link_id', 'act_id', 'name', 'phone', 'at'], ['name_salt'])
    await db.schema
      .createIndex('link_submissions_act')
      .on('link_submissions')
      .column('act_id')
      .unique()
      .execute()
    await db.schema.createIndex('link_submissions_link').on('link_submissions').column('link_id').execute()
    const feed = ['sha256', 'kind', 'plan_id', 'unit', 'name', 'made_at', 'made_by']
    const published = ['plan_id', 'bulletin', 'title', 'folder', 'fields', 'licence', 'footer', 'at', 'by']
    await table('publications', published, ['next_on', 'withdrawn_on', 'reason'])
    await db.schema.createIndex('publications_plan').on('publications').columns(['plan_id', 'at']).execute()
    await table('feeds', feed, ['user_id', 'revoked_at'])
    await db.schema.createIndex('feeds_sha').on('feeds').column('sha256').unique().execute()
  },
})
