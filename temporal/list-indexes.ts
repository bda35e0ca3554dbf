import { join } from 'node:path'
import Database from 'better-sqlite3'
import { SERVER_FILE } from './config.ts'

/**
 * Indexes of the server's list of workflows over columns that neither it nor Duban fills or searches: spare columns of
 * every type, sizes and counters, schedules. Those that the web UI, deployments and our own attributes search stay.
 */
const UNUSED = [
  /^by_(bool|double|int)_\d+$/,
  /^by_keyword_(0[5-9]|10)$/,
  /^by_datetime_0[23]$/,
  /^by_temporal_(bool|datetime|double|int|keyword|low_cardinality_keyword)_\d+$/,
  /^by_(history_length|history_size_bytes|state_transition_count|execution_duration|batcher_user)$/,
  /^by_temporal_schedule/,
]

/**
 * Takes those indexes away in the server's SQLite file. Every change of a workflow's state writes its row of the list
 * anew with all of the 59; it was the most expensive thing that waking a measure asks of the server. A search over such a
 * column reads the list, as it would without an index; the server makes none of them again, and a store on PostgreSQL
 * keeps its own, which the server's migrations know by name.
 * @param folder the folder the server runs in
 * @returns how many were taken away; 0 also where the file is busy: the next start tries again
 */
export function dropUnusedIndexes(folder: string): number {
  let database: Database.Database | null = null
  try {
    database = new Database(join(folder, SERVER_FILE), { fileMustExist: true, timeout: 5_000 })
    const names = database
      .prepare<[], { name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'executions_visibility'",
      )
      .all()
      .map(({ name }) => name)
      .filter((name) => UNUSED.some((unused) => unused.test(name)))
    if (names.length > 0) database.exec(names.map((name) => `DROP INDEX IF EXISTS "${name}";`).join(''))
    return names.length
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error
    return 0
  } finally {
    database?.close()
  }
}
