import { type Kysely, type Migration, type MigrationProvider, sql } from 'kysely'
import { accountsMigration } from './accounts/migration.ts'
import { ledgerUnlocked, lockLedger } from './append-only.ts'
import { boardIndexesMigration, boardMigration } from './board/migration.ts'
import { chainMigration } from './chain/migration.ts'
import { deskMigration } from './desk/migration.ts'
import { isPostgres } from './dialect.ts'
import { dutiesMigration } from './duties/migration.ts'
import { reachMigration } from './reach/migration.ts'
import { sendsMigration } from './sends.ts'
import { uploadsMigration } from './uploads-migration.ts'

/**
 * Text that sorts by its bytes in both databases: dates and keys are compared, and a PostgreSQL database made
 * with a Chinese locale would order them otherwise.
 */
const textIn = (db: Kysely<unknown>) => (isPostgres(db) ? sql<string>`text collate "C"` : 'text')

/** Append a migration; never change one that has shipped. Text columns come from `textIn`. */
const MIGRATIONS: Record<string, Migration> = {
  '0001_records': {
    async up(db: Kysely<unknown>) {
      const s = db.schema
      const postgres = isPostgres(db)
      const text = textIn(db)
      await s
        .createTable('ledger')
        .addColumn('id', postgres ? 'bigint' : 'integer', (c) =>
          postgres ? c.primaryKey().generatedAlwaysAsIdentity() : c.primaryKey().autoIncrement(),
        )
        .addColumn('workflow_id', text, (c) => c.notNull())
        .addColumn('seq', 'integer', (c) => c.notNull())
        .addColumn('plan_id', text, (c) => c.notNull())
        .addColumn('no', text, (c) => c.notNull())
        .addColumn('obligation_id', text)
        .addColumn('kind', text, (c) => c.notNull())
        .addColumn('plan_at', text, (c) => c.notNull())
        .addColumn('real_at', text, (c) => c.notNull())
        .addColumn('actor', text, (c) => c.notNull())
        .addColumn('act_id', text)
        .addColumn('fact', text, (c) => c.notNull())
        .addColumn('says', text, (c) => c.notNull())
        .addUniqueConstraint('ledger_once', ['workflow_id', 'seq'])
        .execute()
      await s.createIndex('ledger_plan').on('ledger').columns(['plan_id', 'no']).execute()
      await s.createIndex('ledger_act').on('ledger').columns(['plan_id', 'act_id']).execute()
      await lockLedger(db)
      await s
        .createTable('plans')
        .addColumn('id', text, (c) => c.primaryKey())
        .addColumn('title', text, (c) => c.notNull())
        .addColumn('phase', text, (c) => c.notNull())
        .addColumn('next_seq', 'integer', (c) => c.notNull())
        .addColumn('state', text, (c) => c.notNull())
        .addColumn('updated_at', text, (c) => c.notNull())
        .execute()
      await s
        .createTable('measures')
        .addColumn('workflow_id', text, (c) => c.primaryKey())
        .addColumn('plan_id', text, (c) => c.notNull())
        .addColumn('no', text, (c) => c.notNull())
        .addColumn('ord', 'integer', (c) => c.notNull())
        .addColumn('lead_unit', text, (c) => c.notNull())
        .addColumn('phase', text, (c) => c.notNull())
        .addColumn('wake_at', text)
        .addColumn('due_on', text)
        .addColumn('next_seq', 'integer', (c) => c.notNull())
        .addColumn('state', text, (c) => c.notNull())
        .execute()
      await s.createIndex('measures_plan').on('measures').columns(['plan_id', 'ord']).execute()
      await s.createIndex('measures_wake').on('measures').columns(['plan_id', 'wake_at']).execute()
      await s
        .createTable('obligations')
        .addColumn('workflow_id', text, (c) => c.notNull())
        .addColumn('id', text, (c) => c.notNull())
        .addColumn('plan_id', text, (c) => c.notNull())
        .addColumn('no', text, (c) => c.notNull())
        .addColumn('lead_unit', text, (c) => c.notNull())
        .addColumn('state', text, (c) => c.notNull())
        .addColumn('due_on', text)
        .addColumn('outcome', text)
        .addColumn('data', text, (c) => c.notNull())
        .addPrimaryKeyConstraint('obligations_pk', ['workflow_id', 'id'])
        .execute()
      await s
        .createIndex('obligations_plan')
        .on('obligations')
        .columns(['plan_id', 'state', 'due_on'])
        .execute()
      await s
        .createTable('slips')
        .addColumn('plan_id', text, (c) => c.notNull())
        .addColumn('number', 'integer', (c) => c.notNull())
        .addColumn('workflow_id', text, (c) => c.notNull())
        .addColumn('obligation_id', text, (c) => c.notNull())
        .addColumn('level', text, (c) => c.notNull())
        .addColumn('due_on', text, (c) => c.notNull())
        .addColumn('raised_on', text, (c) => c.notNull())
        .addPrimaryKeyConstraint('slips_pk', ['plan_id', 'number'])
        .addUniqueConstraint('slips_once', ['workflow_id', 'obligation_id', 'level', 'due_on'])
        .execute()
      await s
        .createTable('deliveries')
        .addColumn('plan_id', text, (c) => c.notNull())
        .addColumn('event_id', text, (c) => c.notNull())
        .addColumn('no', text, (c) => c.notNull())
        .addColumn('kind', text, (c) => c.notNull())
        .addColumn('settled', 'integer', (c) => c.notNull())
        .addPrimaryKeyConstraint('deliveries_pk', ['plan_id', 'event_id', 'no', 'kind'])
        .execute()
      await s
        .createTable('outbox')
        .addColumn('key', text, (c) => c.primaryKey())
        .addColumn('plan_id', text, (c) => c.notNull())
        .addColumn('no', text, (c) => c.notNull())
        .addColumn('obligation_id', text)
        .addColumn('kind', text, (c) => c.notNull())
        .addColumn('level', text)
        .addColumn('to_unit', text, (c) => c.notNull())
        .addColumn('to_role', text, (c) => c.notNull())
        .addColumn('subject', text, (c) => c.notNull())
        .addColumn('body', text, (c) => c.notNull())
        .addColumn('plan_at', text, (c) => c.notNull())
        .addColumn('created_at', text, (c) => c.notNull())
        .addColumn('sent_at', text)
        .execute()
      await s.createIndex('outbox_plan').on('outbox').columns(['plan_id', 'plan_at']).execute()
      await s
        .createTable('documents')
        .addColumn('sha256', text, (c) => c.primaryKey())
        .addColumn('kind', text, (c) => c.notNull())
        .addColumn('body', text, (c) => c.notNull())
        .addColumn('created_at', text, (c) => c.notNull())
        .execute()
    },
  },
  '0002_review_answers': {
    async up(db: Kysely<unknown>) {
      const text = textIn(db)
      await db.schema
        .createTable('review_answers')
        .addColumn('scope', text, (c) => c.notNull())
        .addColumn('id', text, (c) => c.notNull())
        .addColumn('choice', text, (c) => c.notNull())
        .addColumn('value', text)
        .addColumn('by', text, (c) => c.notNull())
        .addColumn('at', text, (c) => c.notNull())
        .addPrimaryKeyConstraint('review_answers_pk', ['scope', 'id'])
        .execute()
    },
  },
  '0003_outbox_sending': {
    async up(db: Kysely<unknown>) {
      const columns = ['claim', 'claimed_until', 'next_try_at', 'last_error']
      for (const column of columns)
        await db.schema.alterTable('outbox').addColumn(column, textIn(db)).execute()
      await db.schema
        .alterTable('outbox')
        .addColumn('tries', 'integer', (c) => c.notNull().defaultTo(0))
        .execute()
      await db.schema.createIndex('outbox_unsent').on('outbox').columns(['sent_at', 'created_at']).execute()
    },
  },
  '0004_review_history': {
    async up(db: Kysely<unknown>) {
      const text = textIn(db)
      await db.schema
        .createTable('review_history')
        .addColumn('scope', text, (c) => c.notNull())
        .addColumn('document', text)
        .addColumn('id', text, (c) => c.notNull())
        .addColumn('nth', 'integer', (c) => c.notNull())
        .addColumn('choice', text, (c) => c.notNull())
        .addColumn('value', text)
        .addColumn('by', text, (c) => c.notNull())
        .addColumn('at', text, (c) => c.notNull())
        .addPrimaryKeyConstraint('review_history_pk', ['scope', 'id', 'nth'])
        .execute()
      await db.schema
        .createIndex('review_history_document')
        .on('review_history')
        .columns(['document'])
        .execute()
      await sql`insert into review_history (scope, document, id, nth, choice, value, "by", at)
        select scope, null, id, 1, choice, value, "by", at from review_answers`.execute(db)
      await db.schema.dropTable('review_answers').execute()
    },
  },
  '0005_accounts': accountsMigration(textIn),
  '0006_ledger_chain': chainMigration(textIn, ledgerUnlocked),
  '0007_name_salt': {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('users').addColumn('name_salt', textIn(db)).execute()
    },
  },
  '0008_notice_sends': sendsMigration(textIn),
  '0009_board': boardMigration(textIn),
  '0010_uploads': uploadsMigration(textIn),
  // Measures that were begun before name nobody.
  '0011_board_named': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .alterTable('board')
        .addColumn('named', textIn(db), (c) => c.notNull().defaultTo(''))
        .execute()
    },
  },
  '0012_board_indexes': boardIndexesMigration,
  '0013_reach': reachMigration(textIn),
  '0014_desk': deskMigration(textIn),
  '0015_duties': dutiesMigration(textIn),
  '0016_preferences': {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('users').addColumn('text_size', textIn(db)).execute()
      await db.schema
        .alterTable('users')
        .addColumn('keys_off', 'integer', (c) => c.notNull().defaultTo(0))
        .execute()
    },
  },
}

export const migrations: MigrationProvider = { getMigrations: async () => MIGRATIONS }
