import { join } from 'node:path'
import { readSealKey } from '../accounts/seal.ts'
import { loadCalendar } from '../documents/calendars/load.ts'
import { keepSending, Sender } from '../notices/sender.ts'
import { readReach } from '../notices/settings.ts'
import { calendarsFolder, isPostgresUrl, recordsOf } from '../records/places.ts'
import { LOCAL } from '../security/listen.ts'
import { SERVER_FILE } from '../temporal/config.ts'
import { configuredEndpoint, dataFolder } from '../temporal/endpoint.ts'
import { TemporalSetupError } from '../temporal/errors.ts'
import { endsWithASentence } from '../temporal/failed.ts'
import { anyFree } from '../temporal/ports.ts'
import { createDubanWorker } from './create.ts'
import { installLogger } from './logger.ts'
import { Notifier, notifierOptions } from './notifier.ts'
import { observe, observedAt } from './observe.ts'
import { configuredTracing } from './tracing.ts'

/**
 * The worker process. The server is the one TEMPORAL_ADDRESS or a profile names (with its TLS and keys);
 * DUBAN_DATA, DUBAN_TASK_QUEUE, DUBAN_LOG, DUBAN_METRICS and OTEL_EXPORTER_OTLP_ENDPOINT set the rest. Says
 * `{ready: true}` over IPC once it polls; SIGTERM and SIGINT let running work end before it stops.
 */
// Started by itself too: what it writes is for its owner only.
process.umask(0o077)
endsWithASentence()
const endpoint = configuredEndpoint()
if (endpoint === null)
  throw new TemporalSetupError(
    'SERVER_NOT_NAMED',
    'TEMPORAL_ADDRESS 没有设置',
    '工作进程由 npx duban up 启动',
  )

const place = observedAt(process.env)
// The SDK binds an address of its own for its metrics; they are read through /metrics, so any free port will do.
const sdkMetrics = place === null ? null : `${LOCAL}:${await anyFree()}`
const logger = installLogger(sdkMetrics)
const tracing = await configuredTracing(process.env)
const { worker, db, client, close } = await createDubanWorker({
  connection: endpoint.connect,
  namespace: endpoint.namespace,
  taskQueue: endpoint.taskQueue,
  dataDir: dataFolder(),
  tracing: tracing?.plugin,
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

const outbox = notifierOptions(process.env)
const notifier =
  outbox === null
    ? null
    : new Notifier(outbox, db, logger, {
        now: Date.now,
        calendar: () => loadCalendar(calendarsFolder(dataFolder())),
      })
const reach = readReach(dataFolder())
const senderWorld = {
  now: Date.now,
  calendar: () => loadCalendar(calendarsFolder(dataFolder())),
  rehearsals: process.env.DUBAN_NOTIFY_REHEARSALS === '1',
  linkKey: () => readSealKey(dataFolder()),
  log: logger,
}
const databases = [recordsOf(dataFolder()), join(dataFolder(), 'temporal', SERVER_FILE)].filter(
  (store) => !isPostgresUrl(store),
)
// Work goes on without metrics, for instance when another worker of this machine has the port.
const observed =
  place === null
    ? null
    : await observe({ worker, db, client, log: logger, sdkMetrics, databases }, place).catch(
        (error: unknown) => {
          logger.error({ error }, 'metrics and health cannot be served')
          return null
        },
      )
if (observed !== null) logger.info({ url: observed.url }, 'metrics and health')
const ended = worker.run()
notifier?.start()
const sending = reach === null ? null : keepSending(new Sender(db, reach, senderWorld), senderWorld)
logger.info({ taskQueue: worker.options.taskQueue }, 'worker polls')
process.send?.({ ready: true })
await ended
await observed?.close()
await notifier?.stop()
await sending?.stop()
await close()
await tracing?.shutdown()
process.exit(0)
