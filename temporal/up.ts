import { join } from 'node:path'
import { Connection } from '@temporalio/client'
import type { Env } from './cache.ts'
import { startEmbedded } from './embedded.ts'
import {
  type Endpoint,
  endpointOf,
  externalEndpoint,
  livingRun,
  projectRoot,
  removeRun,
  taskQueueOf,
  writeRun,
} from './endpoint.ts'
import { withLock } from './lock.ts'
import { names, refusals, says } from './messages.ts'
import { ensureNamespace, ensureSearchAttributes } from './namespace.ts'
import { endOrphans, forgetChildren, rememberChild } from './orphans.ts'
import type { Ports } from './ports.ts'
import { Refused } from './refused.ts'
import { resolveTemporal } from './resolve.ts'
import { untilServing, workerSpec } from './serve.ts'
import { type Supervised, supervise } from './supervise.ts'

export interface BringUpOptions {
  readonly dataDir: string
  readonly log: (line: string) => void
  readonly env?: Env
  /** Default true. */
  readonly withWorker?: boolean
  /** Default true. */
  readonly withUi?: boolean
  /** What the worker child runs; default `worker/main.ts`. */
  readonly workerEntry?: string
  readonly ports?: Partial<Ports>
  /** Aborting while things are started stops what was started. */
  readonly signal?: AbortSignal
}

export interface Up {
  readonly endpoint: Endpoint
  readonly uiUrl: string | null
  /** True when another `up` of this data folder runs: nothing was started, stop() leaves it alone. */
  readonly reused: boolean
  /** The living children's process ids; empty when reused. */
  pids(): Partial<Record<Supervised['role'], number>>
  /** Drains the worker, then ends the UI and the server. Safe to call twice. */
  stop(): Promise<void>
  /** Ends every child at once; SQLite loses nothing. */
  kill(): void
}

/**
 * Brings up whatever is missing: server, UI, namespace, search attributes, worker. Finds a running one of
 * the same data folder and uses it; ends what a killed one left behind.
 *
 * @throws Refused with the code of whatever failed
 */
export async function bringUp(options: BringUpOptions): Promise<Up> {
  const { dataDir, log } = options
  return withLock(
    join(dataDir, 'up.lock'),
    { signal: options.signal, onWait: (holder) => log(says.waitForUp(holder?.pid ?? null)) },
    async () => (await reuse(options)) ?? (await startAll(options)),
  )
}

/** The `up` that runs already on this data folder, if it serves what is asked for. */
async function reuse(options: BringUpOptions): Promise<Up | null> {
  const run = livingRun(options.dataDir)
  if (!run) return null
  const external = externalEndpoint(options.env ?? process.env)
  const other = external !== null && external.connect.address !== run.address
  if (other) throw new Refused(refusals.dataBusy(run.pid, run.address))
  const endpoint = external ?? endpointOf(run)
  // It may be restarting its server this very moment.
  if (run.kind === 'embedded') await answering(run.address, options.signal)
  options.log(says.reusing(run.pid, run.address))
  const nothing = async (): Promise<void> => undefined
  return { endpoint, uiUrl: run.uiUrl, reused: true, pids: () => ({}), stop: nothing, kill: () => undefined }
}

async function answering(address: string, signal = new AbortController().signal): Promise<void> {
  await untilServing(address, signal).catch((error: Error) => {
    signal.throwIfAborted()
    throw new Refused(refusals.unreachable(address, error.message), { cause: error })
  })
}

async function startAll(options: BringUpOptions): Promise<Up> {
  const { dataDir, log, withWorker = true } = options
  const env = options.env ?? process.env
  const children: Supervised[] = []
  const onSpawn = (role: Supervised['role'], pid: number): void => rememberChild(dataDir, role, pid)
  const started = (child: Supervised): void => {
    children.unshift(child)
    options.signal?.throwIfAborted()
  }
  let stopped: Promise<void> | null = null
  // A program that ends without stop(), by an error for one, still asks its children to end.
  const atExit = (): void => {
    for (const child of children) child.terminate()
  }
  process.on('exit', atExit)
  const stop = (): Promise<void> => {
    stopped ??= stopAll(dataDir, children, log).finally(() => process.removeListener('exit', atExit))
    return stopped
  }

  await endOrphans(dataDir, log)
  try {
    const endpoint = await startTemporal(options, env, onSpawn, started)
    await prepare(endpoint, log)
    options.signal?.throwIfAborted()
    if (withWorker) {
      const entry = options.workerEntry ?? join(projectRoot, 'worker', 'main.ts')
      started(await supervise(workerSpec(dataDir, endpoint, env, entry), { log, onSpawn }))
      log(says.started(names.worker, endpoint.taskQueue))
    }
    writeRun(dataDir, endpoint, withWorker)
    return {
      endpoint,
      uiUrl: endpoint.uiUrl,
      reused: false,
      pids: () => Object.fromEntries(children.map((child) => [child.role, child.pid()])),
      stop,
      kill: () => {
        for (const child of children) child.kill()
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startTemporal(
  options: BringUpOptions,
  env: Env,
  onSpawn: (role: Supervised['role'], pid: number) => void,
  started: (child: Supervised) => void,
): Promise<Endpoint> {
  const { dataDir, log } = options
  const resolved = await resolveTemporal(dataDir, env, log, options.signal)
  if (resolved.kind === 'external') {
    log(says.usingExternal(resolved.endpoint.connect.address))
    return resolved.endpoint
  }
  const { ports, withUi = true } = options
  return startEmbedded(
    resolved,
    { dataDir, log, onSpawn, ports, withUi, taskQueue: taskQueueOf(env) },
    started,
  )
}

/** Namespace and search attributes, on whatever Temporal it is. */
async function prepare(endpoint: Endpoint, log: (line: string) => void): Promise<void> {
  const connection = await Connection.connect(endpoint.connect).catch((error: Error) => {
    throw new Refused(refusals.unreachable(endpoint.connect.address, error.message), { cause: error })
  })
  try {
    await ensureNamespace(connection, { namespace: endpoint.namespace, log })
    await ensureSearchAttributes(connection, { namespace: endpoint.namespace, log })
  } finally {
    await connection.close()
  }
}

/** Children in the order opposite to their start: the worker drains while the server still answers. */
async function stopAll(
  dataDir: string,
  children: readonly Supervised[],
  log: (line: string) => void,
): Promise<void> {
  for (const child of children) {
    log(says.stopping(names[child.role]))
    await child.stop()
  }
  removeRun(dataDir)
  forgetChildren(dataDir)
  if (children.length > 0) log(says.stopped)
}
