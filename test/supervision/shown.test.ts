import { expect, it } from 'vitest'
import { measureText } from '../../client/cli/measure-text.ts'
import { partsMissing } from '../../domain/supervision/parts.ts'
import { d, july, office, on, only, unit } from './acts-support.ts'
import { give, must, submit } from './support.ts'

it('whose part is missing is shown once anybody has given one, until the lead submits', () => {
  const units = ['市乙局', '市丙局']
  const act = office({ type: 'reassign', leadUnit: '市甲局', units, reason: '会办' })
  const three = must(give(july(), act, '2015-07-02'))
  expect(partsMissing(three, only(three))).toEqual([])
  const by = { actId: 'p1', actor: { role: 'unit', unit: '市乙局（办公室）' } } as const
  const one = must(give(three, { ...by, type: 'givePart', obligationId: on, text: '数据' }, '2015-07-20'))
  expect(partsMissing(one, only(one))).toEqual(['市丙局'])
  expect(measureText(one, d('2015-07-20'), '1.1')).toMatch(
    /2015-07-20 市乙局（办公室） 交会办意见：数据\n +还没有交会办意见：市丙局/,
  )
  const done = must(give(one, submit('2015-07-21'), '2015-07-21'))
  expect(partsMissing(done, only(done))).toEqual([])
})

it('a measure is told with everything that happened to it, in words', () => {
  let state = july()
  const steps = [
    ['2015-07-02', unit({ type: 'acknowledge', note: null })],
    ['2015-07-03', office({ type: 'instruct', leader: '王副市长', text: '抓紧', dueOn: null })],
    ['2015-07-15', unit({ type: 'progress', obligationId: on, percent: 30, text: '已起草' })],
    [
      '2015-07-20',
      unit({ type: 'extend', obligationId: on, dueOn: d('2015-08-14'), reason: '数据未齐', measures: null }),
    ],
  ] as const
  for (const [day, act] of steps) state = must(give(state, act, day))
  expect(measureText(state, d('2015-07-20'), '1.1')).toContain('已申请延期到 2015-08-14，待答复：数据未齐')
  const grant = office({ type: 'grantExtension', obligationId: on, dueOn: null, note: null })
  state = must(give(state, grant, '2015-07-21'))
  const text = measureText(state, d('2015-07-21'), '1.1')
  for (const line of [
    '签收：市甲局 2015-07-02',
    '2015-07-03 王副市长 批示：抓紧',
    '进度 30%（2015-07-15 市甲局）：已起草',
    '2015-07-21 同意延期：2015-07-31 → 2015-08-14',
    '到期 2015-08-14（原 2015-07-31）',
  ])
    expect(text).toContain(line)
})
