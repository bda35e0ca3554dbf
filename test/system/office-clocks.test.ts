import { afterAll, beforeAll, expect, it } from 'vitest'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { factsOf, measureState, notices, workflowIdOf } from '../../records/read.ts'
import { slips } from '../../records/slips.ts'
import { runDuban } from './support/cli.ts'
import { type Office, openOffice, planId, smallPlan } from './support/office.ts'

const d = mustDate
const START = d('2015-07-01')
const UNIT = { role: 'unit', unit: '市甲局' } as const
let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.stop())

async function started(name: string, rows: Parameters<typeof smallPlan>[0]): Promise<string> {
  const id = planId(name)
  await importPlan(office.duban, id, smallPlan(rows), { offices: ['督查室', '政务公开办'] })
  const clock = { kind: 'stepped', at: steppedAt(START) } as const
  await startPlan(office.duban, id, { clock, startOn: START, acceptedReview: [] })
  return id
}

it('the office’s silence goes on being counted on the real server, and its answer takes the slips back', async () => {
  const { duban } = office
  const id = await started('silence', [
    ['市甲局、市丙局', '公开甲信息。', '2015年7月'],
    ['市甲局', '公开乙信息。', '2015年7月'],
  ])
  await advancePlan(duban, id, d('2015-07-31'))
  const asked = { obligationId: null, dueOn: d('2015-08-20'), reason: '量大', measures: null }
  await actOn(duban, id, '1.1', 'extend', { actor: UNIT, ...asked })
  const evidence = {
    obligationId: null,
    doneOn: d('2015-07-31'),
    urls: ['http://a.cn/x'],
    files: [],
    note: null,
  }
  await actOn(duban, id, '2.1', 'submit', { actor: UNIT, ...evidence })
  await advancePlan(duban, id, d('2015-08-12'))
  const late = (await factsOf(duban.db, workflowIdOf(id, '1.1'))).flatMap((f) =>
    f.kind === 'officeDue' || f.kind === 'slipRaised' ? [`${f.at} ${f.kind}`] : [],
  )
  expect(late).toEqual([
    '2015-08-05T09:00 officeDue',
    '2015-08-06T09:00 officeDue',
    '2015-08-06T09:00 slipRaised',
    '2015-08-11T09:00 slipRaised',
  ])
  const register = await slips(duban.db, id)
  expect(register.map((s) => [s.number, s.level, s.units])).toEqual([
    [1, 'blue', ['市甲局', '市丙局']],
    [2, 'orange', ['市甲局', '市丙局']],
  ])
  const told = await notices(duban.db, id, { no: '2.1' })
  expect(told.filter((n) => n.kind === 'office').map((n) => [n.toUnit, n.toRole])).toEqual([
    ['督查室', 'office'],
    ['督查室', 'unitHead'],
  ])
  const grant = { obligationId: null, dueOn: null, note: null }
  await actOn(duban, id, '1.1', 'grantExtension', { actor: { role: 'office', unit: '政务公开办' }, ...grant })
  const state = await measureState(duban.db, id, '1.1')
  expect(state?.obligations[0]).toMatchObject({ dueOn: '2015-08-20' })
  expect(state?.obligations[0]?.slips.map((s) => s.withdrawnOn)).toEqual(['2015-08-12', '2015-08-12'])
  const score = await runDuban(office, ['score', id, '-o', 'json'])
  expect(score.json.units.map((u: { unit: string; points: number }) => [u.unit, u.points])).toEqual([
    ['市丙局', 0],
    ['市甲局', 0],
  ])
  expect(score.json.office.map((o: { obligation: string; wait: string }) => [o.obligation, o.wait])).toEqual([
    ['1.1/2015-07', 'extension'],
    ['2.1/2015-07', 'review'],
  ])
})

it('who may: the command line refuses a stranger, a typo and an empty name, and acts as the plan’s office', async () => {
  const id = await started('may', [['市甲局', '公开甲信息。', '2015年7月']])
  const run = (...args: string[]) => runDuban(office, [...args, '-o', 'json'])
  const error = async (...args: string[]) => {
    const { exit, json } = await run(...args)
    return [exit, json?.error?.code]
  }
  const hand = ['evidence', 'submit', id, '1.1', '--done-on', '2015-07-01', '--note', 'x']
  expect(await error(...hand, '--as', '市乙局')).toEqual([5, 'UNIT_NOT_RESPONSIBLE'])
  expect((await run(...hand, '--as', ' 市甲局　')).exit).toBe(0)
  const typo = await run('review', 'accept', id, '1.1', '--as', '督察室')
  expect([typo.exit, typo.json.error.code]).toEqual([5, 'NOT_OFFICE'])
  expect(typo.json.error.remedy).toContain('是不是“督查室”？')
  expect(await error('review', 'accept', id, '1.1', '--as', '市甲局')).toEqual([5, 'OWN_EVIDENCE'])
  expect(await error('review', 'accept', id, '1.1', '--as', '王副市长', '--role', 'leader')).toEqual([
    5,
    'NOT_OFFICE',
  ])
  expect((await run('review', 'accept', id, '1.1', '--as', ' ')).exit).toBe(2)
  expect(await error('plan', 'close', id, '--as', '市甲局', '--yes')).toEqual([5, 'NOT_OFFICE'])
  expect(await error('measure', 'list', id, '--unit', '市甲居')).toEqual([4, 'UNIT_NOT_FOUND'])
  expect((await run('review', 'accept', id, '1.1')).json).toMatchObject({ already: false })
})
