import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { damaged } from '../records/damaged.ts'
import { damageOf } from '../records/integrity.ts'
import { configuredKeys } from '../security/data-converter.ts'
import { ensureBuilt, ensureServer, ensureUi } from './build.ts'
import type { Kept } from './child.ts'
import { SERVER_FILE } from './config.ts'
import { connectServer } from './connect.ts'
import { Crew, type Up } from './crew.ts'
import { startEmbedded } from './embedded.ts'
import {
  answers,
  configuredEndpoint,
  type Endpoint,
  embeddedEndpoint,
  type RunFile,
  readRunFile,
} from './endpoint.ts'
import { TemporalSetupError } from './errors.ts'
import { type Held, isAlive, take } from './lock.ts'
import { ensureNamespace, ensureSearchAttributes } from './namespace.ts'
import { endOrphans } from './orphans.ts'
import { isBuilt, onPath, SERVER, UI } from './parts.mjs'
import { commandOf } from './processes.ts'
import { startViewUi, viewUiPlace } from './view-ui.ts'
import { webChild, webPlace } from './web-child.ts'
import { workerChild } from './worker-child.ts'

export type { Up }

export interface UpOptions extends Interruptible {
  readonly dataDir: string
  readonly say: (line: string) => void
}

/** Makes a configured server ready; it may be somebody else's, so a refusal is told, not fatal. */
async function prepareConfigured(endpoint: Endpoint, say: (line: string) => void): Promise<void> {
  const connection = await connectServer(endpoint.connect)
  try {
    await ensureNamespace(connection, endpoint.namespace)
    await ensureSearchAttributes(connection, endpoint.namespace)
  } catch (error) {
    say(
      `没能设置命名空间 ${endpoint.namespace}（保留期、搜索属性）：${(error as Error).message}\n请由管理员设置，见 docs/operations.md`,
    )
  } finally {
    await connection.close()
  }
}

/** How a bring-up is broken off from outside. */
export interface Interruptible {
  /** Resolves when everything is to be stopped; what has begun by then is stopped in order. */
  readonly asked?: Promise<void>
  /** Gets what ends every child at once. */
  readonly onKill?: (kill: () => void) => void
}

/** Asked to stop before everything was up; what had begun has been stopped. */
export class InterruptedError extends Error {}

/** Longer than a first build takes on a slow machine. */
const WAIT_MS = 20 * 60_000

const lockFile = (dataDir: string): string => join(dataDir, 'running.lock')

/** The lock of a data folder: whoever runs on it, or puts a backup in its place, holds it all the while. */
export const takeFolder = (dataDir: string): Held | null => take(lockFile(dataDir))

/** A release before 0.3.0 held no lock while it ran: it is known by its pid, its command and its server's answer. */
async function olderRuns(last: RunFile | null): Promise<boolean> {
  if (last === null || last.pid === process.pid || !isAlive(last.pid)) return false
  const command = commandOf(last.pid)
  return (command === null || /duban|start\.mjs|cluster\.mjs/.test(command)) && (await answers(last.address))
}

/**
 * Runs `start` unless another process has everything up already: a second call finds it and starts nothing; after
 * a kill -9, at whatever moment, what was left is ended first. `start` gets what the last run left.
 * @throws InterruptedError
 * @throws TemporalSetupError UP_WAITED
 */
export async function upOnce(
  dataDir: string,
  say: (line: string) => void,
  configured: Endpoint | null,
  how: Interruptible,
  start: (crew: Crew, last: RunFile | null) => Promise<Up>,
): Promise<Up> {
  // Evidence and ledger are not for the machine's other users.
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  // A key file that can't be used is told here, not by a worker that falls again and again.
  configuredKeys()
  const theirs = (run: RunFile): Up => ({
    endpoint: configured ?? embeddedEndpoint(run),
    ours: false,
    webUrl: run.webUrl ?? null,
    stop: async () => undefined,
    kill: () => undefined,
  })
  const interrupted = (how.asked ?? new Promise<never>(() => undefined)).then((): never => {
    throw new InterruptedError('启动被中止')
  })
  interrupted.catch(() => undefined)
  let held = takeFolder(dataDir)
  for (const until = Date.now() + WAIT_MS; held === null; held = takeFolder(dataDir)) {
    const run = readRunFile(dataDir)
    if (run && run.pid > 0 && (await answers(run.address))) return theirs(run)
    if (Date.now() > until)
      throw new TemporalSetupError(
        'UP_WAITED',
        `另一个进程${run ? `（${run.pid}）` : ''}占着 ${dataDir}，一直没有就绪`,
        '看它的输出和 logs/；不再需要时结束它，再启动',
      )
    if (until - Date.now() > WAIT_MS - 500) say('另一个进程正在启动或停止，等它完成…')
    await Promise.race([interrupted, new Promise((resolve) => setTimeout(resolve, 500))])
  }
  const last = readRunFile(dataDir)
  let crew: Crew | null = null
  try {
    if (last !== null && (await olderRuns(last))) {
      held.release()
      return theirs(last)
    }
    rmSync(join(dataDir, 'up.lock'), { force: true })
    await endOrphans(dataDir, say)
    crew = new Crew(dataDir, last, held)
    how.onKill?.(() => crew?.kill())
    return await Promise.race([start(crew, last), interrupted])
  } catch (error) {
    if (crew === null) held.release()
    else await crew.stop()
    throw error
  }
}

