import { Connection } from '@temporalio/client'
import type { Env } from '../cache.ts'
import { type Endpoint, findEndpoint } from '../endpoint.ts'
import { missingSearchAttributes, retentionDays, retentionOf } from '../namespace.ts'
import { answers } from '../ports.ts'
import { refusalOf } from '../refused.ts'
import { type Check, check } from './check.ts'
import { found } from './messages.ts'

/** Everything that needs a running Temporal to be looked at. */
export async function serverChecks(dataDir: string, env: Env): Promise<Check[]> {
  let endpoint: Endpoint | null = null
  let connection: Connection | null = null
  try {
    endpoint = await findEndpoint(dataDir, env)
    if (!endpoint) return down(found.notRunning)
    connection = await Connection.connect({ ...endpoint.connect, connectTimeout: 3_000 })
    const { serverVersion } = await connection.workflowService.getSystemInfo({})
    return [
      check('server', true, found.running(endpoint.connect.address, serverVersion ?? '?')),
      await checkUi(endpoint),
      await checkNamespace(connection, endpoint),
      await checkAttributes(connection, endpoint),
      await checkWorker(connection, endpoint),
    ]
  } catch (error) {
    const detail = refusalOf(error).message
    return down(endpoint ? found.notAnswering(endpoint.connect.address, detail) : detail)
  } finally {
    await connection?.close()
  }
}

/** Without a server the rest cannot be looked at; each keeps its line all the same. */
const down = (why: string): Check[] => [
  check('server', false, why),
  ...(['ui', 'namespace', 'attributes', 'worker'] as const).map((code) =>
    check(code, false, found.serverDown),
  ),
]

async function checkUi({ kind, uiUrl }: Endpoint): Promise<Check> {
  if (!uiUrl)
    return check('ui', kind === 'external', kind === 'external' ? found.uiExternal : found.notRunning)
  return check('ui', await answers(new URL(uiUrl).host), uiUrl)
}

async function checkNamespace(connection: Connection, { namespace }: Endpoint): Promise<Check> {
  try {
    const days = await retentionOf(connection, namespace)
    if (days === null) return check('namespace', false, found.noNamespace(namespace))
    return check('namespace', days >= retentionDays, found.retention(namespace, days))
  } catch (error) {
    return check('namespace', false, refusalOf(error).message)
  }
}

async function checkAttributes(connection: Connection, { namespace }: Endpoint): Promise<Check> {
  try {
    const missing = await missingSearchAttributes(connection, namespace)
    return check(
      'attributes',
      missing.length === 0,
      missing.length === 0 ? found.attributesReady : found.attributesMissing(missing),
    )
  } catch (error) {
    return check('attributes', false, refusalOf(error).message)
  }
}

async function checkWorker(connection: Connection, { namespace, taskQueue }: Endpoint): Promise<Check> {
  const workflowQueue = 1
  try {
    const { pollers } = await connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: taskQueue },
      taskQueueType: workflowQueue,
    })
    const count = (pollers ?? []).filter(({ lastAccessTime }) => isRecent(lastAccessTime?.seconds)).length
    return check(
      'worker',
      count > 0,
      count > 0 ? found.pollers(taskQueue, count) : found.noPollers(taskQueue),
    )
  } catch (error) {
    return check('worker', false, refusalOf(error).message)
  }
}

/** A poll lasts a minute at most; the server lists a worker for minutes after its last one. */
const isRecent = (seconds: unknown): boolean => Date.now() / 1000 - Number(seconds ?? 0) < 90
