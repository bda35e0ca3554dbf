import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, openSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import { Office } from '../../client/office.ts'
import { ensureBuilt } from '../../temporal/build.ts'
import { startEmbedded } from '../../temporal/embedded.ts'
import { CACHED } from '../../worker/cached.ts'
import { openBare } from './bare/activities.ts'

export type SideName = 'duban' | 'bare'

export interface BenchWorker {
  /** Resident memory in bytes after a garbage collection. */
  rss(): Promise<number>
  stop(): Promise<void>
}

/** One real server, a record store for each side, and worker processes started when a scenario needs them. */
export interface Stage {
  readonly client: Client
  readonly duban: Office
  readonly dataDir: string
  readonly bare: ReturnType<typeof openBare>
  worker(side: SideName, cached?: number): Promise<BenchWorker>
  close(): Promise<void>
}

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url))
const answerOf = <T>(child: ChildProcess, key: string): Promise<T> =>
  new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if (typeof message === 'object' && message !== null && key in message)
        resolve((message as Record<string, T>)[key] as T)
    })
    child.once('exit', (code) => reject(new Error(`bench worker ended (${code})`)))
  })

export async function openStage(say: (line: string) => void): Promise<Stage> {
  await ensureBuilt(say)
  const dataDir = mkdtempSync(join(tmpdir(), 'duban-bench-'))
  const quiet = { say: () => undefined, onPids: () => undefined, withUi: false }
  const startServer = () => startEmbedded({ dataDir, lastPorts: null, ...quiet })
  // In its first minute a new server looks up its search attributes at every use; what is measured is any other day.
  await (await startServer()).server.stop()
  const { server, address, namespace } = await startServer()
  const connection = await Connection.connect({ address })
  const client = new Client({ connection, namespace })
  const duban = await Office.open({ client, taskQueue: 'bench-duban', dataDir })
  const bare = openBare(dataDir)
  const tsx = createRequire(import.meta.url).resolve('tsx')
  return {
    client,
    duban,
    dataDir,
    bare,
    // Either side keeps as many in memory.
    async worker(side, cached = CACHED) {
      const log = openSync(join(dataDir, `${side}.log`), 'a')
      // BENCH_PROFILE: a folder for the worker's CPU profiles, to see where its time goes.
      const profile = process.env.BENCH_PROFILE
      const args = [
        ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${join(profile, side)}`] : []),
        ...['--expose-gc', '--import', `file://${tsx}`, WORKER],
      ]
      const child = spawn(process.execPath, [...args, side, address, namespace, dataDir, `${cached}`], {
        stdio: ['ignore', log, log, 'ipc'],
        env: { ...process.env, DUBAN_LOG: 'warn' },
      })
      await answerOf(child, 'ready')
      return {
        rss() {
          const answer = answerOf<number>(child, 'rss')
          child.send('rss')
          return answer
        },
        async stop() {
          const gone = new Promise((resolve) => child.once('exit', resolve))
          child.kill('SIGTERM')
          await gone
        },
      }
    },
    async close() {
      await duban.close()
      await connection.close()
      bare.close()
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
