import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Dialect, Kysely, Migrator, PostgresDialect } from 'kysely'
import pg from 'pg'
import { immediately } from './exclusive.ts'
import { migrations } from './migrations.ts'
import { isPostgresUrl, shownRecords } from './places.ts'
import type { Tables } from './schema.ts'
import { sqlite } from './sqlite.ts'

export type Db = Kysely<Tables>

/** The record store could not be reached or made; message and remedy are Chinese. */
export class RecordsUnavailableError extends Error {
  readonly code = 'RECORDS_UNAVAILABLE'
  readonly remedy =
    '检查 PostgreSQL 是否在运行，DUBAN_RECORDS（或数据文件夹里的 records.url）的地址、用户和密码是否正确'
}

/** The SQLite file, in a folder for its owner only. */
function file(path: string): Dialect {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  return sqlite(path)
}

/**
 * A pool of connections. One that breaks while idle is replaced at the next use; a process that is stopped in
 * the middle of a transaction loses its locks after a minute, so that it holds up nobody for longer.
 */
function postgres(url: string): Dialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    idle_in_transaction_session_timeout: 60_000,
    application_name: 'duban',
  })
  // A connection that breaks, idle or between two statements of a transaction, would end the process without a
  // listener. What was being done on it fails and is tried again; the next use connects anew.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return new PostgresDialect({ pool })
}

/**
 * Opens the record store, making or migrating it: a `postgresql://` URL, or the path of an SQLite file.
 * @throws RecordsUnavailableError when PostgreSQL cannot be reached or migrated
 */
export async function openRecords(records: string): Promise<Db> {
  const remote = isPostgresUrl(records)
  const db = new Kysely<Tables>({ dialect: remote ? postgres(records) : file(records) })
  try {
    await (remote ? migrate(db) : migrateAlone(db))
    return db
  } catch (error) {
    await db.destroy()
    if (!remote) throw error
    const message = `打不开记录库 ${shownRecords(records)}：${(error as Error).message}`
    throw new RecordsUnavailableError(message, { cause: error })
  }
}

/** On PostgreSQL the migrator holds a lock and works in one transaction. */
async function migrate(db: Db): Promise<void> {
  const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest()
  if (error) throw error
}

/** On SQLite it does neither by itself: two processes that start first together would both make the tables. */
async function migrateAlone(db: Db): Promise<void> {
  const known = await new Migrator({ db, provider: migrations }).getMigrations()
  if (known.every((migration) => migration.executedAt)) return
  await immediately(db, migrate)
}

/** Why a PostgreSQL store does not take connections; null when it does. Makes and changes nothing. */
export async function unreachable(url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return null
  } catch (error) {
    return (error as Error).message
  } finally {
    await client.end().catch(() => undefined)
  }
}
