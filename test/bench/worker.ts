import { NativeConnection, Worker } from '@temporalio/worker'
import { createDubanWorker } from '../../worker/create.ts'
import { installLogger } from '../../worker/logger.ts'
import { bareActivities } from './bare/activities.ts'
import { bundleBare } from './bare/bundle.ts'

/**
 * A worker process of the bench: Duban's own, or the bare one with the same settings. Says `{ready}` over IPC and
 * answers `rss` with its resident memory after a garbage collection.
 */
const [, , side = '', address = '', namespace = '', dataDir = '', cached = ''] = process.argv
const taskQueue = `bench-${side}`
const maxCachedWorkflows = Number(cached)
installLogger()

async function bareWorker() {
  const connection = await NativeConnection.connect({ address })
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowBundle: await bundleBare(),
    activities: bareActivities(dataDir),
    shutdownGraceTime: '30s',
    maxCachedWorkflows,
    maxConcurrentActivityTaskExecutions: 50,
  })
  return { worker, close: () => connection.close() }
}

const { worker, close } =
  side === 'duban'
    ? await createDubanWorker({ connection: { address }, namespace, taskQueue, dataDir, maxCachedWorkflows })
    : await bareWorker()

process.on('message', (message) => {
  if (message !== 'rss') return
  globalThis.gc?.()
  process.send?.({ rss: process.memoryUsage().rss })
})
process.on('SIGTERM', () => worker.shutdown())
process.on('disconnect', () => worker.shutdown())
const ended = worker.run()
process.send?.({ ready: true })
await ended
await close()
process.exit(0)
