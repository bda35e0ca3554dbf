import { type Kysely, sql } from 'kysely'
import { isPostgres } from './dialect.ts'

/** The ledger is append-only by the database itself, not by good manners. */
const LOCK = {
  sqlite: ['UPDATE', 'DELETE'].map(
    (verb) =>
      `CREATE TRIGGER ledger_no_${verb.toLowerCase()} BEFORE ${verb} ON ledger BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END`,
  ),
  postgres: [
    `CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'ledger is append-only'; END $$`,
    'CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()',
  ],
}
const UNLOCK = {
  sqlite: ['DROP TRIGGER ledger_no_update', 'DROP TRIGGER ledger_no_delete'],
  postgres: ['DROP TRIGGER ledger_append_only ON ledger', 'DROP FUNCTION ledger_append_only()'],
}

const runAll = async <T>(db: Kysely<T>, statements: Record<'sqlite' | 'postgres', readonly string[]>) => {
  for (const statement of statements[isPostgres(db) ? 'postgres' : 'sqlite'])
    await sql.raw(statement).execute(db)
}

export const lockLedger = <T>(db: Kysely<T>): Promise<void> => runAll(db, LOCK)

/** Changes rows within a transaction: the chain's first links, and names that a person wants deleted. Nothing else may. */
export async function ledgerUnlocked<T>(db: Kysely<T>, work: () => Promise<void>): Promise<void> {
  await runAll(db, UNLOCK)
  await work()
  await lockLedger(db)
}
