import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import { bundleWorkflowCode, DefaultLogger, Worker, type WorkflowBundle } from '@temporalio/worker'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { checkRecords } from '../../client/cli/verbs/records.ts'
import { Office } from '../../client/office.ts'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { measureState, workflowIdOf } from '../../records/read.ts'
import { moveRunning, promote, releasesOf } from '../../temporal/deployment.ts'
import { createDubanWorker, type DubanWorker } from '../../worker/create.ts'
import { planId, sharedBundle, smallPlan } from './support/office.ts'

const NEXT = fileURLToPath(new URL('./next-release/index.ts', import.meta.url))
const dataDir = mkdtempSync(join(tmpdir(), 'duban-upgrade-'))
const name = `duban-${process.pid}`
const taskQueue = `upgrade-${process.pid}`
const UNIT = { role: 'unit', unit: '市甲局' } as const
const OFFICE = { role: 'office', unit: '督查室' } as const
const START = mustDate('2015-07-01')

let duban: Office
let client: Client
let next: WorkflowBundle
const running: { buildId: string; worker: DubanWorker; ended: Promise<void> }[] = []
const runningOf = (buildId: string) => running.filter((one) => one.buildId === buildId)

/** A worker of one release; it keeps no workflow in memory, so that every task replays the whole history. */
async function startRelease(buildId: string, bundle: WorkflowBundle): Promise<void> {
  const worker = await createDubanWorker({
    connection: { address: inject('address') },
    namespace: inject('namespace'),
    taskQueue,
    dataDir,
    bundle,
    maxCachedWorkflows: 0,
    deployment: { name, buildId, behaviour: 'PINNED' },
  })
  running.push({ buildId, worker, ended: worker.worker.run() })
}

beforeAll(async () => {
  const connection = await Connection.connect({ address: inject('address') })
  client = new Client({ connection, namespace: inject('namespace') })
  duban = await Office.open({ client, taskQueue, dataDir })
  next = await bundleWorkflowCode({ workflowsPath: NEXT, logger: new DefaultLogger('WARN') })
})
afterAll(async () => {
  for (const { worker } of running) if (worker.worker.getState() === 'RUNNING') worker.worker.shutdown()
  for (const { worker, ended } of running) await ended.then(() => worker.close())
  await duban.close()
  await client.connection.close()
  rmSync(dataDir, { recursive: true, force: true })
})

async function begin(id: string): Promise<void> {
  await importPlan(
    duban,
    id,
    smallPlan([
      ['市甲局', '公开甲信息。', '2015年7月'],
      ['市甲局', '公开乙信息。', '省出台乙规定后'],
    ]),
  )
  await startPlan(duban, id, {
    clock: { kind: 'stepped', at: steppedAt(START) },
    startOn: START,
    acceptedReview: [],
  })
}

async function finish(id: string): Promise<void> {
  await advancePlan(duban, id, mustDate('2015-08-10'))
  const evidence = { obligationId: null, urls: ['http://a.cn/x'], files: [], note: null }
  await actOn(duban, id, '1.1', 'submit', { actor: UNIT, doneOn: mustDate('2015-07-30'), ...evidence })
  await actOn(duban, id, '1.1', 'accept', { actor: OFFICE, obligationId: null, note: null })
}

/** The release that a workflow's last task ran on, and whether the next release's mark is in its history. */
async function ranOn(workflowId: string): Promise<{ buildId: string | undefined; marked: boolean }> {
  const { raw, memo } = await client.workflow.getHandle(workflowId).describe()
  const buildId = raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId ?? undefined
  return { buildId, marked: memo?.release === 'next' }
}

it('old histories finish on the old code while new ones start on the new, and records stay whole', async () => {
  const [old, fresh] = [planId('old'), planId('fresh')]
  await startRelease('r1', await sharedBundle())
  expect(await promote(client, name, 'r1')).toBe(true)
  await begin(old)

  await startRelease('r2', next)
  expect(await promote(client, name, 'r2')).toBe(true)
  await begin(fresh)
  await finish(old)
  await finish(fresh)

  for (const no of ['', '1.1', '2.1']) {
    const of = (id: string) => (no === '' ? id : workflowIdOf(id, no))
    expect(await ranOn(of(old))).toEqual({ buildId: 'r1', marked: false })
    expect(await ranOn(of(fresh))).toEqual({ buildId: 'r2', marked: true })
  }
  for (const id of [old, fresh])
    expect((await measureState(duban.db, id, '1.1'))?.obligations[0]).toMatchObject({
      state: 'completed',
      outcome: 'onTime',
      slips: [{ level: 'blue' }, { level: 'orange' }],
    })
  expect(await checkRecords(duban)).toEqual([])
  expect((await releasesOf(client, name))?.find((r) => r.buildId === 'r2')).toMatchObject({
    state: 'current',
  })
  expect((await releasesOf(client, name))?.find((r) => r.buildId === 'r1')).toMatchObject({
    state: 'draining',
  })

  // What pinning spares: the new code cannot go on with an old history.
  const history = await client.workflow.getHandle(workflowIdOf(old, '1.1')).fetchHistory()
  await expect(Worker.runReplayHistory({ workflowBundle: next }, history)).rejects.toThrow(
    /[Nn]ondeterminism|TMPRL1100/,
  )
})

it('what is pinned to an old release is moved to one that replays it, and goes on there without the old workers', async () => {
  const id = planId('moved')
  await startRelease('r3', await sharedBundle())
  expect(await promote(client, name, 'r3')).toBe(true)
  await begin(id)
  await startRelease('r4', await sharedBundle())
  expect(await promote(client, name, 'r4')).toBe(true)
  const ids = [id, workflowIdOf(id, '1.1'), workflowIdOf(id, '2.1')].sort()
  const mine = ({ moved }: { moved: readonly string[] }) => moved.filter((one) => one.startsWith(id))
  const to = { deploymentName: name, buildId: 'r4', taskQueue }
  // Just begun, they come onto the server's list a little later.
  await expect.poll(async () => mine(await moveRunning(client, to, true)), { timeout: 30_000 }).toEqual(ids)
  expect((await ranOn(id)).buildId).toBe('r3')
  const stillRunning = { query: `TaskQueue = '${taskQueue}' AND ExecutionStatus = 'Running'` }
  for await (const one of client.workflow.list(stillRunning))
    if (!one.workflowId.startsWith(id)) await client.workflow.getHandle(one.workflowId).terminate()
  expect(mine(await moveRunning(client, to))).toEqual(ids)
  const [old] = runningOf('r3')
  old?.worker.worker.shutdown()
  await old?.ended
  await finish(id)
  for (const one of ids) if (!one.endsWith('2.1')) expect((await ranOn(one)).buildId).toBe('r4')
  expect((await measureState(duban.db, id, '1.1'))?.obligations[0]).toMatchObject({ state: 'completed' })
  expect(mine(await moveRunning(client, to))).toEqual([])
  expect((await checkRecords(duban)).filter(({ where }) => where.startsWith(id))).toEqual([])
})

it('a release that no worker runs is not promoted', async () => {
  expect(await promote(client, name, 'nobody', 500)).toBe(false)
})
