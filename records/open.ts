import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DEFAULT_MIGRATION_TABLE, type Dialect, Kysely, Migrator, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { MendableError } from '../domain/basics/mendable.ts'
import { damaged } from './damaged.ts'
import type { Db } from './db.ts'
import { immediately } from './exclusive.ts'
import { migrations } from './migrations.ts'
import { isPostgresUrl, shownRecords } from './places.ts'
import type { Tables } from './schema.ts'
import { sqlite } from './sqlite.ts'

export type { Db } from './db.ts'

/** The record store could not be reached or made; message and remedy are Chinese. */
export class RecordsUnavailableError extends Error {
  readonly code = 'RECORDS_UNAVAILABLE'
  readonly remedy =
    '检查 PostgreSQL 是否在运行，DUBAN_RECORDS（或数据文件夹里的 records.url）的地址、用户和密码是否正确'
}

/** A newer release has made or changed the store: this one would misread it, and write what that one misreads. */
export class RecordsNewerError extends MendableError {
  constructor(records: string, unknown: readonly string[]) {
    super(
      'RECORDS_NEWER',
      `记录库 ${shownRecords(records)} 是更新的版本用过的（${unknown.join('、')}），这一版不能打开`,
      '用更新的那一版；要退回这一版，恢复升级以前的备份',
    )
  }
}

const isDamage = (error: unknown): boolean =>
  /^SQLITE_(CORRUPT|NOTADB)/.test(String((error as { code?: unknown }).code))

/** An SQLite store whose file is no longer what SQLite wrote. */
export class RecordsDamagedError extends MendableError {
  constructor(records: string, why: string) {
    const { code, message, remedy } = damaged('records', records, why, dirname(records))
    super(code, message, remedy)
  }
}

/**
 * Whether the store has every migration that this release knows: one short question, where the migrator would look at
 * every table and column.
 * @throws RecordsNewerError when the store knows migrations that this release does not
 */
async function isNewest(db: Db, records: string): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`SELECT name FROM ${sql.table(DEFAULT_MIGRATION_TABLE)}`
    .execute(db)
    .catch((error: unknown) => {
      if (/no such table|does not exist/.test((error as Error).message)) return { rows: [] }
      throw error
    })
  const known = await migrations.getMigrations()
  const done = new Set(rows.map(({ name }) => name))
  const unknown = [...done].filter((name) => !(name in known))
  if (unknown.length > 0) throw new RecordsNewerError(records, unknown.sort())
  return Object.keys(known).every((name) => done.has(name))
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
 * @throws RecordsNewerError, RecordsDamagedError
 */
export async function openRecords(records: string): Promise<Db> {
  const remote = isPostgresUrl(records)
  let db: Db | null = null
  try {
    db = new Kysely<Tables>({ dialect: remote ? postgres(records) : file(records) })
    if (!(await isNewest(db, records))) await (remote ? migrate(db) : immediately(db, migrate))
    return db
  } catch (error) {
    await db?.destroy()
    if (error instanceof RecordsNewerError) throw error
    if (isDamage(error)) throw new RecordsDamagedError(records, (error as Error).message)
    if (!remote) throw error
    const message = `打不开记录库 ${shownRecords(records)}：${(error as Error).message}`
    throw new RecordsUnavailableError(message, { cause: error })
  }
}

/** On PostgreSQL the migrator holds a lock and works in one transaction; on SQLite it does neither by itself: two processes
 * that start first together would both make the tables. */
async function migrate(db: Db): Promise<void> {
  const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest()
  if (error) throw error
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
