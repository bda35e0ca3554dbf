import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { checkRecords } from '../../client/cli/verbs/records.ts'
import { OFFICE, Office } from '../../client/office.ts'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { MEASURE_NAMES } from '../../domain/messages/measure-names.ts'
import { conditionId } from '../../domain/plan/conditions.ts'
import { factsOf, measureState, workflowIdOf } from '../../records/read.ts'
import { createDubanWorker, type DubanWorker } from '../../worker/create.ts'
import { type BadLine, GOOD_LINE, openProxy } from '../chaos/proxy.ts'
import { keepGolden } from './support/golden.ts'
import { planId, sharedBundle, smallPlan } from './support/office.ts'

const DAY = mustDate('2015-07-01')
const TODAY = mustDate('2015-07-10')
const taskQueue = `duban-lost-${process.pid}`
const dataDir = mkdtempSync(join(tmpdir(), 'duban-lost-'))
let line: BadLine
let worker: DubanWorker
let running: Promise<void>
let connection: Connection
let duban: Office

/** The worker reaches the server over a line that can swallow what it answers; the client has one of its own. */
beforeAll(async () => {
  const address = inject('address')
  const namespace = inject('namespace')
  line = await openProxy(address)
  const bundle = await sharedBundle()
  worker = await createDubanWorker({
    connection: { address: line.address },
    namespace,
    taskQueue,
    dataDir,
    bundle,
  })
  running = worker.worker.run()
  connection = await Connection.connect({ address })
  duban = await Office.open({ client: new Client({ connection, namespace }), taskQueue, dataDir })
})
afterAll(async () => {
  worker.worker.shutdown()
  await running
  await worker.close()
  await duban.close()
  await connection.close()
  await line.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const soon = async (what: () => Promise<boolean>, ms: number): Promise<boolean> => {
  for (const until = Date.now() + ms; Date.now() < until; await new Promise((r) => setTimeout(r, 50)))
    if (await what()) return true
  return false
}

it('an act whose workflow task is lost half-way, and that nobody asks for again, leaves ledger and workflow as one', async () => {
  const id = planId('lost')
  await importPlan(duban, id, smallPlan([['市甲局', '公开甲信息。', '待省出台甲办法后']]))
  const clock = { kind: 'stepped', at: steppedAt(DAY) } as const
  await startPlan(duban, id, { clock, startOn: DAY, acceptedReview: [] })
  await advancePlan(duban, id, TODAY)
  const measure = workflowIdOf(id, '1.1')
  const facts = () => factsOf(duban.db, measure)
  // The worker's polls lie at the server: it gets the task, but its answer never arrives.
  line.line({ ...GOOD_LINE, swallows: 'up' })
  const actor = { role: 'unit', unit: '市甲局' } as const
  await duban.client
    .withDeadline(Date.now() + 3000, () =>
      actOn(duban, id, '1.1', 'acknowledge', { actor, note: null, actId: 'seen' }),
    )
    .catch(() => undefined)
  // Meanwhile something else reaches the measure; in the task's next attempt it stands before the act.
  const event = {
    eventId: 'ev-a',
    conditionId: conditionId('省出台甲办法'),
    effectiveOn: TODAY,
    title: null,
    document: null,
    obligations: [],
  }
  await duban.client.workflow.getHandle(measure).signal('触发事件', {
    delivery: { type: 'event', event },
    actor: OFFICE,
    at: steppedAt(TODAY),
  })
  // Until the server has given the task up (10 s): what the worker answers later counts no more.
  await new Promise((resolve) => setTimeout(resolve, 9000))
  line.line(GOOD_LINE)
  line.cut()
  const received = async () => (await facts()).some((fact) => fact.kind === 'eventReceived')
  expect(await soon(received, 60_000)).toBe(true)
  console.log(
    await facts(),
    await checkRecords(duban),
    await duban.client.workflow.getHandle(measure).query('现状'),
  )
  expect(await soon(async () => (await checkRecords(duban)).length === 0, 30_000)).toBe(true)
  const seen = (await facts()).filter((fact) => fact.actId === 'seen')
  expect(seen.length).toBeLessThanOrEqual(1)
  expect((await measureState(duban.db, id, '1.1'))?.acknowledged?.length ?? 0).toBe(seen.length)
})

it('a reminder whose task is lost half-way, and a stray signal that comes before it is done again, stand one after the other', async () => {
  const id = planId('lost-wake')
  await importPlan(duban, id, smallPlan([['市甲局', '公开甲信息。', '2015年7月20日前']]))
  const clock = { kind: 'rate', base: steppedAt(DAY), since: Date.now(), perSecond: 86_400 } as const
  await startPlan(duban, id, { clock, startOn: DAY, acceptedReview: [] })
  const measure = workflowIdOf(id, '1.1')
  const has = (kind: string) => async () => (await factsOf(duban.db, measure)).some((f) => f.kind === kind)
  // The reminder is written by a local activity; that its task is done never reaches the server.
  line.line({ ...GOOD_LINE, swallows: 'up' })
  expect(await soon(has('reminded'), 30_000)).toBe(true)
  await duban.client.workflow.getHandle(measure).signal('触发事件', { nonsense: '不合格的信号' })
  await new Promise((resolve) => setTimeout(resolve, 9000))
  line.line(GOOD_LINE)
  line.cut()
  expect(await soon(has('unmatched'), 60_000)).toBe(true)
  const facts = await factsOf(duban.db, measure)
  expect(facts.findIndex((f) => f.kind === 'reminded')).toBeLessThan(
    facts.findIndex((f) => f.kind === 'unmatched'),
  )
  const agrees = async () => (await checkRecords(duban)).every(({ where }) => where !== measure)
  expect(await soon(agrees, 30_000)).toBe(true)
})

/** A change to a plan whose document is in no store: it comes to nothing. */
const lostDocument = (id: string) => ({
  question: {
    ...{ planId: id, no: '1.1', document: '0'.repeat(64), startOn: DAY, today: DAY },
    cause: { kind: 'calendar', version: '2015' },
  },
  ...{ actor: OFFICE, actId: `nothing-${id}`, at: steppedAt(DAY) },
})
const moving = async (name: string) => {
  const id = planId(name)
  await importPlan(duban, id, smallPlan([['市甲局', '公开甲信息。', '2015年7月20日前']]))
  const clock = { kind: 'rate', base: steppedAt(DAY), since: Date.now(), perSecond: 86_400 } as const
  await startPlan(duban, id, { clock, startOn: DAY, acceptedReview: [] })
  const measure = workflowIdOf(id, '1.1')
  const has = (kind: string) => async () => (await factsOf(duban.db, measure)).some((f) => f.kind === kind)
  return { id, measure, has, handle: duban.client.workflow.getHandle(measure) }
}

it('a message that comes to nothing silences none of the dates that a measure has', async () => {
  const { id, measure, has, handle } = await moving('failed-wake')
  await expect(
    handle.executeUpdate(MEASURE_NAMES.replan, { args: [lostDocument(id)] }),
  ).rejects.toMatchObject({
    cause: { type: 'DOCUMENT_MISSING' },
  })
  expect(await soon(has('stepFailed'), 60_000)).toBe(true)
  // Nothing else is said to it: what comes now comes by its own clock.
  expect(await soon(has('overdue'), 90_000)).toBe(true)
  await keepGolden(duban.client, 'failed-1.1', measure)
})
