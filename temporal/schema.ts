import { spawnSync } from 'node:child_process'
import type { Persistence } from './config.ts'
import { TemporalSetupError } from './errors.ts'
import { binary } from './parts.mjs'
import { ensureDatabase, type OwnPostgres } from './postgres.ts'

const PLUGIN = 'postgres12'
const LOCAL = '127.0.0.1'

/** The server's two databases and the schemas that the official tool carries for them. */
export const DATABASES = [
  { name: 'temporal', schema: 'postgresql/v12/temporal' },
  { name: 'temporal_visibility', schema: 'postgresql/v12/visibility' },
] as const

const MAX_CONNECTIONS = 20

/** One step of the official tool; the password goes by environment, where other users don't see it. */
function tool(postgres: OwnPostgres, database: string, args: readonly string[]): void {
  const to = ['--plugin', PLUGIN, '--ep', LOCAL, '-p', `${postgres.port}`, '-u', postgres.user]
  const done = spawnSync(binary('temporal-sql-tool'), [...to, '--db', database, ...args], {
    env: { ...process.env, SQL_PASSWORD: postgres.password },
    encoding: 'utf8',
  })
  if (done.status === 0) return
  const last = `${done.stdout}${done.stderr}${done.error?.message ?? ''}`.trim().split('\n').slice(-3)
  throw new TemporalSetupError(
    'POSTGRES_SCHEMA',
    `Temporal 的数据库 ${database} 没有建好（${args[0]}）：\n${last.join('\n')}`,
    '再运行一次；仍不成功请附上以上内容报告问题',
  )
}

/**
 * Makes the server's databases with the official tool, and brings older ones up to the server's version; what is
 * there already stays as it is.
 */
export async function ensureSchemas(postgres: OwnPostgres, say: (line: string) => void): Promise<void> {
  for (const { name, schema } of DATABASES) {
    if (await ensureDatabase(postgres, name)) say(`建立 Temporal 的数据库 ${name}…`)
    tool(postgres, name, ['setup-schema', '-v', '0.0'])
    tool(postgres, name, ['update-schema', '--schema-name', schema])
  }
}

/** A server's configuration for these databases. Afterwards the number of shards can never be changed. */
export function postgresPersistence(postgres: OwnPostgres, shards: number): Persistence {
  const store = (databaseName: string) => ({
    sql: {
      pluginName: PLUGIN,
      databaseName,
      connectAddr: `${LOCAL}:${postgres.port}`,
      connectProtocol: 'tcp',
      user: postgres.user,
      password: postgres.password,
      maxConns: MAX_CONNECTIONS,
      maxIdleConns: MAX_CONNECTIONS,
      maxConnLifetime: '1h',
    },
  })
  return { main: store(DATABASES[0].name), visibility: store(DATABASES[1].name), shards }
}
