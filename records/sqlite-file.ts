import { closeSync, existsSync, openSync, readSync, truncateSync } from 'node:fs'
import Database from 'better-sqlite3'

const isBusy = (error: unknown): boolean =>
  String((error as { code?: string }).code).startsWith('SQLITE_BUSY')

/** A file that this process alone has. */
export interface Held {
  release(): void
}

/**
 * Takes a file for this process alone, without waiting; null when another has it. The lock is SQLite's own, a lock of
 * the operating system on the file: it drops when the holder ends, however it ends, and is seen by other containers on
 * the same volume. The file stays; it must not be opened otherwise by the holder, or the lock is lost.
 */
export function tryHold(file: string): Held | null {
  for (;;) {
    const database = new Database(file, { timeout: 0 })
    try {
      database.exec('BEGIN EXCLUSIVE')
      return { release: () => database.close() }
    } catch (error) {
      database.close()
      if (isBusy(error)) return null
      if ((error as { code?: string }).code !== 'SQLITE_NOTADB') throw error
      // Somebody wrote into it: what a lock file says means nothing, and nobody holds it.
      truncateSync(file, 0)
    }
  }
}

/** Whether any program has an SQLite file open now; it is not touched. A file that is not there is not open. */
export function isOpenElsewhere(file: string): boolean {
  if (!existsSync(file)) return false
  let database: Database.Database | null = null
  try {
    database = new Database(file, { timeout: 0 })
    // Whoever has a WAL database open keeps a shared lock on it, idle or not: only with none is it had alone.
    database.pragma('locking_mode = EXCLUSIVE')
    database.exec('BEGIN EXCLUSIVE; ROLLBACK')
    return false
  } catch (error) {
    if (isBusy(error)) return true
    // No database, or a damaged one: whoever has it open can do no more with it.
    if (error instanceof Database.SqliteError) return false
    throw error
  } finally {
    database?.close()
  }
}

const HEADER = 'SQLite format 3\0'

/** What is wrong with an SQLite file at the first look; null: nothing is. Costs no more than its first page. */
export function headerDamage(file: string): string | null {
  if (!existsSync(file)) return null
  const at = openSync(file, 'r')
  try {
    const head = Buffer.alloc(HEADER.length)
    const read = readSync(at, head, 0, head.length, 0)
    // A file that was only just made holds nothing yet.
    return read === 0 || head.toString('latin1') === HEADER ? null : '文件开头不是 SQLite 数据库'
  } finally {
    closeSync(at)
  }
}
