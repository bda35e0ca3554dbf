import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { configuredKeys } from '../security/data-converter.ts'
import { ensureBuilt } from './build.ts'
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
import { isAlive, withLock } from './lock.ts'
import { ensureNamespace, ensureSearchAttributes } from './namespace.ts'
import { endOrphans } from './orphans.ts'
import { isBuilt, onPath } from './places.ts'
import { startViewUi, viewUiPlace } from './view-ui.ts'
import { workerChild } from './worker-child.ts'

export type { Up }

export interface UpOptions {
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

/**
 * Runs `start` unless another process has everything up already: a second call finds it and starts nothing; after
 * a kill -9 what was left is ended first. `start` gets what the last run left.
 */
export async function upOnce(
  dataDir: string,
  say: (line: string) => void,
  configured: Endpoint | null,
  start: (last: RunFile | null) => Promise<Up>,
): Promise<Up> {
  // Evidence and ledger are not for the machine's other users.
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  // A key file that can't be used is told here, not by a worker that falls again and again.
  configuredKeys()
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
      return start(last)
    },
  )
}

/** Brings up whatever is missing: server, UI, namespace, worker. */
export async function bringUp({ dataDir, say }: UpOptions): Promise<Up> {
  const configured = configuredEndpoint()
  return upOnce(dataDir, say, configured, (last) =>
    configured ? upConfigured(configured, dataDir, say) : upEmbedded(dataDir, last, say),
  )
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
  const crew = new Crew(dataDir, last)
  const onPids = () => crew.remember()
  const embedded = await startEmbedded({ dataDir, lastPorts: last?.ports ?? null, say, onPids })
  const endpoint = crew.serving(embedded)
  if (viewAt !== null) {
    const view = await startViewUi(viewAt, embedded, { dataDir, say, onPids })
    crew.add('viewUi', view.child)
    say(`只读网页界面：${view.url}`)
  }
  await crew.add('worker', workerChild(dataDir, endpoint, {}, say, onPids)).start()
  return crew.up(endpoint)
}
