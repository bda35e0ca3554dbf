import Database from 'better-sqlite3'

/** What the bare workflows ask of the world: one row each, in one committed transaction each. */
export interface BareActivities {
  request(id: string, what: string): Promise<void>
  lapse(id: string): Promise<void>
  note(id: string, kind: string, about: string): Promise<void>
}

export const bareFile = (dataDir: string): string => `${dataDir}/bare.sqlite`

/** The same database settings as Duban's record store (records/open.ts). */
export function openBare(dataDir: string): Database.Database {
  const db = new Database(bareFile(dataDir), { timeout: 10_000 })
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('CREATE TABLE IF NOT EXISTS acts (id TEXT, kind TEXT, about TEXT, at TEXT)')
  db.exec('CREATE INDEX IF NOT EXISTS acts_kind ON acts (kind)')
  return db
}

export function bareActivities(dataDir: string): BareActivities {
  const insert = openBare(dataDir).prepare('INSERT INTO acts VALUES (?, ?, ?, ?)')
  const write = (id: string, kind: string, about: string) => {
    insert.run(id, kind, about, new Date().toISOString())
  }
  return {
    request: async (id, what) => write(id, 'opened', what),
    lapse: async (id) => write(id, 'overdue', ''),
    note: async (id, kind, about) => write(id, kind, about),
  }
}
