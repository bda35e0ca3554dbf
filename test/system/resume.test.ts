import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { checkRecords } from '../../client/use/check-records.ts'
import { changeEvent, reportEvent } from '../../client/use/events.ts'
import { resume, toResume } from '../../client/use/resume.ts'
import { WAITING } from '../../client/waiting.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { MEASURE_NAMES } from '../../domain/messages/measure-names.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { factsOf, unsettledDeliveries, workflowIdOf } from '../../records/read.ts'
import { slips } from '../../records/slips.ts'
import { stuckWorkflows } from '../../temporal/stuck.ts'
import { HARMS, type Harm, isHarmed } from '../harms.ts'
import { ENCODINGS } from '../messages/encodings.ts'
import { sendSignal } from '../messages/storm.ts'
import { runDuban } from './support/cli.ts'
import { type Office, openOffice, smallPlan } from './support/office.ts'
import { startPlanOf } from './support/started.ts'

const mend = { dryRun: false, force: false, withoutMessages: false }
const UNIT = { role: 'unit', unit: '市甲局' } as const
const CONDITION = '省出台丙规定'

let office: Office
let id: string
beforeAll(async () => {
  office = await openOffice()
  WAITING.lookMs = 300
})
afterAll(() => office.stop())
beforeEach(async () => {
  id = await startPlanOf(
    office.duban,
    'resume',
    smallPlan([
      ['市甲局', '公开甲信息。', '2015年7月'],
      ['市甲局', '制定丙办法。', `${CONDITION}后20日内`],
    ]),
    { until: mustDate('2015-07-20') },
  )
})

const until = async (what: () => Promise<boolean>) => {
  while (!(await what())) await new Promise((resolve) => setTimeout(resolve, 100))
}
const levels = async () =>
  (await slips(office.duban.db, id)).map((slip) => `${slip.obligation} ${slip.level}`)
const differing = async () => (await checkRecords(office.duban)).filter(({ where }) => where.startsWith(id))

/** Done, and in force. */
async function harm(kind: Harm, workflowId: string): Promise<void> {
  await HARMS[kind](office, workflowId)
  await until(() => isHarmed(office, kind, workflowId))
}
const KINDS = Object.keys(HARMS) as Harm[]

describe.each(KINDS.filter((kind) => kind !== 'reset'))('a measure that was %s', (kind) => {
  it('is a difference with its remedy, and goes on from the ledger as if nothing had been', async () => {
    const where = workflowIdOf(id, '1.1')
    const before = await factsOf(office.duban.db, where)
    expect(await differing()).toEqual([])
    await harm(kind, where)
    expect(await differing()).toEqual([
      expect.objectContaining({ where, remedy: `npx duban records resume ${where}` }),
    ])
    expect(await resume(office.duban, where, { ...mend, dryRun: true })).toMatchObject({
      where,
      from: before.length,
    })
    expect((await differing()).length).toBe(1)
    await resume(office.duban, where, mend)
    expect(await differing()).toEqual([])
    await advancePlan(office.duban, id, mustDate('2015-08-20'))
    expect(await levels()).toEqual(['1.1/2015-07 blue', '1.1/2015-07 orange', '1.1/2015-07 red'])
    expect((await factsOf(office.duban.db, where)).slice(0, before.length)).toEqual(before)
    expect(await differing()).toEqual([])
  })
})

describe.each(KINDS.filter((kind) => kind !== 'reset'))('a plan that was %s', (kind) => {
  it('is a difference with its remedy, and goes on; its measures hear of events as before', async () => {
    await harm(kind, id)
    expect(await differing()).toEqual([
      expect.objectContaining({ where: id, remedy: `npx duban records resume ${id}` }),
    ])
    await resume(office.duban, id, mend)
    expect(await differing()).toEqual([])
    const reported = await reportEvent(office.duban, id, {
      condition: CONDITION,
      effectiveOn: mustDate('2015-07-18'),
      eventId: null,
      dueOn: null,
      title: null,
      document: null,
      url: null,
      measures: null,
    } as never)
    expect(reported.woke).toEqual(['2.1'])
    await advancePlan(office.duban, id, mustDate('2015-08-20'))
    expect((await levels()).filter((one) => one.startsWith('1.1'))).toHaveLength(3)
    expect(await differing()).toEqual([])
  })
})

