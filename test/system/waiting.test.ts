import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { againOptions } from '../../activities/restart.ts'
import { Office } from '../../client/office.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { checkRecords } from '../../client/use/check-records.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { resume } from '../../client/use/resume.ts'
import { answered, WAITING } from '../../client/waiting.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { PLAN_NAMES } from '../../domain/messages/plan.ts'
import { recordsFile } from '../../records/places.ts'
import { factsOf, ledger, measureState, planState, workflowIdOf } from '../../records/read.ts'
import { lookAtRun } from '../../temporal/stuck.ts'
import { runDuban } from './support/cli.ts'
import { planId, smallPlan } from './support/office.ts'
import { officeOfTests, startPlanOf } from './support/started.ts'

const office = officeOfTests()
const usual = { ...WAITING }
beforeEach(() => Object.assign(WAITING, { ...usual, lookMs: 200 }))
afterEach(() => Object.assign(WAITING, usual))

const ROWS = [
  ['市甲局', '公开甲信息。', '2015年7月'],
  ['市甲局', '制定丙办法。', '省出台丙规定后20日内'],
] as const
const begin = (name: string) =>
  startPlanOf(office.duban, name, smallPlan(ROWS), { until: mustDate('2015-07-20') })
const look = (workflowId: string) =>
  lookAtRun(office.client.connection as never, office.client.options.namespace, workflowId)
const LIMIT_MS = 120_000
/** @throws what did not come about */
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + LIMIT_MS; !(await holds()); await new Promise((r) => setTimeout(r, 100)))
    if (Date.now() > end) throw new Error(`not within ${LIMIT_MS / 1000} s: ${what}`)
}

/** Its run is ended, and another begun with what it cannot begin with: its task fails for ever. */
async function stick(workflowId: string): Promise<void> {
  const handle = office.client.workflow.getHandle(workflowId)
  const { type } = await handle.describe()
  await handle.terminate()
  await office.client.workflow.start(type, { workflowId, taskQueue: office.taskQueue, args: [null] })
  await until(`the task of ${workflowId} fails for the third time`, async () => {
    const seen = await look(workflowId)
    return seen.kind === 'running' && seen.attempts >= 3
  })
}
const mend = { dryRun: false, force: false, withoutMessages: false }
const differing = async (id: string) =>
  (await checkRecords(office.duban)).filter(({ where }) => where.startsWith(id))

describe('records resume on the command line', () => {
  it('--all gets everything going again that check names; tried first, it changes nothing', async () => {
    const id = await begin('all')
    const ids = [id, workflowIdOf(id, '1.1'), workflowIdOf(id, '2.1')]
    await stick(id)
    await stick(workflowIdOf(id, '1.1'))
    await office.client.workflow.getHandle(workflowIdOf(id, '2.1')).terminate()
    const tried = await runDuban(office, ['records', 'resume', '--all', '--dry-run', '-o', 'json'])
    expect(tried.exit).toBe(0)
    expect(tried.json.resumed.map((one: { where: string }) => one.where)).toEqual(ids)
    expect((await differing(id)).length).toBe(3)
    const done = await runDuban(office, ['records', 'resume', '--all'])
    expect([done.exit, done.err]).toEqual([0, ''])
    for (const where of ids) expect(done.out).toContain(where)
    expect(await differing(id)).toEqual([])
    expect((await runDuban(office, ['records', 'resume', '--all'])).out).toContain('没有停住的工作流')
    await advancePlan(office.duban, id, mustDate('2015-08-20'))
    expect(await differing(id)).toEqual([])
  })

  it('--without-messages names what it does not send again, and does not send it', async () => {
    const id = await begin('without')
    await stick(id)
    const said = { condition: '省出台丙规定', effectiveOn: '2015-07-18' }
    await office.client.workflow.getHandle(id).signal('触发事件', said)
    const args = ['records', 'resume', id, '--without-messages']
    const left = async () =>
      (await runDuban(office, [...args, '--dry-run', '-o', 'json'])).json.resumed[0].leftOut as string[]
    await until(
      `resume finds the signal that ${id} has not dealt with`,
      async () => (await left()).length > 0,
    )
    expect(await left()).toEqual([`触发事件：${JSON.stringify(said)}`])
    const done = await runDuban(office, args)
    expect(done.out).toContain(`没有重发 触发事件：${JSON.stringify(said)}`)
    await advancePlan(office.duban, id, mustDate('2015-08-20'))
    expect((await planState(office.duban.db, id))?.events).toEqual([])
    expect(await differing(id)).toEqual([])
  })
})

