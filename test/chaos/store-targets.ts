import Database from 'better-sqlite3'
import pg from 'pg'
import { recordsFile } from '../../records/places.ts'
import type { Database as OwnDatabase } from './database.ts'
import type { Disk } from './disk.ts'
import { lines } from './line-targets.ts'
import { childrenOf, processes, signal } from './process-targets.ts'
import { nothing, type Target } from './target.ts'

const target = 'record store'

const full = (disk: Disk | null): readonly Target[] =>
  disk === null
    ? []
    : [
        {
          target,
          kind: 'disk full',
          weight: 6,
          seconds: [1, 8],
          begin() {
            disk.fill(true)
            return () => disk.fill(false)
          },
        },
      ]

/** SQLite in the data folder: its one write lock, and its disk. */
export const sqliteTargets = (dataDir: string, disk: Disk | null): readonly Target[] => [
  {
    target,
    kind: 'locked',
    weight: 8,
    seconds: [1, 14],
    async begin() {
      const database = new Database(recordsFile(dataDir), { timeout: 50 })
      const take = async (tries: number): Promise<boolean> => {
        try {
          database.exec('BEGIN IMMEDIATE')
          return true
        } catch {
          if (tries === 0) return false
          await new Promise((resolve) => setTimeout(resolve, 20))
          return take(tries - 1)
        }
      }
      if (!(await take(200))) {
        database.close()
        throw new Error('the lock could not be had')
      }
      return () => {
        database.exec('ROLLBACK')
        database.close()
      }
    },
  },
  ...full(disk),
]

const HAVE_MS = 4_000

/** A connection of the nemesis' own; what it cannot do soon, it does not do. */
async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: HAVE_MS,
    query_timeout: HAVE_MS,
    application_name: 'nemesis',
  })
  // Another fault may end it at any time.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** What the database itself can suffer: a lock, connections taken away, a backend that dies. */
const database = ({ direct, process: postmaster }: OwnDatabase): readonly Target[] => [
  {
    target,
    kind: 'ledger locked',
    weight: 8,
    seconds: [1, 14],
    async begin() {
      const client = await connected(direct)
      const letGo = () => client.end().catch(() => undefined)
      try {
        await client.query(`SET lock_timeout = ${HAVE_MS / 2}`)
        await client.query('BEGIN')
        await client.query('LOCK TABLE ledger IN ACCESS EXCLUSIVE MODE')
      } catch (error) {
        void letGo()
        throw error
      }
      return letGo
    },
  },
  {
    target,
    kind: 'connections ended',
    weight: 6,
    seconds: [0, 0],
    async begin(draw) {
      const client = await connected(direct)
      // Those of Duban alone, or the server's as well.
      const whose = draw < 0.5 ? 'datname = current_database()' : 'datname IS NOT NULL'
      try {
        await client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND ${whose}`,
        )
      } finally {
        void client.end().catch(() => undefined)
      }
      return nothing
    },
  },
  {
    target: 'PostgreSQL',
    kind: 'a backend: kill -9',
    weight: 4,
    seconds: [0, 0],
    begin(draw) {
      // Whichever it is: the postmaster then ends all of them and plays back its log.
      const all = postmaster.pid === undefined ? [] : childrenOf(postmaster.pid)
      if (!signal(all[Math.floor(draw * all.length)], 'SIGKILL')) throw new Error('none runs')
      return nothing
    },
  },
]

/** PostgreSQL of the stage's own, with the records and the server's databases. */
export const postgresTargets = (own: OwnDatabase, disk: Disk | null): readonly Target[] => [
  // Fast shutdown: an orderly one would wait for every pool to let go.
  ...processes('PostgreSQL', () => [own.process], { end: 'SIGINT', family: true }).map((one) => ({
    ...one,
    weight: one.weight / 2,
  })),
  ...database(own),
  ...full(disk),
  ...lines('store line', own.line),
]
