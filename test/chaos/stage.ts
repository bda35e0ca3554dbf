import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { Office } from '../../client/office.ts'
import { recordsFile } from '../../records/places.ts'
import { LOCAL } from '../../security/listen.ts'
import { askedAgain } from '../../temporal/asked-again.ts'
import { ensureBuilt } from '../../temporal/build.ts'
import type { KeptChild } from '../../temporal/child.ts'
import { startEmbedded } from '../../temporal/embedded.ts'
import { type Endpoint, TASK_QUEUE } from '../../temporal/endpoint.ts'
import { anyFree } from '../../temporal/ports.ts'
import { webChild, webUrl } from '../../temporal/web-child.ts'
import { workerChild } from '../../temporal/worker-child.ts'
import { type Database, openDatabase } from './database.ts'
import { type Disk, openDisk } from './disk.ts'
import { enrol, type People } from './people.ts'
import { type BadLine, openProxy } from './proxy.ts'
import { openReceiver, type Receiver } from './receiver.ts'

/** What keeps the records: SQLite in the data folder, or a PostgreSQL that has the server's databases too. */
export const STORES = ['sqlite', 'postgres'] as const
export type StoreName = (typeof STORES)[number]

/** Everything that takes part, each in a process of its own but for the senders, the lines and the receiver. */
export interface Stage {
  readonly duban: Office
  /** Past the lines that fail: the nemesis' own. */
  readonly direct: Client
  readonly server: KeptChild
  readonly workers: readonly KeptChild[]
  /** The web process, where it listens, and who may ask it. */
  readonly web: { readonly process: KeptChild; readonly url: string }
  readonly people: People
  readonly workerLine: BadLine
  readonly clientLine: BadLine
  readonly receiver: Receiver
  readonly dataDir: string
  /** Where offices keep the documents that they import; a good disk. */
  readonly documents: string
  /** The environment in which a command finds all this. */
  readonly env: NodeJS.ProcessEnv
  /** Null: the records are SQLite in the data folder. */
  readonly database: Database | null
  /** The disk of the record store; null where the system allows none of its own. */
  readonly disk: Disk | null
  close(): Promise<void>
}

const quiet = () => undefined

export async function openStage(
  folder: string,
  store: StoreName,
  say: (line: string) => void,
  { smallDisk = true }: { readonly smallDisk?: boolean } = {},
): Promise<Stage> {
  await ensureBuilt(say)
  const serverDir = join(folder, 'server')
  const dataDir = join(folder, 'records')
  const documents = join(folder, 'documents')
  const onDisk = store === 'postgres' ? join(folder, 'postgres') : dataDir
  const log = (name: string) => join(serverDir, 'logs', `${name}.log`)
  for (const one of [serverDir, dataDir, documents, onDisk]) mkdirSync(one, { recursive: true })
  const disk = smallDisk ? openDisk(onDisk) : null
  if (smallDisk && disk === null)
    say('no disk of its own for the record store (mount is not allowed): it is not filled')
  const children: KeptChild[] = []
  /** The last resort, when the run is broken off: nothing is left behind. */
  const abandon = () => {
    for (const child of children) child.kill()
    disk?.close()
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', abandon)
  const database = store === 'postgres' ? await openDatabase(onDisk, log('postgres'), say) : null
  if (database !== null) children.push(database.process)
  const { address, namespace, server } = await startEmbedded({
    dataDir: serverDir,
    lastPorts: null,
    say: quiet,
    onPids: quiet,
    withUi: false,
    persistence: database?.persistence,
  })
  children.push(server)
  const workerLine = await openProxy(address)
  const clientLine = await openProxy(address)
  const receiver = await openReceiver()
  const endpoint: Endpoint = {
    source: 'embedded',
    connect: { address: workerLine.address },
    namespace,
    taskQueue: TASK_QUEUE,
    uiUrl: null,
  }
  // Named in any case: a store that DUBAN_RECORDS names outside is not one to torment.
  const records = database?.records ?? recordsFile(dataDir)
  const env = {
    DUBAN_LOG: 'warn',
    DUBAN_RECORDS: records,
    DUBAN_NOTIFY_URL: receiver.url,
    DUBAN_NOTIFY_TIMEOUT: '2',
    DUBAN_NOTIFY_REHEARSALS: '1',
  }
  const workers = [1, 2].map((i) =>
    workerChild(dataDir, endpoint, { env, logFile: log(`worker-${i}`) }, say, quiet),
  )
  children.push(...workers)
  await Promise.all(workers.map((worker) => worker.start()))
  const connection = await Connection.connect({ address: clientLine.address })
  const client = new Client({ connection, namespace, interceptors: { workflow: [askedAgain] } })
  const past = await Connection.connect({ address })
  const direct = new Client({ connection: past, namespace })
  const duban = await Office.open({ client, taskQueue: TASK_QUEUE, dataDir, records })
  const people = await enrol(duban.db)
  const place = { host: LOCAL, port: await anyFree() }
  const web = webChild(dataDir, { ...endpoint, connect: { address: clientLine.address } }, place, {
    say,
    onPids: quiet,
    env: { DUBAN_LOG: 'warn', DUBAN_RECORDS: records },
    logFile: log('web'),
  })
  children.push(web)
  await web.start()
  return {
    duban,
    direct,
    server,
    workers,
    web: { process: web, url: webUrl(place, {}) },
    people,
    workerLine,
    clientLine,
    receiver,
    dataDir,
    documents,
    env: {
      DUBAN_DATA: dataDir,
      DUBAN_RECORDS: records,
      TEMPORAL_ADDRESS: clientLine.address,
      TEMPORAL_NAMESPACE: namespace,
    },
    database,
    disk,
    async close() {
      await Promise.all([...workers, web].map((one) => one.stop()))
      await duban.close()
      await Promise.all([connection, past].map((one) => one.close()))
      const lines = [workerLine, clientLine, ...(database === null ? [] : [database.line])]
      await Promise.all([...lines, receiver].map((one) => one.close()))
      await server.stop()
      await database?.process.stop()
      disk?.close()
      rmSync(folder, { recursive: true, force: true })
      process.off('exit', abandon)
    },
  }
}
