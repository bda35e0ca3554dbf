import { spawn } from 'node:child_process'
import { mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { inPool } from '../../../../activities/pool.ts'
import { anyFree } from '../../../../temporal/ports.ts'
import type { Peers } from '../install.ts'
import { idOf, numbers, residentMb, rowsOf, type Side, untilRows, WorkerProcess } from './side.ts'

const WORKER = fileURLToPath(new URL('./restate-worker.mjs', import.meta.url))
const AT_ONCE = 16

async function answers(url: string): Promise<void> {
  for (const until = Date.now() + 60_000; ; ) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    )
    if (ok) return
    if (Date.now() > until) throw new Error(`${url} does not answer`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function ask(url: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  await response.arrayBuffer()
}

/** Restate: a server of its own with its own log and store; workflows are called by it over HTTP/2. */
export async function restateSide(peers: Peers, db: pg.Pool, acts: string, dataDir: string): Promise<Side> {
  const [ingress, admin, node, service] = await Promise.all([anyFree(), anyFree(), anyFree(), anyFree()])
  const base = join(dataDir, 'restate')
  mkdirSync(base, { recursive: true })
  const log = openSync(join(dataDir, 'restate-server.log'), 'a')
  const program = peers.require.resolve('@restatedev/restate-server-linux-x64/package.json')
  const server = spawn(join(program, '..', 'bin', 'restate-server'), ['--listen-mode', 'tcp'], {
    stdio: ['ignore', log, log],
    cwd: base,
    env: {
      ...process.env,
      RESTATE_BASE_DIR: base,
      RESTATE_BIND_IP: '127.0.0.1',
      RESTATE_BIND_PORT: `${node}`,
      RESTATE_INGRESS__BIND_PORT: `${ingress}`,
      RESTATE_ADMIN__BIND_PORT: `${admin}`,
      RESTATE_NODE_NAME: 'peers',
      RESTATE_DISABLE_TELEMETRY: 'true',
    },
  })
  await answers(`http://127.0.0.1:${admin}/health`)
  const worker = new WorkerProcess([WORKER, peers.root, `${service}`, acts], dataDir, 'restate')
  await worker.start()
  await ask(`http://127.0.0.1:${admin}/deployments`, { uri: `http://127.0.0.1:${service}` })
  const call = (id: string, handler: string, body: unknown = null) =>
    ask(`http://127.0.0.1:${ingress}/measure/${id}/${handler}`, body)
  const side: Side = {
    name: 'Restate',
    guarantee: 'steps at least once, the workflow as if once; a call is answered when its handler has run',
    async start(group, count, waits) {
      await inPool(numbers(count), AT_ONCE, (i) => call(idOf(group, i), 'run/send', { waits }))
      await untilRows(side, group, waits ? 'started' : 'opened', count)
    },
    event: (group, count) => inPool(numbers(count), AT_ONCE, (i) => call(idOf(group, i), 'event/send')),
    async complete(group, count) {
      await inPool(numbers(count), AT_ONCE, async (i) => {
        await call(idOf(group, i), 'submit')
        await call(idOf(group, i), 'accept')
      })
      await untilRows(side, group, 'accepted', count)
    },
    rows: (group, kind) => rowsOf(db, group, kind),
    async crash() {
      await worker.kill('SIGKILL')
      void worker.start()
    },
    memory: () => ({ worker: residentMb(worker.pid), server: residentMb(server.pid) }),
    async close() {
      await worker.kill('SIGTERM')
      const gone = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGTERM')
      await gone
    },
  }
  return side
}
