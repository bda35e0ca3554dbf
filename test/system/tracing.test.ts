import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { historyFromJSON } from '@temporalio/common/lib/proto-utils'
import { Worker } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { OFFICE } from '../../client/office.ts'
import { mustDate as d } from '../../domain/calendar/date.ts'
import { steppedAt } from '../../domain/clock.ts'
import { workflowIdOf } from '../../records/read.ts'
import { bundleWorkflows } from '../../worker/bundle.ts'
import { configuredTracing, type Tracing } from '../../worker/tracing.ts'
import { type Office, openOffice, planId, sharedBundle, smallPlan } from './support/office.ts'

const GOLDEN = fileURLToPath(new URL('../histories/0.1.0/', import.meta.url))
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
  await office.duban.importPlan(id, smallPlan([['市甲局', WORDING, '2015年7月']]))
  await office.duban.startPlan(id, {
    clock: { kind: 'stepped', at: steppedAt(startOn) },
    startOn,
    acceptedReview: [],
  })
  await office.duban.advance(id, d('2015-08-03'))
  const at = { obligationId: null, note: null }
  const unit = { role: 'unit', unit: '市甲局' } as const
  await office.duban.act(id, '1.1', 'submit', {
    ...at,
    actor: unit,
    doneOn: startOn,
    urls: ['http://a.cn/x'],
    files: [],
  })
  await office.duban.act(id, '1.1', 'accept', { ...at, actor: OFFICE })
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
  readdirSync(GOLDEN).map((file) => ({
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