it('a run that was reset in the UI is behind the ledger: seen, and gone on from the ledger, nothing twice', async () => {
  const where = workflowIdOf(id, '1.1')
  await advancePlan(office.duban, id, mustDate('2015-08-10'))
  const before = await factsOf(office.duban.db, where)
  await harm('reset', where)
  await until(async () => (await differing()).length > 0)
  await resume(office.duban, where, mend)
  expect(await differing()).toEqual([])
  await advancePlan(office.duban, id, mustDate('2015-08-20'))
  expect((await factsOf(office.duban.db, where)).slice(0, before.length)).toEqual(before)
  expect(await levels()).toEqual(['1.1/2015-07 blue', '1.1/2015-07 orange', '1.1/2015-07 red'])
})

it('messages that had come to a stuck run reach the new one, or are named when they are left out', async () => {
  const where = workflowIdOf(id, '2.1')
  await harm('stuck', id)
  const signal = { condition: CONDITION, effectiveOn: '2015-07-18' }
  await office.client.workflow.getHandle(id).signal('触发事件', signal)
  // What comes while a task is being tried is in the history when it has failed.
  const tried = () => resume(office.duban, id, { ...mend, dryRun: true, withoutMessages: true })
  await until(async () => (await tried()).leftOut.length > 0)
  expect((await tried()).leftOut).toEqual([`触发事件：${JSON.stringify(signal)}`])
  const done = await resume(office.duban, id, mend)
  expect(done.sent).toEqual([`触发事件：${JSON.stringify(signal)}`])
  await until(async () =>
    (await factsOf(office.duban.db, where)).some((fact) => fact.kind === 'eventReceived'),
  )
  expect(await differing()).toEqual([])
})

// Signals of every wrong form, the one that lies thousands of levels deep among them.
it('whatever had come to a stuck run does not keep it from going on', { timeout: 120_000 }, async () => {
  const where = workflowIdOf(id, '1.1')
  await harm('stuck', where)
  const names = Object.keys(ENCODINGS)
  for (const name of names)
    await sendSignal(office.client, where, MEASURE_NAMES.deliver, ENCODINGS[name]?.() ?? [])
  const tried = () => resume(office.duban, where, { ...mend, dryRun: true })
  await until(async () => (await tried()).sent.length === names.length)
  const done = await resume(office.duban, where, mend)
  expect(done.sent).toHaveLength(names.length)
  expect(done.sent.every((says) => says.length < 100)).toBe(true)
  await until(async () => (await differing()).length === 0)
})

it('an event that came while a measure was gone is told to it when it goes on', async () => {
  const where = workflowIdOf(id, '2.1')
  await harm('stuck', where)
  await office.client.workflow
    .getHandle(id)
    .signal('触发事件', { condition: CONDITION, effectiveOn: '2015-07-18' })
  await until(async () =>
    (await factsOf(office.duban.db, id)).some((fact) => (fact.kind as string) === 'eventReported'),
  )
  const done = await resume(office.duban, where, mend)
  expect(done.events + done.sent.length).toBeGreaterThan(0)
  await until(async () =>
    (await factsOf(office.duban.db, where)).some((fact) => fact.kind === 'eventReceived'),
  )
  expect(
    (await factsOf(office.duban.db, where)).filter((fact) => fact.kind === 'eventReceived'),
  ).toHaveLength(1)
})

