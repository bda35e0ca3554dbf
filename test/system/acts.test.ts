import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { closePlan } from '../../client/use/close-plan.ts'
import { reportEvent } from '../../client/use/events.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { countsOf } from '../../domain/reckoning/outcome.ts'
import { measureState, measureStates, workflowIdOf } from '../../records/read.ts'
import { type Office, openOffice, planId, smallPlan } from './support/office.ts'

const d = mustDate
const DAY = d('2015-07-01')
const UNIT = { role: 'unit', unit: '市甲局' } as const
const OFFICE = { role: 'office', unit: '督查室' } as const
const plan = smallPlan([
  ['市甲局', '公开甲信息。', '2015年7月'],
  ['市甲局', '通报乙情况。', '2015年7月、12月'],
  ['市乙局', '公开丙信息。', '待省出台丙办法后'],
  ['市乙局', '公开丁信息。', '每月'],
])

let office: Office
const id = planId('acts')
beforeAll(async () => {
  office = await openOffice()
  await importPlan(office.duban, id, plan)
  await startPlan(office.duban, id, {
    clock: { kind: 'stepped', at: steppedAt(DAY) },
    startOn: DAY,
    acceptedReview: [],
  })
  await advancePlan(office.duban, id, d('2015-07-20'))
})
afterAll(() => office.stop())

const now = (no: string) => office.client.workflow.getHandle(workflowIdOf(id, no)).query<MeasureState>('现状')
const submit = (no: string, more: object = {}) =>
  actOn(office.duban, id, no, 'submit', {
    actor: UNIT,
    obligationId: null,
    doneOn: d('2015-07-18'),
    urls: ['http://www.example.gov.cn/a'],
    files: [],
    note: null,
    ...more,
  })

describe('a refused act says why in Chinese, with a code, and leaves no trace', () => {
  it.each([
    ['EVIDENCE_EMPTY', () => submit('1.1', { urls: [] })],
    ['DONE_IN_FUTURE', () => submit('1.1', { doneOn: d('2015-07-21') })],
    ['URL_INVALID', () => submit('1.1', { urls: ['www.a.cn'] })],
    ['UNIT_NOT_RESPONSIBLE', () => submit('1.1', { actor: { role: 'unit', unit: '市乙局' } })],
    ['OBLIGATION_AMBIGUOUS', () => submit('2.1')],
    ['OBLIGATION_NOT_FOUND', () => submit('2.1', { obligationId: '2.1/x' })],
    [
      'NOTHING_TO_ACT_ON',
      () => actOn(office.duban, id, '1.1', 'accept', { actor: OFFICE, obligationId: null, note: null }),
    ],
    ['MEASURE_NOT_FOUND', () => submit('9.9')],
  ])('%s', async (code, act) => {
    const before = [await now('1.1'), await now('2.1')]
    const error = await act().catch((e: unknown) => e)
    expect(error).toMatchObject({ refusal: { code, message: expect.stringMatching(/[\u4e00-\u9fff]/) } })
    expect([await now('1.1'), await now('2.1')]).toEqual(before)
  })
})

it('evidence, return, rework and acceptance: nobody accepts their own, the act repeated is done once', async () => {
  const actId = 'same-act'
  const first = await submit('1.1', { actId })
  expect(first).toMatchObject({ obligationId: '1.1/2015-07', already: false })
  expect(await submit('1.1', { actId })).toMatchObject({ already: true })
  await expect(
    actOn(office.duban, id, '1.1', 'accept', { actor: UNIT, obligationId: null, note: null }),
  ).rejects.toMatchObject({
    refusal: { code: 'OWN_EVIDENCE' },
  })
  await actOn(office.duban, id, '1.1', 'return', {
    actor: OFFICE,
    obligationId: null,
    reason: '链接打不开',
    reworkOn: null,
  })
  const returned = await measureState(office.duban.db, id, '1.1')
  expect(returned?.obligations[0]).toMatchObject({
    state: 'returned',
    dueOn: '2015-07-31',
    returns: [{ reworkOn: '2015-07-27' }],
  })
  await submit('1.1')
  await actOn(office.duban, id, '1.1', 'accept', { actor: OFFICE, obligationId: null, note: null })
  expect((await measureState(office.duban.db, id, '1.1'))?.obligations[0]).toMatchObject({
    state: 'completed',
    outcome: 'onTime',
  })
  await expect(submit('1.1')).rejects.toMatchObject({ refusal: { code: 'MEASURE_ENDED' } })
  expect((await office.client.workflow.getHandle(workflowIdOf(id, '1.1')).describe()).status.name).toBe(
    'COMPLETED',
  )
})

it('closing the plan leaves nothing out: conditions that never came, work left open', async () => {
  await advancePlan(office.duban, id, d('2016-02-01'))
  await closePlan(office.duban, id, '年度结束')
  const states = await measureStates(office.duban.db, id)
  expect(countsOf(states, d('2016-02-01'))).toMatchObject({ notTriggered: 1, completedOnTime: 1, waiting: 0 })
  expect(states.every((s) => s.setup.no === '1.1' || s.closedOn === '2016-02-01')).toBe(true)
  expect((await office.client.workflow.getHandle(id).describe()).status.name).toBe('COMPLETED')
})

it('takes texts of any length: a condition, a reason and a unit far longer than a summary may be', async () => {
  const long = planId('long')
  const condition = `省${'有关主管部门关于进一步加强和规范政务公开工作的'.repeat(8)}意见出台`
  const unit = `市${'发展和改革'.repeat(30)}局`
  const text = smallPlan([[unit, `公开${'重要事项'.repeat(200)}。`, `待${condition}后`]])
  await importPlan(office.duban, long, text)
  await startPlan(office.duban, long, {
    clock: { kind: 'stepped', at: steppedAt(DAY) },
    startOn: DAY,
    acceptedReview: [],
  })
  await advancePlan(office.duban, long, d('2015-10-08'))
  const event = { condition, effectiveOn: d('2015-10-08'), eventId: 'ev-1', dueOn: d('2015-10-30') }
  await reportEvent(office.duban, long, { ...event, title: null, document: null, url: null, measures: null })
  const reason = '材料不全，请逐项补充说明。'.repeat(100)
  const evidence = { doneOn: d('2015-10-08'), urls: [], files: [], note: reason }
  await actOn(office.duban, long, '1.1', 'submit', {
    actor: { role: 'unit', unit },
    obligationId: null,
    ...evidence,
  })
  await actOn(office.duban, long, '1.1', 'return', {
    actor: OFFICE,
    obligationId: null,
    reason,
    reworkOn: null,
  })
  expect((await measureState(office.duban.db, long, '1.1'))?.obligations[0]).toMatchObject({
    state: 'returned',
  })
})
