import { temporal } from '@temporalio/proto'
import { expect, it } from 'vitest'
import { checkRecords } from '../../client/use/check-records.ts'
import { resume, toResume } from '../../client/use/resume.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { look } from '../harms.ts'
import { planId, smallPlan } from './support/office.ts'
import { officeOfTests, startPlanOf } from './support/started.ts'

const office = officeOfTests()

it('a workflow that runs and belongs to nothing: check says what mends it, and that does; what belongs to a plan stays', async () => {
  const { duban, client, taskQueue } = office
  const rows = [['市甲局', '公开甲信息。', '2015年7月']] as const
  const id = await startPlanOf(duban, 'known', smallPlan(rows), { until: mustDate('2015-07-10') })
  const [by, stuck] = [planId('by-hand'), planId('by-hand-stuck')]
  await client.workflow.start('plan', {
    ...{ workflowId: by, taskQueue },
    args: [{ planId: by, state: null, shown: null, historyFirst: true }],
  })
  await client.workflow.start('measure', { workflowId: stuck, taskQueue, args: [null] })
  await expect
    .poll(async () => (await look(office, stuck)) as unknown, { timeout: 60_000 })
    .toMatchObject({ kind: 'running', attempts: expect.toSatisfy((n: number) => n >= 3) })
  const found = (await checkRecords(duban)).map(({ where, remedy }) => [where, remedy]).sort()
  expect(found).toEqual([by, stuck].map((where) => [where, `npx duban records resume ${where}`]).sort())
  expect((await toResume(duban)).toSorted()).toEqual([by, stuck].sort())

  const mend = { force: false, withoutMessages: false }
  expect(await resume(duban, by, { ...mend, dryRun: true })).toMatchObject({ ended: true })
  for (const where of [by, stuck]) {
    expect((await look(office, where)).kind).toBe('running')
    expect(await resume(duban, where, { ...mend, dryRun: false })).toMatchObject({ ended: true, from: null })
    expect((await look(office, where)).kind).toBe('ended')
  }
  expect(await checkRecords(duban)).toEqual([])
  await expect(resume(duban, by, { ...mend, dryRun: false })).rejects.toMatchObject({
    refusal: { code: 'WORKFLOW_NOT_FOUND' },
  })
  expect((await look(office, id)).kind).toBe('running')
})

// Its worker is away: that it does not answer is no proof that it has written nothing.
it('one that gives no answer and has begun anything is not ended', { timeout: 90_000 }, async () => {
  const { duban, client } = office
  const taskQueue = `away-${process.pid}`
  const where = planId('away')
  await client.workflow.start('plan', { workflowId: where, taskQueue, args: [null] })
  const at = { namespace: client.options.namespace, identity: 'a worker that goes away' }
  const { taskToken } = await client.withDeadline(Date.now() + 60_000, () =>
    client.workflowService.pollWorkflowTaskQueue({ ...at, taskQueue: { name: taskQueue } }),
  )
  const writes = {
    commandType: temporal.api.enums.v1.CommandType.COMMAND_TYPE_SCHEDULE_ACTIVITY_TASK,
    scheduleActivityTaskCommandAttributes: {
      ...{ activityId: '1', activityType: { name: '记入方案台账' }, taskQueue: { name: taskQueue } },
      scheduleToCloseTimeout: { seconds: 600 as never },
    },
  }
  await client.workflowService.respondWorkflowTaskCompleted({ ...at, taskToken, commands: [writes] })
  const there = Object.assign(Object.create(duban) as typeof duban, { taskQueue })
  const mend = { dryRun: false, force: false, withoutMessages: false }
  await expect(resume(there, where, mend)).rejects.toMatchObject({ refusal: { code: 'LEDGER_BEHIND' } })
  expect((await look(office, where)).kind).toBe('running')
  await client.workflow.getHandle(where).terminate()
})
