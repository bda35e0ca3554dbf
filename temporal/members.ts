import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { SERVER_FILE } from './config.ts'

/**
 * Forgets who belonged to the last run of an embedded server on SQLite; none may be running in the folder. A server that
 * finds beats of less than twenty seconds ago tries to join those who gave them; when its ports are others than theirs
 * it waits for them to answer, for up to a minute, and meanwhile hands out no task.
 */
export function forgetMembers(folder: string): void {
  const file = join(folder, SERVER_FILE)
  if (!existsSync(file)) return
  const database = new Database(file, { timeout: 10_000 })
  try {
    const known = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'cluster_membership'`).get()
    if (known) database.exec('DELETE FROM cluster_membership')
  } finally {
    database.close()
  }
}
