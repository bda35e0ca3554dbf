import { ensureSqlTool } from '../../temporal/build.ts'
import type { KeptChild } from '../../temporal/child.ts'
import type { Persistence } from '../../temporal/config.ts'
import { anyFree } from '../../temporal/ports.ts'
import { ensureDatabase, startPostgres } from '../../temporal/postgres.ts'
import { ensureSchemas, postgresPersistence } from '../../temporal/schema.ts'
import { type BadLine, openProxy } from './proxy.ts'

/** A PostgreSQL of the stage's own: the server's databases are on it, and the records. */
export interface Database {
  readonly process: KeptChild
  /** Between Duban's processes and it; the server has a line of its own that never fails. */
  readonly line: BadLine
  readonly persistence: Persistence
  /** The records through that line. */
  readonly records: string
  /** The same past it, for whoever torments. */
  readonly direct: string
}

const RECORDS = 'duban'
const SHARDS = 4
/** Little is kept of the log: its disk is small, and a full one has to show in the log as well as in the tables. */
const SETTINGS = ['max_connections=200', 'shared_buffers=64MB', 'max_wal_size=64MB', 'min_wal_size=32MB']

/** @param folder an empty folder, where a disk may have been laid over */
export async function openDatabase(
  folder: string,
  logFile: string,
  say: (line: string) => void,
): Promise<Database> {
  await ensureSqlTool(say)
  const port = await anyFree()
  const postgres = await startPostgres({
    folder,
    port,
    logFile,
    say: () => undefined,
    settings: SETTINGS,
  })
  try {
    await ensureSchemas(postgres, () => undefined)
    await ensureDatabase(postgres, RECORDS)
    const line = await openProxy(`127.0.0.1:${port}`)
    const direct = postgres.url(RECORDS)
    const records = direct.replace(`127.0.0.1:${port}`, line.address)
    return {
      process: postgres.server,
      line,
      persistence: postgresPersistence(postgres, SHARDS),
      records,
      direct,
    }
  } catch (error) {
    await postgres.server.stop()
    throw error
  }
}
