import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Connection } from '@temporalio/client'
import { configuredKeys } from '../security/data-converter.ts'
import { ensureBuilt } from './build.ts'
import type { KeptChild } from './child.ts'
import { startEmbedded } from './embedded.ts'
import {
  answers,
  configuredEndpoint,
  type Endpoint,
  embeddedEndpoint,
  type RunFile,
  readRunFile,
  runFilePath,
  TASK_QUEUE,
} from './endpoint.ts'
import { isAlive, withLock } from './lock.ts'
import { ensureNamespace, ensureSearchAttributes } from './namespace.ts'
import { endOrphans } from './orphans.ts'
import { isBuilt, onPath } from './places.ts'
import { startViewUi, viewUiPlace } from './view-ui.ts'
import { workerChild } from './worker-child.ts'

export interface Up {
  readonly endpoint: Endpoint
  /** False when another process runs everything already: stopping is not ours. */
  readonly ours: boolean
  stop(): Promise<void>
  /** Ends every child at once. */
  kill(): void
}

export interface UpOptions {
  readonly dataDir: string
  readonly say: (line: string) => void
}

/** Makes a configured server ready; it may be somebody else's, so a refusal is told, not fatal. */
async function prepareConfigured(endpoint: Endpoint, say: (line: string) => void): Promise<void> {
  const connection = await Connection.connect(endpoint.connect)
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

/**
 * Brings up whatever is missing: server, UI, namespace, worker. A second call while one is up finds it and
 * starts nothing; after a kill -9 it ends what was left and starts again on the same data.
 */
export async function bringUp({ dataDir, say }: UpOptions): Promise<Up> {
  mkdirSync(dataDir, { recursive: true })
  // A key file that can't be used is told here, not by a worker that falls again and again.
  configuredKeys()
  const configured = configuredEndpoint()
  return withLock(
    join(dataDir, 'up.lock'),
    (pid) => say(`另一个进程（${pid}）正在启动，等它完成…`),
    async () => {
      const last = readRunFile(dataDir)
      if (last && last.pid > 0 && isAlive(last.pid) && (await answers(last.address)))
        return {
          endpoint: configured ?? embeddedEndpoint(last),
          ours: false,
          stop: async () => undefined,
          kill: () => undefined,
        }
      if (last) await endOrphans(last, say)
      return configured ? upConfigured(configured, dataDir, say) : upEmbedded(dataDir, last, say)
    },
  )
}

function writeRun(dataDir: string, run: RunFile): void {
  const half = `${runFilePath(dataDir)}.${process.pid}`
  writeFileSync(half, JSON.stringify(run, null, 2))
  renameSync(half, runFilePath(dataDir))
}

async function upConfigured(endpoint: Endpoint, dataDir: string, say: (line: string) => void): Promise<Up> {
  say(`使用已配置的 Temporal：${endpoint.connect.address}（命名空间 ${endpoint.namespace}）`)
  await prepareConfigured(endpoint, say)
  const worker = workerChild(dataDir, endpoint, {}, say, () => undefined)
  await worker.start()
  return { endpoint, ours: true, stop: () => worker.stop(), kill: () => worker.kill() }
}

async function upEmbedded(dataDir: string, last: RunFile | null, say: (line: string) => void): Promise<Up> {
  if (!isBuilt() && onPath('temporal') === null) await ensureBuilt(say)
  const viewAt = viewUiPlace()
  let run: RunFile | null = null
  const children = new Map<string, KeptChild>()
  const remember = () => {
    if (run === null) return
    const pids = [...children].flatMap(([name, child]) => (child.pid ? [[name, child.pid] as const] : []))
    run = { ...run, children: Object.fromEntries(pids) }
    writeRun(dataDir, run)
  }
  const embedded = await startEmbedded({ dataDir, lastPorts: last?.ports ?? null, say, onPids: remember })
  const { address, namespace, uiUrl, ports, server, ui } = embedded
  children.set('server', server)
  if (ui) children.set('ui', ui)
  const startedAt = new Date().toISOString()
  run = { pid: process.pid, address, namespace, taskQueue: TASK_QUEUE, uiUrl, ports, startedAt, children: {} }
  remember()
  const endpoint = embeddedEndpoint(run)
  if (viewAt !== null) {
    const view = await startViewUi(viewAt, embedded, { dataDir, say, onPids: remember })
    children.set('viewUi', view.child)
    say(`只读网页界面：${view.url}`)
  }
  const worker = workerChild(dataDir, endpoint, {}, say, remember)
  children.set('worker', worker)
  await worker.start()
  remember()
  return {
    endpoint,
    ours: true,
    async stop() {
      // The worker first: what it is doing still needs the server.
      await worker.stop()
      await children.get('viewUi')?.stop()
      await ui?.stop()
      await server.stop()
      const ended = readRunFile(dataDir)
      if (ended?.pid === process.pid) writeRun(dataDir, { ...ended, pid: 0, children: {} })
    },
    kill() {
      for (const child of children.values()) child.kill()
      rmSync(join(dataDir, 'up.lock'), { force: true })
    },
  }
}
