import { beforeEach, describe, expect, it } from 'vitest'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { amendPlan, comparePlan, setPolicy } from '../../client/use/amend-plan.ts'
import { checkRecords } from '../../client/use/check-records.ts'
import { closePlan } from '../../client/use/close-plan.ts'
import { resume } from '../../client/use/resume.ts'
import { loadPolicy } from '../../documents/files/policy.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { isOver } from '../../domain/supervision/phase.ts'
import { factsOf, measureState, planState, workflowIdOf } from '../../records/read.ts'
import { HARMS, isHarmed } from '../harms.ts'
import { smallPlan } from './support/office.ts'
import { officeOfTests, startPlanOf } from './support/started.ts'

const office = officeOfTests()
const ROWS = [
  ['市甲局', '公开甲信息。', '2015年8月底前'],
  ['市乙局', '公开乙信息。', '2015年9月底前'],
] as const
const LATER = [['市甲局', '公开甲信息。', '2015年10月20日前'], ROWS[1]] as const
const mend = { dryRun: false, force: false, withoutMessages: false }

let id: string
let where: string
beforeEach(async () => {
  id = await startPlanOf(office.duban, 'changes', smallPlan(ROWS), { until: mustDate('2015-07-20') })
  where = workflowIdOf(id, '1.1')
})

const terminate = (workflowId: string) => office.client.workflow.getHandle(workflowId).terminate()
const dueOn = async (no: string) => (await measureState(office.duban.db, id, no))?.obligations[0]?.dueOn
const amendTo = async (rows: typeof ROWS | typeof LATER) =>
  amendPlan(office.duban, id, await comparePlan(office.duban, id, smallPlan(rows as typeof ROWS), {}, true))
const planKinds = async () => (await factsOf(office.duban.db, id)).map((fact) => fact.kind as string)
const differing = async () =>
  (await checkRecords(office.duban)).filter((one) => one.where.startsWith(id)).map((one) => one.where)

describe('a measure whose run was ended in the UI, when it goes on', () => {
  it('has the dates of an amendment that came meanwhile, and the plan has said who did not hear of it', async () => {
    await terminate(where)
    await amendTo(LATER)
    expect(await dueOn('1.1')).toBe('2015-08-31')
    expect(await planKinds()).toContain('measuresSilent')
    await resume(office.duban, where, mend)
    expect([await dueOn('1.1'), await dueOn('2.1')]).toEqual(['2015-10-20', '2015-09-30'])
    expect(await differing()).toEqual([])
    // A second time there is nothing left to tell it.
    const before = await factsOf(office.duban.db, where)
    await resume(office.duban, where, { ...mend, force: true })
    expect(await factsOf(office.duban.db, where)).toEqual(before)
  })

  it('works by the rules that were set meanwhile', async () => {
    const policy = loadPolicy('ji-jian')
    if (!policy.ok) throw new Error(policy.error.message)
    await terminate(where)
    await setPolicy(office.duban, id, policy.value)
    const ladder = async (no: string) =>
      (await measureState(office.duban.db, id, no))?.setup.policy?.id ?? '(its first)'
    expect(await ladder('1.1')).not.toBe(await ladder('2.1'))
    await resume(office.duban, where, mend)
    expect(await ladder('1.1')).toBe(await ladder('2.1'))
    expect(await differing()).toEqual([])
  })

  it('has its lapses and slips of the days in between, each of its day, though the plan went on without it', async () => {
    await terminate(where)
    await advancePlan(office.duban, id, mustDate('2015-09-10'))
    expect(await planKinds()).toContain('measuresSilent')
    await resume(office.duban, where, mend)
    await advancePlan(office.duban, id, mustDate('2015-09-11'))
    const lapsed = (await factsOf(office.duban.db, where)).find(({ kind }) => kind === 'overdue')
    expect(lapsed?.at).toBe('2015-09-01T00:00')
    expect(await differing()).toEqual([])
  })
})

