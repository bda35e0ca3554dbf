import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { inPool } from '../../../../activities/pool.ts'
import type { Peers } from '../install.ts'
import { idOf, numbers, residentMb, rowsOf, type Side, untilRows, WorkerProcess } from './side.ts'

const WORKER = fileURLToPath(new URL('./dbos-worker.mjs', import.meta.url))
/** As many messages under way as the others have signals (test/bench/scenarios/event.ts). */
const AT_ONCE = 16

interface DbosClient {
  send(id: string, message: unknown, topic: string, key: string): Promise<void>
  destroy(): Promise<void>
}
interface Dbos {
  DBOSClient: { create(options: { systemDatabaseUrl: string }): Promise<DbosClient> }
}

/** DBOS (TypeScript): a library on PostgreSQL, no server of its own; workflows begin in their worker. */
export async function dbosSide(
  peers: Peers,
  db: pg.Pool,
  urls: { readonly system: string; readonly acts: string },
  dataDir: string,
): Promise<Side> {
  const worker = new WorkerProcess([WORKER, peers.root, urls.system, urls.acts], dataDir, 'dbos')
  await worker.start()
  const { DBOSClient } = peers.require('@dbos-inc/dbos-sdk') as Dbos
  const client = await DBOSClient.create({ systemDatabaseUrl: urls.system })
  const tell = (group: string, count: number, topic: string) =>
    inPool(numbers(count), AT_ONCE, (i) =>
      client.send(idOf(group, i), { on: '2015-07-01' }, topic, idOf(topic, i)),
    )
  const side: Side = {
    name: 'DBOS',
    guarantee: 'steps at least once, the workflow as if once; a message is answered when it is stored',
    async start(group, count, waits) {
      await worker.ask({ start: { group, count, waits } }, 'begun')
      await untilRows(side, group, waits ? 'started' : 'opened', count)
    },
    event: (group, count) => tell(group, count, 'event'),
    async complete(group, count) {
      await tell(group, count, 'submit')
      await tell(group, count, 'accept')
      await untilRows(side, group, 'accepted', count)
    },
    rows: (group, kind) => rowsOf(db, group, kind),
    async crash() {
      await worker.kill('SIGKILL')
      void worker.start()
    },
    memory: () => ({ worker: residentMb(worker.pid), server: null }),
    async close() {
      await client.destroy()
      await worker.kill('SIGTERM')
    },
  }
  return side
}
