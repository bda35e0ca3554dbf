import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { historyFromJSON } from '@temporalio/common/lib/proto-utils'
import { Worker } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { inPool } from '../../activities/pool.ts'
import { OFFICE } from '../../client/office.ts'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate as d } from '../../domain/calendar/date.ts'
import { workflowIdOf } from '../../records/read.ts'
import { bundleWorkflows } from '../../worker/bundle.ts'
import { configuredTracing, type Tracing } from '../../worker/tracing.ts'
import { ENCODINGS, json } from '../messages/encodings.ts'
import { stuckAmong } from '../messages/storm.ts'
import { type Office, openOffice, planId, sharedBundle, smallPlan } from './support/office.ts'

const GOLDEN = fileURLToPath(new URL('../histories/0.2.0/', import.meta.url))
const WORDING = '公开棚户区改造项目信息'
let collector: Server
let received = ''
let tracing: Tracing
let bundle: Awaited<ReturnType<typeof bundleWorkflows>>
let office: Office
const id = planId('traced')

beforeAll(async () => {
  // An OTLP collector: takes what is posted and keeps it.
  collector = createServer((request, response) => {
    request.on('data', (chunk) => {
      received += String(chunk)
    })
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
  })
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))
  vi.stubEnv(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    `http://127.0.0.1:${(collector.address() as { port: number }).port}`,
  )
  tracing = (await configuredTracing(process.env)) as Tracing
  bundle = await bundleWorkflows(false, [tracing.plugin])
  office = await openOffice({ tracing: tracing.plugin, bundle })
  const startOn = d('2015-07-01')
  await importPlan(office.duban, id, smallPlan([['市甲局', WORDING, '2015年7月']]))
  await startPlan(office.duban, id, {
    clock: { kind: 'stepped', at: steppedAt(startOn) },
    startOn,
    acceptedReview: [],
  })
  await advancePlan(office.duban, id, d('2015-08-03'))
  const at = { obligationId: null, note: null }
  const unit = { role: 'unit', unit: '市甲局' } as const
  await actOn(office.duban, id, '1.1', 'submit', {
    ...at,
    actor: unit,
    doneOn: startOn,
    urls: ['http://a.cn/x'],
    files: [],
  })
  await actOn(office.duban, id, '1.1', 'accept', { ...at, actor: OFFICE })
  await office.client.workflow.getHandle(workflowIdOf(id, '1.1')).result()
})
afterAll(async () => {
  await office.stop()
  await tracing.shutdown()
  vi.unstubAllEnvs()
  collector.close()
})

type Histories = { workflowId: string; history: never }[]
const failures = async (histories: Histories, options: object): Promise<string[]> => {
  const failed: string[] = []
  for await (const { error, workflowId } of Worker.runReplayHistories(options as never, histories))
    if (error) failed.push(`${workflowId}: ${error.message}`)
  return failed
}
const golden = (): Histories =>
  readdirSync(GOLDEN)
    // What had stopped it needs the payload converter that reads what no SDK decodes (history.test.ts).
    .filter((file) => !file.startsWith('stuck-'))
    .map((file) => ({
      workflowId: file.replace('.json.gz', ''),
      history: historyFromJSON(JSON.parse(gunzipSync(readFileSync(GOLDEN + file)).toString())) as never,
    }))

describe('traces', () => {
  it('are off, and nothing of them is loaded, without an endpoint', async () => {
    expect(await configuredTracing({})).toBeNull()
  })

  it('reach the collector: workflow runs, starts, activities, by name and id and without texts', async () => {
    const names = () => [...received.matchAll(/"name":"([^"]+)"/g)].map(([, name]) => name)
    // The span of a run is sent when the run ends; those of its parts as they come.
    await expect
      .poll(names, { timeout: 20_000, interval: 300 })
      .toEqual(
        expect.arrayContaining([
          'StartWorkflow:measure',
          'RunActivity:启动措施',
          'RunActivity:发督办单',
          'RunWorkflow:measure',
        ]),
      )
    expect(received).toContain('"duban-worker"')
    expect(received).toContain(workflowIdOf(id, '1.1'))
    expect(received).not.toContain(WORDING)
  })

  it('junk in the place of a trace stops neither a plan nor a measure, whatever it comes with', async () => {
    const other = planId('junk-trace')
    const startOn = d('2015-07-01')
    await importPlan(office.duban, other, smallPlan([['市甲局', WORDING, '2015年7月']]))
    const clock = { kind: 'stepped', at: steppedAt(startOn) } as const
    await startPlan(office.duban, other, { clock, startOn, acceptedReview: [] })
    const { workflowService: service, options } = office.client
    const namespace = options.namespace
    const value = json({ condition: '收到申请', effectiveOn: '2015-07-01' })
    const shots = [other, workflowIdOf(other, '1.1')].flatMap((workflowId) =>
      Object.values(ENCODINGS).flatMap((make) => make().map((payload) => ({ workflowId, payload }))),
    )
    await inPool(shots, 8, async ({ workflowId, payload }) => {
      const header = { fields: { '_tracer-data': payload, other: payload } }
      const workflowExecution = { workflowId }
      const signal = { signalName: '触发事件', input: { payloads: [value] }, header, requestId: randomUUID() }
      await service.signalWorkflowExecution({ namespace, workflowExecution, ...signal })
      const query = { queryType: '现状', header }
      await service.queryWorkflow({ namespace, execution: workflowExecution, query })
      const input = { name: '推进时钟', args: { payloads: [] }, header }
      await service
        .updateWorkflowExecution({
          ...{ namespace, workflowExecution, waitPolicy: { lifecycleStage: 3 } },
          request: { meta: { updateId: randomUUID() }, input },
        })
        .catch((error: { code?: number }) => {
          if (error.code !== 3) throw error
        })
    })
    await advancePlan(office.duban, other, d('2015-08-03'))
    expect(await stuckAmong(office.client, [other, workflowIdOf(other, '1.1')])).toEqual([])
  })

  it('add no command: histories of either kind replay on a worker of the other', async () => {
    const traced = await Promise.all(
      [id, workflowIdOf(id, '1.1')].map(async (workflowId) => ({
        workflowId,
        history: (await office.client.workflow.getHandle(workflowId).fetchHistory()) as never,
      })),
    )
    expect(await failures(traced, { workflowBundle: await sharedBundle() })).toEqual([])
    expect(golden().length).toBeGreaterThan(5)
    expect(await failures(golden(), { workflowBundle: bundle, plugins: [tracing.plugin] })).toEqual([])
  })
})
