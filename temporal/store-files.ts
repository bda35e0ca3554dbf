import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { copySqlite, putSqlite } from '../records/backup.ts'

/** The embedded server's own databases, in the folder it runs in: workflows and histories, and what its lists show. */
export const STORE_FILES = { main: 'temporal.db', visibility: 'visibility.db' } as const

/** Tables of the list of workflows; everything else of the server's schema belongs to the other file. */
const OF_VISIBILITY = /^(executions_visibility|schema_|sqlite_)/

/**
 * Gives the list of workflows a file of its own, where both are still in one (as Duban 0.1 had it): a copy, of which the
 * rest is emptied; its room is used again. The old rows stay in the main file, where nothing reads them. Whole or not at all.
 */
async function splitVisibility(folder: string): Promise<void> {
  const main = join(folder, STORE_FILES.main)
  const visibility = join(folder, STORE_FILES.visibility)
  if (!existsSync(main) || existsSync(visibility)) return
  const half = `${visibility}.half`
  rmSync(half, { force: true })
  await copySqlite(main, half)
  const copy = new Database(half)
  try {
    const tables = copy
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
      .pluck()
      .all() as string[]
    copy.transaction(() => {
      for (const table of tables) if (!OF_VISIBILITY.test(table)) copy.exec(`DELETE FROM "${table}"`)
    })()
    // A journal of its own beside it would not move with it.
    copy.pragma('journal_mode = DELETE')
  } finally {
    copy.close()
  }
  renameSync(half, visibility)
}

/**
 * Forgets who belonged to the server's last run. A server that finds beats of less than twenty seconds ago tries to
 * join those who gave them; when its ports are others than theirs it waits for them to answer, for up to a minute,
 * and meanwhile hands out no task.
 */
function forgetMembers(folder: string): void {
  const main = join(folder, STORE_FILES.main)
  if (!existsSync(main)) return
  const database = new Database(main, { timeout: 10_000 })
  try {
    const known = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'cluster_membership'`).get()
    if (known) database.exec('DELETE FROM cluster_membership')
  } finally {
    database.close()
  }
}

/** Makes the files of an embedded server ready for its start. No server may have them open. */
export async function prepareStore(folder: string): Promise<void> {
  forgetMembers(folder)
  await splitVisibility(folder)
}

/**
 * Copies the files while the server runs. The list of workflows comes second: what it is ahead of the histories the
 * server catches up with, what it were behind would never be told again.
 */
export async function copyServer(folder: string, to: string): Promise<void> {
  for (const name of [STORE_FILES.main, STORE_FILES.visibility])
    if (existsSync(join(folder, name))) await copySqlite(join(folder, name), join(to, name))
}

/** Puts such copies in their place; those of an older Duban have both in one, which the next start takes apart. */
export function putServer(copy: string, folder: string): void {
  const { main, visibility } = STORE_FILES
  for (const rest of ['', '-wal', '-shm']) rmSync(join(folder, `${visibility}${rest}`), { force: true })
  putSqlite(join(copy, main), join(folder, main))
  if (existsSync(join(copy, visibility))) putSqlite(join(copy, visibility), join(folder, visibility))
}
