import { join } from 'node:path'
import { Client } from '@temporalio/client'
import proto from '@temporalio/proto'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { inPool } from '../../activities/pool.ts'
import { OFFICE, Office } from '../../client/office.ts'
import { actOn } from '../../client/use/act.ts'
import { checkRecords } from '../../client/use/check-records.ts'
import { closePlan } from '../../client/use/close-plan.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { factsOf, workflowIdOf } from '../../records/read.ts'
import { askedAgain } from '../../temporal/asked-again.ts'
import { planId, smallPlan } from './support/office.ts'
import { officeOfTests, startPlanOf } from './support/started.ts'

const d = mustDate
const { WorkflowTaskFailedCause: Causes } = proto.temporal.api.enums.v1
const office = officeOfTests()

/** A client as the command line and the pages have it. */
const ours = async () => {
  const { client, taskQueue, dataDir } = office
  const { namespace } = client.options
  const again = new Client({
    connection: client.connection,
    namespace,
    interceptors: { workflow: [askedAgain] },
  })
  return Office.open({ client: again, taskQueue, dataDir })
}
const until = async (what: () => Promise<boolean>) => {
  for (const end = Date.now() + 90_000; !(await what()); await new Promise((r) => setTimeout(r, 100)))
    if (Date.now() > end) throw new Error('it never came to it')
}
const events = async (workflowId: string) =>
  (await office.client.workflow.getHandle(workflowId).fetchHistory()).events ?? []
const CAUSE = {
  FORCE_CLOSE: 'WORKFLOW_TASK_FAILED_CAUSE_FORCE_CLOSE_COMMAND',
  UNHANDLED: 'WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND',
}
/** Causes of the tasks that the server took back, by their names. */
const takenBack = async (workflowId: string) =>
  (await events(workflowId)).flatMap(({ workflowTaskFailedEventAttributes: failed }) =>
    failed ? [Causes[failed.cause ?? 0] ?? ''] : [],
  )
const agree = async (id: string) =>
  expect((await checkRecords(office.duban)).filter(({ where }) => where.startsWith(id))).toEqual([])

/** While the ledger is locked a task that writes to it stays open: what comes meanwhile comes beside it. */
async function whileItWrites(writes: () => Promise<boolean>, meanwhile: () => Promise<void>): Promise<void> {
  const lock = new Database(join(office.dataDir, 'records.sqlite'))
  lock.exec('BEGIN IMMEDIATE')
  try {
    await until(writes)
    await meanwhile()
  } finally {
    lock.exec('ROLLBACK')
    lock.close()
  }
}
const inTask = async (workflowId: string) =>
  (await office.client.workflow.getHandle(workflowId).describe()).raw.pendingWorkflowTask?.startedTime != null

/** More than the server keeps beside a task. */
const MANY = 120

it('more signals than the server keeps beside a task that writes a reminder: it takes the task back, and all is written once', async () => {
  const { duban, client } = office
  const [id, from] = [planId('many'), d('2015-07-01')]
  await importPlan(duban, id, smallPlan([['市甲局', '公开甲信息。', '2015年7月20日前']]))
  const clock = { kind: 'rate', base: steppedAt(from), since: Date.now(), perSecond: 86_400 } as const
  await startPlan(duban, id, { clock, startOn: from, acceptedReview: [] })
  const measure = workflowIdOf(id, '1.1')
  const facts = async (kind: string) => (await factsOf(duban.db, measure)).filter((f) => f.kind === kind)
  await until(async () => (await events(measure)).some((event) => event.timerStartedEventAttributes))
  const person = await ours()
  let acknowledged: Promise<{ already: boolean }> | undefined
  await whileItWrites(
    () => inTask(measure),
    async () => {
      const actor = { role: 'unit', unit: '市甲局' } as const
      acknowledged = actOn(person, id, '1.1', 'acknowledge', { actor, note: null })
      await inPool(
        Array.from({ length: MANY }, (_, n) => n),
        10,
        (n) => client.workflow.getHandle(measure).signal('触发事件', { nonsense: n }),
      )
      await until(async () => (await takenBack(measure)).includes(CAUSE.FORCE_CLOSE))
    },
  )
  expect(await acknowledged).toMatchObject({ already: false })
  await until(async () => (await facts('unmatched')).length >= MANY)
  expect(new Set((await facts('unmatched')).map((f) => (f as { text?: string }).text)).size).toBe(MANY)
  expect((await facts('unmatched')).length).toBe(MANY)
  expect((await facts('acknowledged')).length).toBe(1)
  await closePlan(duban, id, null)
  await agree(id)
  await person.close()
})

