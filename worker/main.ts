import { createDubanWorker } from './create.ts'
import { installLogger } from './logger.ts'

/**
 * The worker process. Environment: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, DUBAN_DATA,
 * DUBAN_TASK_QUEUE, DUBAN_LOG. Says `{ready: true}` over IPC once it polls; SIGTERM and SIGINT let running work
 * end before it stops.
 */
const need = (name: string): string => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set`)
  return value
}

const logger = installLogger()
const { worker, close } = await createDubanWorker({
  connection: { address: need('TEMPORAL_ADDRESS'), apiKey: process.env.TEMPORAL_API_KEY },
  namespace: process.env.TEMPORAL_NAMESPACE ?? 'default',
  taskQueue: process.env.DUBAN_TASK_QUEUE ?? 'duban',
  dataDir: need('DUBAN_DATA'),
})

/** A second signal ends at once. */
let stopping = false
const stop = () => {
  if (stopping) process.exit(1)
  stopping = true
  worker.shutdown()
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
// A worker whose parent is gone has nobody to answer to.
process.on('disconnect', stop)

const ended = worker.run()
logger.info({ taskQueue: worker.options.taskQueue }, 'worker polls')
process.send?.({ ready: true })
await ended
await close()
process.exit(0)