it.each(['deleted', 'stuck'] as const)(
  'what was revoked or corrected while a measure was stuck is told to it when it goes on, also one that was then %s',
  async (kind) => {
    const where = workflowIdOf(id, '2.1')
    const said = { condition: CONDITION, effectiveOn: mustDate('2015-07-18'), eventId: 'ev-1', dueOn: null }
    await reportEvent(office.duban, id, { ...said, title: null, document: null, url: null, measures: null })
    await until(async () =>
      (await factsOf(office.duban.db, where)).some(({ kind }) => kind === 'eventReceived'),
    )
    await harm('stuck', where)
    await changeEvent(office.duban, id, 'correct', {
      ...{ eventId: 'ev-1', effectiveOn: mustDate('2015-07-16'), dueOn: null, document: null, reason: null },
    })
    await changeEvent(office.duban, id, 'revoke', { eventId: 'ev-1', reason: '误报' })
    if (kind === 'deleted') await harm('deleted', where)
    const before = await factsOf(office.duban.db, where)
    expect(before.map(({ kind }) => kind)).not.toContain('eventRevoked')
    expect(await unsettledDeliveries(office.duban.db, id)).toEqual(['2.1', '2.1'])
    await resume(office.duban, where, mend)
    await until(async () => (await unsettledDeliveries(office.duban.db, id)).length === 0)
    const state = await office.client.workflow.getHandle(where).query<MeasureState>('现状')
    expect(state.waits[0]?.triggeredBy).toEqual([])
    expect(state.obligations.map((o) => o.state)).toEqual(['withdrawn'])
    expect(await differing()).toEqual([])
  },
)

it('who waits for a stuck workflow is told so and how it is mended; doctor names it; with it mended the act goes through', async () => {
  const where = workflowIdOf(id, '1.1')
  await harm('stuck', where)
  const stuck = () =>
    stuckWorkflows(office.client.connection as never, office.client.options.namespace, office.taskQueue, {
      more: `DubanPlan = '${id}' OR WorkflowId = '${where}'`,
    })
  await until(async () => (await stuck()).length > 0)
  expect(await stuck()).toEqual([
    { workflowId: where, attempts: expect.any(Number), why: expect.stringMatching(/\S/) },
  ])
  const told = {
    refusal: { code: 'WORKFLOW_STUCK', remedy: expect.stringContaining(`records resume ${where}`) },
  }
  const submit = () =>
    actOn(office.duban, id, '1.1', 'submit', {
      actor: UNIT,
      obligationId: null,
      doneOn: mustDate('2015-07-15'),
      urls: ['http://a.cn/x'],
      files: [],
      note: null,
    })
  await expect(submit()).rejects.toMatchObject(told)
  // The plan waits for no measure without an end: it goes on, and says of whom it heard nothing.
  // Whoever waits for it meanwhile is told of the measure that is stuck, where that takes longer than a look.
  await advancePlan(office.duban, id, mustDate('2015-07-30')).catch((error: unknown) =>
    expect(error).toMatchObject(told),
  )
  const kinds = async () => (await factsOf(office.duban.db, id)).map((fact) => fact.kind as string)
  await expect.poll(kinds, { timeout: 200_000 }).toContain('measuresSilent')
  const doctor = await runDuban(office, ['doctor', '-o', 'json'])
  expect(doctor.json).toContainEqual(
    expect.objectContaining({ name: '停住的工作流', ok: false, remedy: expect.stringContaining(where) }),
  )
  expect(await toResume(office.duban)).toContain(where)
  await resume(office.duban, where, mend)
  expect((await submit()).already).toBe(false)
  const state = await office.client.workflow.getHandle(where).query<MeasureState>('现状')
  expect(state.obligations[0]?.state).toBe('submitted')
})

it('what goes as it should is not touched', async () => {
  const where = workflowIdOf(id, '1.1')
  await expect(resume(office.duban, where, mend)).rejects.toMatchObject({ refusal: { code: 'NOT_STUCK' } })
  await expect(resume(office.duban, 'nobody-1.1', mend)).rejects.toMatchObject({
    refusal: { code: 'WORKFLOW_NOT_FOUND' },
  })
  expect((await resume(office.duban, where, { ...mend, force: true })).found).toBe('没有停住')
  expect(await differing()).toEqual([])
})
