import type { Client } from '@temporalio/client'
import proto from '@temporalio/proto'
import type { Worker } from '@temporalio/worker'
import { canBeRead } from '../records/counts.ts'
import { damageOf } from '../records/integrity.ts'
import type { Db } from '../records/open.ts'
import { stuckWorkflows } from '../temporal/stuck.ts'

export interface HealthCheck {
  readonly name: 'server' | 'store' | 'poller' | 'workflows'
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
  /** SQLite databases of this machine that are looked at for damage. */
  readonly databases?: readonly string[]
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

/** Looking at a whole database takes its time; it is done beside the answers, and again after this long. */
const LOOK_AGAIN_MS = 300_000
const LOOK_MS = 60_000
const looked = new Map<string, { readonly at: number; damage: string | null }>()

/** False when a database is known to be damaged. What is being looked at counts as it was. */
function intact(databases: readonly string[], told: (name: string, error: unknown) => void): boolean {
  for (const file of databases) {
    const last = looked.get(file)
    if (last !== undefined && Date.now() - last.at < LOOK_AGAIN_MS) continue
    const look = { at: Date.now(), damage: last?.damage ?? null }
    looked.set(file, look)
    damageOf(file, LOOK_MS).then(
      (damage) => {
        look.damage = damage
        if (damage !== null) told('store', new Error(`${file}: ${damage}`))
      },
      (error: unknown) => told('store', error),
    )
  }
  return databases.every((file) => looked.get(file)?.damage == null)
}

/** Names what keeps failing; what the server cannot tell in time is no news of the workflows. */
async function noneStuck(
  { client, worker }: HealthSubject,
  told: (name: string, error: unknown) => void,
): Promise<HealthCheck> {
  const { namespace, taskQueue } = worker.options
  const name = 'workflows'
  try {
    const stuck = await stuckWorkflows(client.connection as never, namespace, taskQueue, {
      limitMs: LIMIT_MS,
    })
    const ids = stuck.map(({ workflowId }) => workflowId).join('、')
    return {
      name,
      ok: stuck.length === 0,
      says: stuck.length === 0 ? '没有停住的工作流' : `停住的工作流：${ids}`,
    }
  } catch (error) {
    told(name, error)
    return { name, ok: true, says: '问不到有没有停住的工作流' }
  }
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
  const [workflows, ...checks] = await Promise.all([
    noneStuck(subject, told),
    check('server', ['Temporal 服务有应答', 'Temporal 服务没有应答'], () =>
      client.connection.withDeadline(Date.now() + LIMIT_MS, () => client.workflowService.getSystemInfo({})),
    ),
    check('store', ['记录库可读', '记录库读不了，或数据库已损坏'], async () => {
      await canBeRead(db)
      return intact(subject.databases ?? [], told)
    }),
    check('poller', ['工作进程在取任务', '工作进程没有在取任务'], () => polls(subject)),
  ])
  return { ok: checks.every(({ ok }) => ok), checks: [...checks, workflows] }
}
