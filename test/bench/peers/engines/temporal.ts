import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { inPool } from '../../../../activities/pool.ts'
import { connectClient } from '../../../../client/connect.ts'
import { readRunFile } from '../../../../temporal/endpoint.ts'
import type { Up } from '../../../../temporal/up.ts'
import { AT_ONCE } from '../../sides.ts'
import { idOf, numbers, residentMb, rowsOf, type Side, untilRows, WorkerProcess } from './side.ts'

const WORKER = fileURLToPath(new URL('./temporal-worker.ts', import.meta.url))
export const QUEUE = 'peers-bare'

/** The smallest hand-written workflow on the same server as Duban (test/bench/bare), rows in PostgreSQL. */
export async function temporalSide(up: Up, db: pg.Pool, url: string, dataDir: string): Promise<Side> {
  const { client, close } = await connectClient(up.endpoint)
  const tsx = createRequire(import.meta.url).resolve('tsx')
  const { namespace } = up.endpoint
  const { address } = up.endpoint.connect
  const worker = new WorkerProcess(
    ['--import', `file://${tsx}`, WORKER, address, namespace, url],
    dataDir,
    'temporal',
  )
  await worker.start()
  const side: Side = {
    name: 'bare Temporal',
    guarantee: 'steps at least once, the workflow as if once; an update is answered when its step is done',
    async start(group, count, waits) {
      await inPool(numbers(count), AT_ONCE, async (i) => {
        const id = idOf(group, i)
        await client.workflow.start('bareMeasure', {
          taskQueue: QUEUE,
          workflowId: id,
          args: [{ id, waits, rounds: 1, dueAt: null }],
        })
      })
      await untilRows(side, group, waits ? 'started' : 'opened', count)
    },
    async event(group, count) {
      await inPool(numbers(count), AT_ONCE, async (i) => {
        await client.workflow.getHandle(idOf(group, i)).signal('happened', { on: '2015-07-01' })
      })
    },
    async complete(group, count) {
      await inPool(numbers(count), AT_ONCE, async (i) => {
        const handle = client.workflow.getHandle(idOf(group, i))
        await handle.executeUpdate('submit', { args: [{ url: 'http://a.cn/x' }] })
        await handle.executeUpdate('accept', { args: [{ by: '督查室' }] })
      })
    },
    rows: (group, kind) => rowsOf(db, group, kind),
    async crash() {
      await worker.kill('SIGKILL')
      void worker.start()
    },
    memory: () => ({
      worker: residentMb(worker.pid),
      server: residentMb(readRunFile(dataDir)?.children.server),
    }),
    async close() {
      await worker.kill('SIGTERM')
      await close()
    },
  }
  return side
}
