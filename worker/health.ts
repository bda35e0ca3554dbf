import type { Client } from '@temporalio/client'
import proto from '@temporalio/proto'
import type { Worker } from '@temporalio/worker'
import type { Db } from '../records/open.ts'

export interface HealthCheck {
  readonly name: 'server' | 'store' | 'poller'
  readonly ok: boolean
  /** For people, without addresses or causes: the endpoint may be read by others. Causes are in the log. */
  readonly says: string
}

export interface Health {
  readonly ok: boolean
  readonly checks: readonly HealthCheck[]
}

export interface HealthSubject {
  readonly client: Client
  readonly db: Db
  readonly worker: Worker
}

const LIMIT_MS = 3_000
/** A poll lasts up to a minute; a poller not seen for longer than two has stopped. */
const SEEN_MS = 150_000
const { TASK_QUEUE_TYPE_WORKFLOW } = proto.temporal.api.enums.v1.TaskQueueType

const within = <T>(work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), LIMIT_MS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** Whether this worker's own poller was seen by the server lately. */
async function polls({ client, worker }: HealthSubject): Promise<boolean> {
  if (worker.getState() !== 'RUNNING') return false
  const { namespace, identity, taskQueue } = worker.options
  const { pollers } = await client.connection.withDeadline(Date.now() + LIMIT_MS, () =>
    client.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: taskQueue },
      taskQueueType: TASK_QUEUE_TYPE_WORKFLOW,
    }),
  )
  return (pollers ?? []).some(
    (poller) =>
      poller.identity === identity &&
      Date.now() - Number(poller.lastAccessTime?.seconds ?? 0) * 1000 < SEEN_MS,
  )
}

/**
 * Whether this worker can do its work now: the Temporal server answers a request, the record store answers a query,
 * and the server sees this worker polling. Three seconds at most.
 */
export async function healthOf(
  subject: HealthSubject,
  told: (name: string, error: unknown) => void,
): Promise<Health> {
  const { client, db } = subject
  const check = async (
    name: HealthCheck['name'],
    [good, bad]: readonly [string, string],
    work: () => Promise<unknown>,
  ): Promise<HealthCheck> => {
    try {
      const ok = (await within(work())) !== false
      return { name, ok, says: ok ? good : bad }
    } catch (error) {
      told(name, error)
      return { name, ok: false, says: bad }
    }
  }
  const checks = await Promise.all([
    check('server', ['Temporal 服务有应答', 'Temporal 服务没有应答'], () =>
      client.connection.withDeadline(Date.now() + LIMIT_MS, () => client.workflowService.getSystemInfo({})),
    ),
    check('store', ['记录库可读', '记录库读不了'], () =>
      db.selectFrom('plans').select('id').limit(1).execute(),
    ),
    check('poller', ['工作进程在取任务', '工作进程没有在取任务'], () => polls(subject)),
  ])
  return { ok: checks.every(({ ok }) => ok), checks }
}
