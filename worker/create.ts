import { Client } from '@temporalio/client'
import {
  NativeConnection,
  type NativeConnectionOptions,
  Worker,
  type WorkerOptions,
  type WorkflowBundleOption,
} from '@temporalio/worker'
import { provenAsking, provingWith, readSealKey } from '../accounts/seal.ts'
import { createActivities } from '../activities/index.ts'
import { loadCalendar } from '../documents/calendars/load.ts'
import { folderBlobs, sweepHalfWritten } from '../records/blobs.ts'
import { type Db, openRecords } from '../records/open.ts'
import { blobsFolder, calendarsFolder, recordsOf } from '../records/places.ts'
import { configuredKeys, dataConverter, forWorkflows } from '../security/data-converter.ts'
import type { KeyRing } from '../security/keys.ts'
import { askedAgain } from '../temporal/asked-again.ts'
import { connectServer, explainConnect } from '../temporal/connect.ts'
import type { Endpoint } from '../temporal/endpoint.ts'
import { bundleWorkflows } from './bundle.ts'
import { CACHED } from './cached.ts'
import { type Deployment, deploymentOf, deploymentOptions } from './deployment.ts'
import type { Tracing } from './tracing.ts'

export interface DubanWorkerOptions {
  readonly connection: Endpoint['connect']
  readonly namespace: string
  readonly taskQueue: string
  readonly dataDir: string
  /** The record store, where it is not the one that the data folder names. */
  readonly records?: string
  readonly bundle?: WorkflowBundleOption
  /** 0 makes every workflow task a replay: for tests of determinism. */
  readonly maxCachedWorkflows?: number
  /** Measures continue as new after this many history events: for tests. */
  readonly historyLimit?: number
  /** Keys that encrypt payloads; null: none. A `bundle` given along must be made to match. Default: those of the environment. */
  readonly keys?: KeyRing | null
  /** Traces; none by default. A `bundle` given along must be made with it. */
  readonly tracing?: Tracing['plugin']
  /** The release it runs as; null: not versioned. Default: that of the environment. */
  readonly deployment?: Deployment | null
}

export interface DubanWorker {
  readonly worker: Worker
  readonly db: Db
  readonly client: Client
  /** Closes connections and the record store, after `worker.run()` has ended. */
  close(): Promise<void>
}

/** How long running activities may take to end after a shutdown was asked for. */
const GRACE = '30s'
/**
 * How long workflow code may compute in one go. What is ended in the midst takes the whole process with it, and on a
 * machine that is busy a few seconds are soon over: the SDK's own five are too few, and stand in no public option.
 */
const COMPUTING = { isolateExecutionTimeout: '30s' } as Partial<WorkerOptions>

/** A worker with its record store, ready to run. */
export async function createDubanWorker(options: DubanWorkerOptions): Promise<DubanWorker> {
  const { namespace, taskQueue, dataDir, keys = configuredKeys() } = options
  const plugins = options.tracing ? [options.tracing] : []
  const converter = dataConverter(keys, namespace)
  const [native, plain, db, bundle] = await Promise.all([
    NativeConnection.connect(options.connection as NativeConnectionOptions).catch(async (error: unknown) => {
      throw await explainConnect(options.connection, error)
    }),
    connectServer(options.connection),
    openRecords(options.records ?? recordsOf(dataDir)),
    options.bundle ?? bundleWorkflows(keys !== null, plugins),
  ])
  sweepHalfWritten(blobsFolder(dataDir), Date.now())
  const interceptors = { workflow: [askedAgain] }
  const client = new Client({ connection: plain, namespace, dataConverter: converter, plugins, interceptors })
  const activities = createActivities({
    db,
    client,
    blobs: folderBlobs(blobsFolder(dataDir)),
    calendar: () => loadCalendar(calendarsFolder(dataDir)),
    taskQueue,
    prove: provingWith(() => readSealKey(dataDir)),
    proveAsking: (...asked) => provenAsking(readSealKey(dataDir), ...asked),
    historyLimit: options.historyLimit,
  })
  const workerOptions: WorkerOptions = {
    connection: native,
    namespace,
    taskQueue,
    workflowBundle: bundle,
    dataConverter: forWorkflows(converter),
    plugins,
    activities,
    shutdownGraceTime: GRACE,
    maxCachedWorkflows: options.maxCachedWorkflows ?? CACHED,
    maxConcurrentActivityTaskExecutions: 50,
    ...COMPUTING,
    ...deploymentOptions(options.deployment === undefined ? deploymentOf(process.env) : options.deployment),
  }
  const worker = await Worker.create(workerOptions)
  return {
    worker,
    db,
    client,
    async close() {
      await native.close()
      await plain.close()
      await db.destroy()
    },
  }
}
