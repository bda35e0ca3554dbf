import { NativeConnection, Worker } from '@temporalio/worker'
import pg from 'pg'
import { CACHED } from '../../../../worker/cached.ts'
import type { BareActivities } from '../../bare/activities.ts'
import { bundleBare } from '../../bare/bundle.ts'
import { QUEUE } from './temporal.ts'

/** The bare workflow's worker, with the settings of Duban's; its steps write rows into PostgreSQL. */
const [, , address = '', namespace = '', url = ''] = process.argv
const db = new pg.Pool({ connectionString: url, max: 20 })
const write = async (id: string, kind: string) => {
  await db.query('INSERT INTO acts (id, kind) VALUES ($1, $2)', [id, kind])
}
const activities: BareActivities = {
  request: (id) => write(id, 'opened'),
  lapse: (id) => write(id, 'overdue'),
  note: (id, kind) => write(id, kind),
}
const connection = await NativeConnection.connect({ address })
const worker = await Worker.create({
  connection,
  namespace,
  taskQueue: QUEUE,
  workflowBundle: await bundleBare(),
  activities: activities as unknown as Record<string, (...args: never[]) => Promise<unknown>>,
  maxCachedWorkflows: CACHED,
  maxConcurrentActivityTaskExecutions: 50,
})
process.on('SIGTERM', () => worker.shutdown())
process.on('disconnect', () => worker.shutdown())
const ended = worker.run()
process.send?.({ ready: true })
await ended
await connection.close()
await db.end()
process.exit(0)