describe('whoever waits is told why nothing comes', () => {
  it('no worker takes tasks: WORKER_MISSING, with the command that brings one', async () => {
    WAITING.nobodyMs = 500
    const { client, dataDir } = office
    const nobody = await Office.open({ client, dataDir, taskQueue: `nobody-${process.pid}` })
    const id = planId('nobody')
    await expect(importPlan(nobody, id, smallPlan(ROWS))).rejects.toMatchObject({
      refusal: { code: 'WORKER_MISSING', remedy: expect.stringContaining('duban up') },
    })
    await client.workflow.getHandle(id).terminate()
    await nobody.close()
  })

  it('a worker is there and nothing comes: ANSWER_LATE after the longest wait, with where to look', async () => {
    const id = await begin('late')
    WAITING.mostMs = 1_000
    await expect(answered(office.duban, id, new Promise(() => undefined))).rejects.toMatchObject({
      refusal: { code: 'ANSWER_LATE', remedy: expect.stringContaining(`plan show ${id}`) },
    })
    expect(await answered(office.duban, id, Promise.resolve('done'))).toBe('done')
  })
})

const STEP = '推进各措施'
/**
 * Moves a plan on while the store is locked: its measure has something to write and gives no answer, so that the step
 * stays under way for as long as `meanwhile` takes.
 */
async function inTheStep(id: string, advance: () => void, meanwhile: () => Promise<void>): Promise<void> {
  const lock = new Database(recordsFile(office.dataDir))
  lock.exec('BEGIN IMMEDIATE')
  try {
    advance()
    await until(`${STEP} of ${id} is under way`, async () => {
      const { raw } = await office.client.workflow.getHandle(id).describe()
      return (raw.pendingActivities ?? []).some(({ activityType }) => activityType?.name === STEP)
    })
    await meanwhile()
  } finally {
    lock.exec('ROLLBACK')
    lock.close()
  }
}

it('a plan that is cancelled in the midst of what it does is a difference, and does it when it goes on', async () => {
  const id = await begin('midst')
  const handle = office.client.workflow.getHandle(id)
  const to = { to: '2015-08-20T12:00', actor: { role: 'office', unit: '督查室' }, actId: 'adv', at: null }
  let advancing: Promise<string> | undefined
  const advance = () => {
    advancing = handle.executeUpdate(PLAN_NAMES.advance, { args: [to] }).then(
      () => 'done',
      () => 'failed',
    )
  }
  await inTheStep(id, advance, async () => {
    await handle.cancel()
    await until(`the run of ${id} ends`, async () => (await look(id)).kind === 'ended')
  })
  expect(await advancing).toBe('failed')
  expect((await differing(id)).map(({ where }) => where)).toContain(id)
  await resume(office.duban, id, mend)
  expect((await planState(office.duban.db, id))?.clock).toMatchObject({ at: '2015-07-20T12:00' })
  await advancePlan(office.duban, id, mustDate('2015-08-20'))
  expect(await differing(id)).toEqual([])
})

it('a step that a hand paused in the UI is seen by check and by whoever waits, and done when the plan goes on', async () => {
  const id = await begin('paused')
  const { namespace } = office.client.options
  let advancing: Promise<unknown> | undefined
  const advance = () => {
    advancing = advancePlan(office.duban, id, mustDate('2015-08-20')).then(
      () => 'done',
      (error: { refusal?: { code: string; message: string } }) => error.refusal,
    )
  }
  await inTheStep(id, advance, async () => {
    const paused = { namespace, execution: { workflowId: id }, type: STEP, identity: 'a hand in the UI' }
    await office.client.workflowService.pauseActivity(paused)
    expect(await differing(id)).toContainEqual({
      where: id,
      message: `步骤 ${STEP} 被暂停了`,
      remedy: `npx duban records resume ${id}`,
    })
    expect(await advancing).toMatchObject({ code: 'WORKFLOW_STUCK', message: expect.stringContaining(STEP) })
    await resume(office.duban, id, mend)
  })
  await advancePlan(office.duban, id, mustDate('2015-08-20'))
  expect(await differing(id)).toEqual([])
})

it('a measure that refuses what its plan asks does not hold the plan up: the ledger names it and says why', async () => {
  const id = await begin('refuses')
  const where = workflowIdOf(id, '1.1')
  const state = await measureState(office.duban.db, id, '1.1')
  if (state === null) throw new Error('no measure')
  // Begun again by a hand on a clock that goes by itself: it cannot be moved on.
  await office.client.workflow.getHandle(where).terminate()
  await office.client.workflow.start('measure', againOptions(office.taskQueue, state, { kind: 'wall' }))
  await advancePlan(office.duban, id, mustDate('2015-08-20'))
  expect((await planState(office.duban.db, id))?.clock).toMatchObject({ at: '2015-08-20T12:00' })
  const facts = (await factsOf(office.duban.db, id)) as readonly unknown[]
  expect(facts).toContainEqual(
    expect.objectContaining({
      ...{ kind: 'measuresRefused', nos: ['1.1'] },
      why: [expect.stringContaining('CLOCK_NOT_STEPPED')],
    }),
  )
  const says = (await ledger(office.duban.db, id, '')).map((row) => row.says)
  expect(says.join()).toContain('1 项措施没有办成：1.1，方案继续')
  await office.client.workflow.getHandle(where).terminate()
})
