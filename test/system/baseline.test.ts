import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ledger } from '../../records/read.ts'
import { smallPlanText } from '../small-plan.ts'
import { runDuban } from './support/cli.ts'
import { type Office, openOffice, planId } from './support/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.stop())
const duban = (...args: string[]) => runDuban(office, args)
const json = (...args: string[]) => duban(...args, '-o', 'json')

it('a plan started in mid-year says what is past and starts on a baseline, item by item, kept in the ledger', async () => {
  const id = planId('midyear')
  const file = join(office.dataDir, 'plan.txt')
  writeFileSync(
    file,
    smallPlanText([
      ['市甲局', '公开甲信息。', '2015年8月'],
      ['市乙局', '公开乙信息。', '2015年8月'],
      ['市丙局', '公开丙信息。', '2015年9月'],
      ['市丁局', '公开丁信息。', '2015年12月'],
    ]),
  )
  await duban('plan', 'import', file, '--id', id, '--issued-on', '2015年7月1日')
  const clock = ['--clock', 'stepped@2015/10/15', '--accept-review']
  const template = join(office.dataDir, '起点.xlsx')
  const dry = await json('plan', 'start', id, ...clock, '--dry-run', '--write', template)
  expect(dry).toMatchObject({
    exit: 0,
    json: { dryRun: true, startOn: '2015-10-15', counts: { 'as-is': 3 } },
  })
  expect(dry.json.past.map((one: { obligation: string }) => one.obligation)).toEqual([
    '1.1/2015-08',
    '2.1/2015-08',
    '3.1/2015-09',
  ])
  expect((await json('plan', 'show', id)).json.phase).toBe('draft')

  const table = join(office.dataDir, '起点.csv')
  writeFileSync(
    table,
    '应办事项,处理,新到期日,完成日期,说明\n1.1,已办结,,2015/8/20,已在网站公开\n2.1/2015-08,从今起催办,2015-11-30,,\n',
  )
  const wrong = await json('plan', 'start', id, ...clock, '--baseline', 'from-today')
  expect(wrong).toMatchObject({ exit: 3, json: { error: { code: 'BASELINE_DUE_MISSING' } } })
  const started = await json('plan', 'start', id, ...clock, '--baseline', table)
  expect(started).toMatchObject({
    exit: 0,
    json: { started: 4, counts: { done: 1, 'from-today': 1, 'as-is': 1 } },
  })
  await duban('plan', 'advance', id, '--to', '2015-10-16')
  const shown = await json('plan', 'show', id)
  expect(shown.json.counts).toMatchObject({ doneBefore: 1, overdue: 1, completedOnTime: 0, completedLate: 0 })
  expect(shown.json.late.map((one: { obligation: string }) => one.obligation)).toEqual(['3.1/2015-09'])
  expect((await json('measure', 'show', id, '1.1')).json).toMatchObject({
    state: 'completed',
    obligations: [{ doneOn: '2015-08-20', outcome: null, doneBefore: { note: '已在网站公开' } }],
  })
  expect((await json('measure', 'show', id, '2.1')).json.obligations).toMatchObject([
    { dueOn: '2015-11-30', originalDueOn: '2015-08-31', light: 'green', slips: [] },
  ])
  const rows = await ledger(office.duban.db, id, '')
  expect(
    rows.some((row) => row.says.includes('启动时已过期 3 项：已办结 1 项、从今起催办 1 项、照旧 1 项')),
  ).toBe(true)
  expect(await json('records', 'check')).toMatchObject({ exit: 0, json: { agree: true } })

  const undone = await json('review', 'undo', id, '1.1', '--reason', '并未公开')
  expect(undone.exit).toBe(0)
  expect((await json('measure', 'show', id, '1.1')).json).toMatchObject({
    state: 'open',
    obligations: [{ light: 'red', doneBefore: null, dueOn: '2015-08-31' }],
  })
})

it('without a word a start says on stderr what is past, and goes by the dates as they are', async () => {
  const id = planId('asis')
  const file = join(office.dataDir, 'plan2.txt')
  writeFileSync(file, smallPlanText([['市甲局', '公开甲信息。', '2015年8月']]))
  await duban('plan', 'import', file, '--id', id, '--issued-on', '2015-07-01')
  const started = await json('plan', 'start', id, '--clock', 'stepped@2015-10-15', '--accept-review')
  expect(started).toMatchObject({
    exit: 0,
    json: { counts: { 'as-is': 1 } },
    err: expect.stringContaining('1 项已过到期日'),
  })
})
