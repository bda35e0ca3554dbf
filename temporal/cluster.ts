import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordsUrlFile } from '../records/places.ts'
import { placeOf } from '../security/listen.ts'
import { ensureBuilt, ensureSqlTool } from './build.ts'
import type { Kept } from './child.ts'
import type { Crew, Up } from './crew.ts'
import { startEmbedded } from './embedded.ts'
import { type RunFile, readRunFile } from './endpoint.ts'
import { isAlive } from './lock.ts'
import { anyFree, isFree } from './ports.ts'
import { ensureDatabase, needPostgres, type OwnPostgres, ownLogin, startPostgres } from './postgres.ts'
import { ensureSchemas, postgresPersistence } from './schema.ts'
import { type Interruptible, startWeb, upOnce } from './up.ts'
import { workerChild } from './worker-child.ts'

export interface ClusterOptions extends Interruptible {
  readonly dataDir: string
  readonly workers: number
  /** History shards; fixed for ever when the database is made. */
  readonly shards: number
  readonly say: (line: string) => void
  readonly withUi?: boolean
}

const RECORDS = 'duban'

/** Several processes, each with its pools: PostgreSQL's own 100 connections would be few. */
const SETTINGS = ['max_connections=300', 'shared_buffers=256MB']

/** A cluster's own PostgreSQL inside its data folder. */
export const postgresFolder = (dataDir: string): string => join(dataDir, 'postgres')

async function postgresPort(last: RunFile | null): Promise<number> {
  const before = last?.postgresPort
  return before && (await isFree(before)) ? before : anyFree()
}

/**
 * Runs `work` with a cluster's own PostgreSQL, the one that runs or one started for it; null when the folder has none.
 */
export async function withOwnPostgres<T>(
  dataDir: string,
  say: (line: string) => void,
  work: (url: OwnPostgres['url'] | null) => Promise<T>,
): Promise<T> {
  const folder = postgresFolder(dataDir)
  if (!existsSync(folder)) return work(null)
  const run = readRunFile(dataDir)
  if (run && run.pid > 0 && isAlive(run.pid) && run.postgresPort)
    return work(ownLogin(folder, run.postgresPort).url)
  const port = await postgresPort(run)
  const postgres = await startPostgres({ folder, port, logFile: join(dataDir, 'logs', 'postgres.log'), say })
  try {
    await prepareRecords(postgres, dataDir)
    return await work(postgres.url)
  } finally {
    await postgres.server.stop()
  }
}

/** The record store: the one that DUBAN_RECORDS names, else a database of its own beside the server's. */
async function prepareRecords(postgres: OwnPostgres, dataDir: string): Promise<void> {
  if (process.env.DUBAN_RECORDS) return
  await ensureDatabase(postgres, RECORDS)
  writeFileSync(recordsUrlFile(dataDir), `${postgres.url(RECORDS)}\n`, { mode: 0o600 })
}

/**
 * The whole of a real cluster on this machine: PostgreSQL, the official server with its UI on it, the record
 * store on it, and several workers, each a process of its own that can be killed without the others.
 * @throws TemporalSetupError with a Chinese message and remedy
 */
export async function bringUpCluster(options: ClusterOptions): Promise<Up> {
  const { dataDir, say } = options
  return upOnce(dataDir, say, null, options, async (crew, last) => {
    needPostgres('initdb')
    await ensureBuilt(say)
    await ensureSqlTool(say)
    return start(crew, last, options)
  })
}

/** Each worker shows its metrics on a port of its own: the one of DUBAN_METRICS and those after it. */
function metricsOf(worker: number): NodeJS.ProcessEnv {
  if (!process.env.DUBAN_METRICS) return {}
  const { host, port } = placeOf(process.env.DUBAN_METRICS)
  return { DUBAN_METRICS: `${host}:${port + worker}` }
}

async function start(crew: Crew, last: RunFile | null, options: ClusterOptions): Promise<Up> {
  const { dataDir, workers, shards, say, withUi } = options
  const onPids = () => crew.remember()
  const adopt = (name: string, child: Kept) => crew.add(name, child)
  const port = await postgresPort(last)
  const logFile = join(dataDir, 'logs', 'postgres.log')
  const postgres = await startPostgres({
    folder: postgresFolder(dataDir),
    port,
    logFile,
    say,
    onPids,
    settings: SETTINGS,
    adopt: (child) => crew.add('postgres', child),
  })
  crew.remember({ postgresPort: port })
  await ensureSchemas(postgres, say)
  await prepareRecords(postgres, dataDir)
  say('启动 Temporal 服务…')
  const persistence = postgresPersistence(postgres, shards)
  const lastPorts = last?.ports ?? null
  const embedded = await startEmbedded({ dataDir, lastPorts, say, onPids, adopt, withUi, persistence })
  const endpoint = crew.serving(embedded)
  say(`启动 ${workers} 个工作进程…`)
  const started = Array.from({ length: workers }, (_, i) => {
    const name = `worker-${i + 1}`
    const at = {
      name: `工作进程 ${i + 1}`,
      logFile: join(dataDir, 'logs', `${name}.log`),
      env: metricsOf(i),
    }
    return crew.add(name, workerChild(dataDir, endpoint, at, say, onPids)).start()
  })
  await Promise.all(started)
  await startWeb(crew, endpoint, dataDir, say)
  return crew.up(endpoint)
}