it('a signal that comes as a plan ends: the server takes the task back, the signal stands in the ledger, the plan is closed once', async () => {
  const { duban, client } = office
  const id = await startPlanOf(duban, 'ending', smallPlan([['市甲局', '公开甲信息。', '2015年7月']]))
  await actOn(duban, id, '1.1', 'terminate', { actor: OFFICE, obligationId: null, reason: '职能划转' })
  await until(
    async () =>
      (await client.workflow.getHandle(workflowIdOf(id, '1.1')).describe()).status.name === 'COMPLETED',
  )
  let closed: Promise<{ closed: number }> | undefined
  const closing = async () => {
    closed ??= closePlan(duban, id, '年度结束', OFFICE)
    const done = (await events(id)).some(
      (event) => event.activityTaskCompletedEventAttributes && isLast(event),
    )
    return done && (await inTask(id))
  }
  const before = (await events(id)).length
  const isLast = (event: { eventId?: unknown }) => Number(event.eventId) > before
  await whileItWrites(closing, () =>
    client.workflow
      .getHandle(id)
      .signal('触发事件', { condition: '省出台甲规定', effectiveOn: '2015-07-01' }),
  )
  expect(await closed).toEqual({ closed: 0 })
  await until(async () => (await client.workflow.getHandle(id).describe()).status.name === 'COMPLETED')
  expect(await takenBack(id)).toContain(CAUSE.UNHANDLED)
  const kinds = (await factsOf(duban.db, id)).map((f) => f.kind as string)
  expect(kinds.filter((kind) => kind === 'planClosed')).toHaveLength(1)
  expect((await duban.plan(id)).events).toMatchObject([{ condition: '省出台甲规定', conditionId: null }])
  await agree(id)
})

it('signals that come as a measure ends: those that the server took stand in the ledger, and it has ended once', async () => {
  const { duban, client } = office
  const id = await startPlanOf(duban, 'ending-one', smallPlan([['市甲局', '公开甲信息。', '2015年7月']]))
  const measure = workflowIdOf(id, '1.1')
  const before = (await events(measure)).length
  const handle = client.workflow.getHandle(measure)
  let ended: Promise<unknown> | undefined
  const ending = async () => {
    ended ??= actOn(duban, id, '1.1', 'terminate', { actor: OFFICE, obligationId: null, reason: '职能划转' })
    return (await events(measure)).some(
      (event) => event.activityTaskScheduledEventAttributes && Number(event.eventId) > before,
    )
  }
  // What it writes is held up; when it goes on, they come beside the task that ends the run.
  await whileItWrites(ending, async () => undefined)
  await inPool(
    Array.from({ length: MANY }, (_, n) => n),
    10,
    (n) => handle.signal('触发事件', { nonsense: n }).catch(() => undefined),
  )
  await ended
  await until(async () => (await handle.describe()).status.name === 'COMPLETED')
  const facts = await factsOf(duban.db, measure)
  const signals = (await events(measure)).filter((event) => event.workflowExecutionSignaledEventAttributes)
  expect(signals.length).toBeGreaterThan(0)
  expect(facts.filter(({ kind }) => kind === 'unmatched')).toHaveLength(signals.length)
  expect(facts.filter(({ kind }) => kind === 'terminated')).toHaveLength(1)
  await agree(id)
})
