import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely'

/** How long a writer waits for another, in all. */
const PATIENCE_MS = 10_000
/** How long of that SQLite itself may wait: it does so in the calling thread, and everything else there with it. */
const STANDSTILL_MS = 50
const BETWEEN_MS = 25
/** Statements kept ready; queries with lists of any length would otherwise gather without end. */
const READY = 500

const isBusy = (error: unknown): boolean =>
  ['SQLITE_BUSY', 'SQLITE_BUSY_RECOVERY'].includes((error as { code?: string }).code ?? '')

/**
 * Waits for a lock that another process holds without holding up its own: a worker goes on polling, beating and
 * answering meanwhile. A statement that was refused as busy has done nothing, so it can be tried again.
 */
class PatientConnection implements DatabaseConnection {
  private readonly inner: DatabaseConnection

  constructor(inner: DatabaseConnection) {
    this.inner = inner
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const until = Date.now() + PATIENCE_MS
    for (;;) {
      try {
        return await this.inner.executeQuery<R>(query)
      } catch (error) {
        if (!isBusy(error) || Date.now() >= until) throw error
        await sleep(BETWEEN_MS)
      }
    }
  }

  streamQuery<R>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<R>> {
    return this.inner.streamQuery<R>(query, chunkSize)
  }
}

class PatientDriver extends SqliteDriver {
  override async acquireConnection(): Promise<DatabaseConnection> {
    return new PatientConnection(await super.acquireConnection())
  }
}

class PatientDialect extends SqliteDialect {
  private readonly config: SqliteDialectConfig

  constructor(config: SqliteDialectConfig) {
    super(config)
    this.config = config
  }

  override createDriver(): SqliteDriver {
    return new PatientDriver(this.config)
  }
}

/** Prepares each wording of a statement once. */
function ready(database: Database.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = statements.get(sql)
      if (known !== undefined) return known
      if (statements.size >= READY) statements.clear()
      const made = database.prepare(sql) as SqliteStatement
      statements.set(sql, made)
      return made
    },
  }
}

/**
 * WAL with full sync: a commit that was acknowledged survives a power cut. Several processes may open the same
 * file; a writer waits up to 10 s for another.
 */
export function sqlite(file: string): SqliteDialect {
  const database = new Database(file, { timeout: PATIENCE_MS })
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma(`busy_timeout = ${STANDSTILL_MS}`)
  return new PatientDialect({ database: ready(database) })
}
