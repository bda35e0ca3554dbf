import { join } from 'node:path'
import Database from 'better-sqlite3'
import { SERVER_FILE } from './config.ts'

/**
 * Forgets who belonged to the last run of an embedded server on SQLite; none may be running in the folder. A server that
 * finds beats of less than twenty seconds ago tries to join those who gave them; when its ports are others than theirs
 * it waits for them to answer, for up to a minute, and meanwhile hands out no task. It only spares that wait: a file
 * that is not there yet, locked or damaged is for the server to make or to complain of.
 */
export function forgetMembers(folder: string): void {
  let database: Database.Database | null = null
  try {
    database = new Database(join(folder, SERVER_FILE), { fileMustExist: true, timeout: 1_000 })
    database.exec('DELETE FROM cluster_membership')
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error
  } finally {
    database?.close()
  }
}
