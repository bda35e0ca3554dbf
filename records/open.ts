import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, Migrator, SqliteDialect } from 'kysely'
import { migrations } from './migrations.ts'
import type { Tables } from './schema.ts'

export type Db = Kysely<Tables>

/**
 * Opens the record store, making or migrating it. WAL with full sync: a commit that was acknowledged survives a
 * power cut. Several processes may open the same file; a writer waits up to 10 s for another.
 */
export async function openRecords(file: string): Promise<Db> {
  mkdirSync(dirname(file), { recursive: true })
  const database = new Database(file, { timeout: 10_000 })
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
  const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest()
  if (error) throw error
  return db
}
