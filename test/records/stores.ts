import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { anyFree } from '../../temporal/ports.ts'
import { ensureDatabase, type OwnPostgres, postgresProgram, startPostgres } from '../../temporal/postgres.ts'

/** Empty record stores of one kind for tests; `close` ends what they need and leaves nothing. */
export interface StoreKind {
  readonly name: 'SQLite' | 'PostgreSQL'
  /** Null where it can be had here; else why not. */
  readonly missing: string | null
  /** A new, empty store: its path or connection URL. */
  make(): Promise<string>
  close(): Promise<void>
}

function folderOfTest(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix))
  // PostgreSQL runs as another user when the tests run as root, and has to walk through.
  chmodSync(folder, 0o711)
  return folder
}

function sqlite(): StoreKind {
  const folder = folderOfTest('duban-records-')
  let count = 0
  return {
    name: 'SQLite',
    missing: null,
    async make() {
      count += 1
      return join(folder, `${count}`, 'records.sqlite')
    },
    async close() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A PostgreSQL of the test's own, started at the first use; a database a store. */
function postgres(): StoreKind {
  const missing =
    postgresProgram('initdb') && postgresProgram('postgres')
      ? null
      : 'no PostgreSQL programs here (initdb, postgres); install them or set DUBAN_PG_BIN'
  if (missing) process.stderr.write(`SKIPPED on PostgreSQL: ${missing}\n`)
  let running: Promise<OwnPostgres> | null = null
  const folder = folderOfTest('duban-pg-')
  let count = 0
  return {
    name: 'PostgreSQL',
    missing,
    async make() {
      running ??= anyFree().then((port) =>
        startPostgres({
          folder: join(folder, 'postgres'),
          port,
          logFile: join(folder, 'postgres.log'),
          say: () => undefined,
        }),
      )
      const own = await running
      count += 1
      const name = `store${count}`
      await ensureDatabase(own, name)
      return own.url(name)
    },
    async close() {
      await (await running)?.server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Every kind of store that Duban can keep its records in. */
export const storeKinds = (): readonly StoreKind[] => [sqlite(), postgres()]
