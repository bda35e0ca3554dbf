import { expect, it } from 'vitest'
import { checkRecords } from '../../client/cli/verbs/records.ts'
import { OFFICE } from '../../client/office.ts'
import { RefusedError } from '../../client/refusal.ts'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { ledger, measureState, notices } from '../../records/read.ts'
import { smallPlan } from './support/office.ts'
import { officeOfTests, startPlanOf } from './support/started.ts'

const d = mustDate
const office = officeOfTests()

it('every act of people goes through the real workflow: recorded, told, and records agree; a measure that was done comes back', async () => {
  const { duban } = office
  const plan = smallPlan([
    ['市甲局', '公开甲信息。', '2015年7月'],
    ['市乙局', '公开乙信息。', '2015年9月'],
  ])
  const id = await startPlanOf(duban, 'acts', plan)
  const unit = (name: string) => ({ actor: { role: 'unit', unit: name } as const })
  const by = { actor: OFFICE, obligationId: null }
  const act = <T extends Act['type']>(no: string, type: T, rest: object) =>
    actOn(duban, id, no, type, rest as never).then(
      (done) => done.says.join('；'),
      (error: unknown) => (error instanceof RefusedError ? error.refusal.code : Promise.reject(error)),
    )
  const evidence = { urls: ['http://a.cn/x'], files: [], note: null, obligationId: null }

  expect(await act('1.1', 'acknowledge', { ...unit('市甲局'), note: null })).toBe('市甲局 签收')
  await act('1.1', 'progress', { ...unit('市甲局'), obligationId: null, percent: 30, text: '已核对' })
  await act('1.1', 'extend', {
    ...unit('市甲局'),
    obligationId: null,
    dueOn: d('2015-08-20'),
    reason: '量大',
    measures: null,
  })
  await advancePlan(duban, id, d('2015-08-05'))
  // The request lay on the desk past the office's three working days: from then on the ladder goes on.
  expect((await notices(duban.db, id, { no: '1.1' })).map((n) => n.kind)).toContain('slip')
  expect(await act('1.1', 'grantExtension', { ...by, dueOn: d('2015-08-14'), note: null })).toMatch(
    /2015-07-31 → 2015-08-14（申请 2015-08-20）/,
  )
  expect(
    await act('1.1', 'extend', {
      ...unit('市丙局'),
      obligationId: null,
      dueOn: d('2015-09-20'),
      reason: 'x',
      measures: null,
    }),
  ).toBe('UNIT_NOT_RESPONSIBLE')
  await act('1.1', 'suspend', { ...by, reason: '等政策', ground: null, reviewOn: d('2015-09-01') })
  await advancePlan(duban, id, d('2015-09-02'))
  expect(await act('1.1', 'resume', { ...by, reason: null, dueOn: null, keepDue: false })).toBe('DUE_CHOICE')
  await act('1.1', 'resume', { ...by, reason: null, dueOn: d('2015-09-25'), keepDue: false })
  await act('1.1', 'submit', { ...unit('市甲局'), ...evidence, doneOn: d('2015-09-02') })
  await act('1.1', 'completeStage', { ...by, note: '一期', dueOn: null })
  await act('1.1', 'reassign', { actor: OFFICE, leadUnit: '市丁局', units: ['市甲局'], reason: '机构改革' })
  await act('1.1', 'givePart', { ...unit('市甲局'), obligationId: null, text: '数据已给' })
  await act('1.1', 'instruct', { actor: OFFICE, leader: '王副市长', text: '抓紧', dueOn: d('2015-09-18') })
  const first = await measureState(duban.db, id, '1.1')
  expect(first?.setup.leadUnit).toBe('市丁局')
  expect(first?.obligations.map((o) => [o.id, o.dueOn, o.originalDueOn])).toEqual([
    ['1.1/2015-07', '2015-09-25', '2015-07-31'],
    ['1.1/i-1', '2015-09-18', '2015-09-18'],
  ])

  // 2.1 is done, its workflow over; the acceptance was a mistake; then it is given up, and taken up again.
  await act('2.1', 'submit', { ...unit('市乙局'), ...evidence, doneOn: d('2015-09-01') })
  await act('2.1', 'accept', { ...by, note: null, grade: '优' })
  await office.client.workflow.getHandle(`${id}-2.1`).result()
  expect(await act('2.1', 'undoAccept', { ...by, reason: '附件不对' })).toMatch(/撤销审核/)
  await act('2.1', 'accept', { ...by, note: null })
  await act('2.1', 'undoAccept', { ...by, reason: '再看' })
  await act('2.1', 'terminate', { ...by, reason: '职能划转' })
  expect(await act('2.1', 'restore', { ...by, reason: '未划转', dueOn: d('2015-10-30') })).toMatch(
    /恢复 2\.1/,
  )
  const second = await measureState(duban.db, id, '2.1')
  expect(second?.obligations).toMatchObject([
    { state: 'open', dueOn: '2015-10-30', originalDueOn: '2015-09-30' },
  ])
  expect(await checkRecords(duban)).toEqual([])
  const kinds = new Set((await ledger(duban.db, id)).map((row) => row.kind))
  for (const kind of [
    'acknowledged',
    'progressed',
    'extensionAsked',
    'extended',
    'suspended',
    'suspensionReviewDue',
    'resumed',
    'stageCompleted',
    'reassigned',
    'partGiven',
    'instructed',
    'acceptUndone',
    'terminated',
    'restored',
  ])
    expect(kinds).toContain(kind)
})
