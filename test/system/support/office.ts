import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { inject } from 'vitest'
import { Office as ClientOffice } from '../../../client/office.ts'
import { loadCalendar } from '../../../documents/calendars/load.ts'
import { inspectFile } from '../../../documents/inspect.ts'
import { mustDate } from '../../../domain/calendar/date.ts'
import type { WorkPlan } from '../../../domain/plan/plan.ts'
import { dataConverter } from '../../../security/data-converter.ts'
import type { KeyRing } from '../../../security/keys.ts'
import { bundleWorkflows } from '../../../worker/bundle.ts'
import { createDubanWorker } from '../../../worker/create.ts'
import type { Tracing } from '../../../worker/tracing.ts'

export { smallPlan } from '../../small-plan.ts'

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined
/** Workflow code is bundled once for a test file. */
export const sharedBundle = () => {
  bundle ??= bundleWorkflows()
  return bundle
}

/** The same workflows, their messages decoded by the SDK alone, as 0.2.0's were: what it cannot decode fails the task. */
export const bundleOfTheSdk = (): Promise<WorkflowBundleWithSourceMap> =>
  bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../../../workflows/index.ts', import.meta.url)),
    logger: new DefaultLogger('WARN'),
  })

export interface Office {
  readonly duban: ClientOffice
  readonly client: Client
  readonly dataDir: string
  readonly taskQueue: string
  /** `keep`: another office goes on with the same data and task queue. */
  stop(how?: { keep: boolean }): Promise<void>
}

export interface OfficeOptions {
  readonly maxCachedWorkflows?: number
  readonly historyLimit?: number
  readonly keys?: KeyRing | null
  readonly bundle?: WorkflowBundleWithSourceMap
  readonly tracing?: Tracing['plugin']
  readonly dataDir?: string
  readonly taskQueue?: string
}

let count = 0

/** A worker and a client on the shared server, with a record store and a task queue of their own. */
export async function openOffice(options: OfficeOptions = {}): Promise<Office> {
  const address = inject('address')
  const namespace = inject('namespace')
  count += 1
  const taskQueue = options.taskQueue ?? `duban-test-${process.pid}-${count}`
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'duban-office-'))
  const keys = options.keys ?? null
  const { worker, close } = await createDubanWorker({
    connection: { address },
    namespace,
    bundle: options.bundle ?? (await sharedBundle()),
    ...options,
    taskQueue,
    dataDir,
    keys,
  })
  const running = worker.run()
  const connection = await Connection.connect({ address })
  const client = new Client({ connection, namespace, dataConverter: dataConverter(keys, namespace) })
  const duban = await ClientOffice.open({ client, taskQueue, dataDir })
  return {
    duban,
    client,
    dataDir,
    taskQueue,
    async stop(how) {
      worker.shutdown()
      await running
      await close()
      await duban.close()
      await connection.close()
      if (!how?.keep) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export const planId = (name: string): string => `${name}-${process.pid}-${Date.now().toString(36)}`

export function seedPlan(): WorkPlan {
  const path = fileURLToPath(new URL('../../../seeds/documents/mz2015.txt', import.meta.url))
  const read = inspectFile(path, { issuedOn: mustDate('2015-07-01') }, loadCalendar())
  if (!read.ok) throw new Error(read.error.message)
  return read.value
}

/** Events of a workflow's history, over all its runs. */
export async function historyLength(client: Client, workflowId: string): Promise<number> {
  const description = await client.workflow.getHandle(workflowId).describe()
  return description.historyLength
}
