import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { showPlan } from '../../client/cli/verbs/plan-shown.ts'
import { Office } from '../../client/office.ts'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate as d } from '../../domain/calendar/date.ts'
import { SERVER_FILE } from '../../temporal/config.ts'
import { type EmbeddedServer, startEmbedded } from '../../temporal/embedded.ts'
import { programOf } from '../../temporal/program.ts'
import { planId, smallPlan } from './support/office.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'duban-observe-'))
const id = planId('observe')
const NOTE = '不应出现在日志里的说明'
let server: EmbeddedServer
let worker: ChildProcess
let connection: Connection
let duban: Office
let base = ''
let log = ''

const start = (lastPorts: EmbeddedServer['ports'] | null) =>
  startEmbedded({
    dataDir,
    lastPorts: lastPorts ?? ({ frontend: 1, ui: 1 } as never),
    say: () => undefined,
    onPids: () => undefined,
    withUi: false,
  })
const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

/** A worker's process of its own, when it has said that it polls. */
async function workerWith(env: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const made = spawn(process.execPath, programOf('worker'), {
    env: {
      ...process.env,
      TEMPORAL_ADDRESS: server.address,
      TEMPORAL_NAMESPACE: server.namespace,
      DUBAN_LOG: 'debug',
      DUBAN_NOTIFY_URL: '',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  made.stderr?.on('data', (chunk) => {
    log += String(chunk)
  })
  await new Promise<void>((resolve, reject) => {
    made.once('message', () => resolve())
    made.once('exit', () => reject(new Error(log)))
  })
  return made
}

beforeAll(async () => {
  server = await start(null)
  base = `http://127.0.0.1:${await freePort()}`
  worker = await workerWith({ DUBAN_DATA: dataDir, DUBAN_METRICS: new URL(base).port })
  connection = await Connection.connect({ address: server.address })
  const client = new Client({ connection, namespace: server.namespace })
  duban = await Office.open({ client, taskQueue: 'duban', dataDir })
  const rows = [
    ['市甲局', '公开甲信息。', '2015年7月'],
    ['市乙局', '公开乙信息。', '2015年9月'],
    ['市丙局', '制定丙办法。', '待省出台丙规定后'],
  ] as const
  await importPlan(duban, id, smallPlan(rows))
  const startOn = d('2015-07-01')
  await startPlan(duban, id, {
    clock: { kind: 'stepped', at: steppedAt(startOn) },
    startOn,
    acceptedReview: [],
  })
  await advancePlan(duban, id, d('2015-08-03'))
  const actor = { role: 'unit', unit: '市乙局' } as const
  await actOn(duban, id, '2.1', 'submit', {
    actor,
    obligationId: null,
    doneOn: startOn,
    urls: ['http://a.cn/x'],
    files: [],
    note: NOTE,
  })
})
afterAll(async () => {
  await duban.close()
  await connection.close()
  worker.kill('SIGKILL')
  await server.server.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const scrape = async (): Promise<string> => {
  const answer = await fetch(`${base}/metrics`)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    expect.stringContaining('text/plain'),
  ])
  return answer.text()
}
const value = (text: string, series: string): number | undefined => {
  const line = text.split('\n').find((l) => l.startsWith(`${series} `))
  return line === undefined ? undefined : Number(line.slice(series.length + 1))
}
const health = async (of = base) => {
  const answer = await fetch(`${of}/health`)
  const { ok, checks } = (await answer.json()) as {
    ok: boolean
    checks: { name: string; ok: boolean; says: string }[]
  }
  return {
    status: answer.status,
    ok,
    ...Object.fromEntries(checks.map((c) => [c.name, c.ok])),
    says: checks.map((c) => c.says).join(),
  }
}

describe('metrics of a real worker', () => {
  it('hold what `plan show` counts, and the SDK’s own', async () => {
    const text = await scrape()
    const of = (name: string, more = '') => value(text, `${name}{plan="${id}"${more}}`)
    const { counts } = await showPlan(duban, id)
    expect(counts).toMatchObject({ measures: 3, open: 2, overdue: 1, waiting: 1 })
    expect(of('duban_obligations_overdue')).toBe(counts.overdue)
    expect(of('duban_obligations', ',state="open"')).toBe(1)
    expect(of('duban_obligations', ',state="submitted"')).toBe(1)
    expect(of('duban_obligations', ',state="completed"')).toBe(0)
    expect(of('duban_measures', ',state="waiting"')).toBe(1)
    expect(of('duban_slips', ',level="blue"')).toBe(1)
    expect(of('duban_notices_unsent')).toBeGreaterThan(2)
    expect(of('duban_notice_oldest_unsent_seconds')).toBeGreaterThan(0)
    expect(of('duban_notice_oldest_unsent_seconds')).toBeLessThan(300)
    expect(of('duban_deliveries_unsettled')).toBe(0)
    expect(text).toMatch(/^temporal_workflow_task_execution_latency_count\{.*namespace="default"/m)
    expect(text).toMatch(/^temporal_num_pollers\{/m)
  })

  it('logs carry the workflow’s id for workflows and activities, and not what people wrote', async () => {
    const of = (workflowId: string) =>
      log
        .split('\n')
        .flatMap((line) =>
          line.startsWith('{') && line.endsWith('}') ? [JSON.parse(line) as Record<string, string>] : [],
        )
        .filter((line) => line.workflowId === workflowId)
    // Logs come through a pipe and a buffer of the SDK's: a moment after what they tell.
    const soon = { timeout: 15_000, interval: 200 }
    await expect.poll(() => of(`${id}-1.1`).map((line) => line.msg), soon).toContain('Workflow started')
    await expect.poll(() => of(`${id}-1.1`).map((line) => line.activityType), soon).toContain('发督办单')
    expect(log).not.toContain(NOTE)
  })
})

describe('health of a real worker', () => {
  it('is green, turns red when the server is gone, and green again when it is back; the worker lives on', async () => {
    expect(await health()).toMatchObject({ status: 200, ok: true, server: true, store: true, poller: true })
    await server.server.stop()
    await expect
      .poll(() => health(), { timeout: 20_000, interval: 500 })
      .toMatchObject({ status: 503, ok: false, server: false, store: true, poller: false })
    const red = await health()
    expect(red.says).toContain('Temporal 服务没有应答')
    expect(red.says).not.toContain(server.address)
    expect((await fetch(`${base}/live`)).status).toBe(200)
    expect((await fetch(`${base}/metrics`)).status).toBe(200)
    server = await start(server.ports)
    await expect
      .poll(() => health(), { timeout: 60_000, interval: 500 })
      .toMatchObject({ status: 200, ok: true })
    await advancePlan(duban, id, d('2015-08-10'))
    await expect
      .poll(async () => value(await scrape(), `duban_slips{plan="${id}",level="orange"}`), {
        timeout: 10_000,
      })
      .toBe(1)
  })

  it('names a workflow whose task keeps failing, and goes on', async () => {
    const stuck = 'stuck-9.9'
    await duban.client.workflow.start('measure', { workflowId: stuck, taskQueue: 'duban', args: [null] })
    await expect
      .poll(() => health(), { timeout: 90_000, interval: 1_000 })
      .toMatchObject({ workflows: false, says: expect.stringContaining(stuck) })
    expect(await health()).toMatchObject({ server: true, store: true, poller: true })
    await duban.client.workflow.getHandle(stuck).terminate()
    await expect.poll(() => health(), { timeout: 30_000, interval: 1_000 }).toMatchObject({ workflows: true })
  })

  it('turns red when a database of this machine is damaged; which it is stands in the log alone', async () => {
    const other = mkdtempSync(join(tmpdir(), 'duban-damaged-'))
    const file = join(other, 'temporal', SERVER_FILE)
    mkdirSync(dirname(file))
    writeFileSync(file, 'SQLite format 3\0and then something else'.repeat(300))
    const at = `http://127.0.0.1:${await freePort()}`
    const env = { DUBAN_DATA: other, DUBAN_METRICS: new URL(at).port, DUBAN_TASK_QUEUE: 'other' }
    const second = await workerWith(env)
    try {
      await expect
        .poll(() => health(at), { timeout: 60_000, interval: 500 })
        .toMatchObject({ status: 503, ok: false, store: false, server: true })
      expect((await health(at)).says).not.toContain(other)
      await expect.poll(() => log, { timeout: 15_000 }).toContain(file)
    } finally {
      second.kill('SIGKILL')
      rmSync(other, { recursive: true, force: true })
    }
  })

  it('ends in order: a worker told to stop stops listening', async () => {
    worker.kill('SIGTERM')
    const code = await new Promise((resolve) => worker.once('exit', resolve))
    expect(code).toBe(0)
    await expect(fetch(`${base}/live`)).rejects.toThrow()
  })
})