it('a plan that closes ends a measure in the ledger as well whose run was ended in the UI', async () => {
  await terminate(where)
  await closePlan(office.duban, id, null)
  const state = await measureState(office.duban.db, id, '1.1')
  expect(state !== null && isOver(state)).toBe(true)
  expect(await differing()).toEqual([])
})

it('who asks what was ended in the UI is told so with the way out, not that it is done or was never there', async () => {
  const told = (workflowId: string) => ({
    refusal: { code: 'WORKFLOW_ENDED', remedy: expect.stringContaining(`records resume ${workflowId}`) },
  })
  await terminate(where)
  const submitted = actOn(office.duban, id, '1.1', 'submit', {
    actor: { role: 'unit', unit: '市甲局' },
    obligationId: null,
    doneOn: mustDate('2015-07-15'),
    urls: ['http://a.cn/x'],
    files: [],
    note: null,
  })
  await expect(submitted).rejects.toMatchObject(told(where))
  await terminate(id)
  await expect(advancePlan(office.duban, id, mustDate('2015-08-01'))).rejects.toMatchObject(told(id))
  for (const one of [id, where]) await resume(office.duban, one, mend)
  await advancePlan(office.duban, id, mustDate('2015-08-01'))
  expect(await differing()).toEqual([])
})

it('signals that a plan has written down are not told again when it goes on later: without a date, or that do not fit', async () => {
  const plan = office.client.workflow.getHandle(id)
  await plan.signal('触发事件', { condition: '省出台丁规定' })
  await plan.signal('触发事件', { condition: '省出台丁规定', effectiveOn: '2015-07-18T09:30' })
  await plan.signal('触发事件', { nonsense: '不合格的信号' })
  const events = async () =>
    (await planState(office.duban.db, id))?.events.map((event) => event.eventId) ?? []
  await expect.poll(async () => (await events()).length, { timeout: 20_000 }).toBe(3)
  const before = await events()
  await advancePlan(office.duban, id, mustDate('2015-07-25'))
  await terminate(id)
  expect((await resume(office.duban, id, mend)).sent).toEqual([])
  await advancePlan(office.duban, id, mustDate('2015-07-26'))
  expect(await events()).toEqual(before)
  expect(await differing()).toEqual([])
})

it('a run that was reset and has gone another way than the ledger is named at once with the verb that mends it', async () => {
  const unit = { actor: { role: 'unit', unit: '市甲局' } as const }
  await actOn(office.duban, id, '1.1', 'acknowledge', { ...unit, note: null })
  const before = await factsOf(office.duban.db, where)
  await HARMS.reset(office, where)
  // It has forgotten the 签收, and writes something else under its number; who asked waits.
  const said = actOn(office.duban, id, '1.1', 'progress', {
    ...unit,
    actId: `${id}-progress`,
    obligationId: null,
    percent: 30,
    text: '已核对',
  })
  said.catch(() => undefined)
  const remedy = `npx duban records resume ${where}`
  await expect
    .poll(async () => (await checkRecords(office.duban)).find((one) => one.where === where)?.remedy, {
      timeout: 30_000,
    })
    .toBe(remedy)
  await resume(office.duban, where, mend)
  expect(await differing()).toEqual([])
  expect((await factsOf(office.duban.db, where)).slice(0, before.length)).toEqual(before)
})

it('a measure that the closing of its plan could not reach is ended as the closing said when it is mended', async () => {
  await HARMS.stuck(office, where)
  await expect.poll(() => isHarmed(office, 'stuck', where), { timeout: 60_000 }).toBe(true)
  await closePlan(office.duban, id, '年度结束')
  expect(await planKinds()).toContain('measuresSilent')
  await terminate(where)
  expect(await differing()).toEqual([where])
  await resume(office.duban, where, mend)
  const state = await measureState(office.duban.db, id, '1.1')
  expect(state !== null && isOver(state)).toBe(true)
  expect(await differing()).toEqual([])
})