/** Brings up whatever is missing: server, UI, namespace, worker. */
export async function bringUp({ dataDir, say, ...how }: UpOptions): Promise<Up> {
  const configured = configuredEndpoint()
  return upOnce(dataDir, say, configured, how, (crew, last) =>
    configured ? upConfigured(crew, configured, dataDir, say) : upEmbedded(crew, dataDir, last, say),
  )
}

/** 督办台 beside the worker. Without it everything else goes on: why it does not start is told. */
export async function startWeb(
  crew: Crew,
  endpoint: Endpoint,
  dataDir: string,
  say: (line: string) => void,
): Promise<void> {
  const place = await webPlace()
  if (place === null) return
  const child = crew.add(
    'web',
    webChild(dataDir, endpoint, place, {
      say,
      onPids: () => crew.remember(),
      onUrl: (url) => crew.remember({ webUrl: url }),
    }),
  )
  try {
    await child.start()
  } catch {
    say(`督办台没有启动；看 ${join(dataDir, 'logs', 'web.log')}`)
  }
}

async function upConfigured(
  crew: Crew,
  endpoint: Endpoint,
  dataDir: string,
  say: (line: string) => void,
): Promise<Up> {
  say(`使用已配置的 Temporal：${endpoint.connect.address}（命名空间 ${endpoint.namespace}）`)
  await prepareConfigured(endpoint, say)
  await crew
    .add(
      'worker',
      workerChild(dataDir, endpoint, {}, say, () => crew.remember()),
    )
    .start()
  crew.remember({ address: endpoint.connect.address, namespace: endpoint.namespace })
  await startWeb(crew, endpoint, dataDir, say)
  return crew.up(endpoint)
}

/** A damaged database is told before a server falls over it again and again. @throws TemporalSetupError SERVER_STORE_DAMAGED */
async function refuseDamaged(dataDir: string): Promise<void> {
  const file = join(dataDir, 'temporal', SERVER_FILE)
  const damage = await damageOf(file)
  if (damage === null) return
  const { code, message, remedy } = damaged('temporal', file, damage, dataDir)
  throw new TemporalSetupError(code, message, remedy)
}

async function upEmbedded(
  crew: Crew,
  dataDir: string,
  last: RunFile | null,
  say: (line: string) => void,
): Promise<Up> {
  const viewAt = viewUiPlace()
  const own = isBuilt([SERVER]) || onPath('temporal') === null
  if (own) await (viewAt === null ? ensureServer(say) : ensureBuilt(say))
  await refuseDamaged(dataDir)
  const onPids = () => crew.remember()
  const adopt = (name: string, child: Kept) => crew.add(name, child)
  // What is seen needs the web UI, what is done does not: the first time it is built while other things go on.
  const uiBuilt = own && !isBuilt([UI]) ? ensureUi(say) : undefined
  uiBuilt?.catch(() => undefined)
  const embedded = await startEmbedded({
    ...{ dataDir, lastPorts: last?.ports ?? null, say, onPids, adopt },
    uiBuilt,
  })
  const endpoint = crew.serving(embedded, uiBuilt !== undefined)
  if (viewAt !== null) {
    const view = await startViewUi(viewAt, embedded, {
      dataDir,
      say,
      onPids,
      adopt: (child) => crew.add('viewUi', child),
    })
    say(`只读网页界面：${view.url}`)
  }
  const working = crew.add('worker', workerChild(dataDir, endpoint, {}, say, onPids)).start()
  await Promise.all([working, startWeb(crew, endpoint, dataDir, say)])
  return crew.up(endpoint, uiBuilt && embedded)
}
