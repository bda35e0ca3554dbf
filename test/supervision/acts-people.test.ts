import { describe, expect, it } from 'vitest'
import { lightOf } from '../../domain/supervision/phase.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { code, d, evidence, july, office, on, only, unit } from './acts-support.ts'
import { give, must, noon, OFFICE } from './support.ts'

describe('people', () => {
  it('改派: clock and history stay; the new unit may submit, the old one not', () => {
    const state = must(
      give(
        july(),
        office({ type: 'reassign', leadUnit: '市乙局', units: [], reason: '机构改革' }),
        '2015-07-20',
      ),
    )
    expect(state.setup).toMatchObject({ leadUnit: '市乙局', units: ['市乙局'] })
    expect(only(state).dueOn).toBe('2015-07-31')
    const submit = unit({ type: 'submit', obligationId: on, doneOn: d('2015-07-20'), ...evidence })
    expect(code(state, submit, '2015-07-21')).toBe('UNIT_NOT_RESPONSIBLE')
    expect(code(state, { ...submit, actor: { role: 'unit', unit: '市乙局' } }, '2015-07-21')).toBe('done')
    expect(
      code(state, office({ type: 'reassign', leadUnit: '市乙局', units: [], reason: '再来' }), '2015-07-21'),
    ).toBe('UNITS_UNCHANGED')
  })

  it('反馈: behind the clock the light turns yellow before the due date; an empty one counts as none', () => {
    const report = (percent: number, text = '推进') =>
      unit({ type: 'progress', obligationId: on, percent, text })
    expect(lightOf(only(july()), d('2015-07-16'))).toBe('green')
    // 15 of 30 days gone, 10 % done.
    expect(lightOf(only(must(give(july(), report(10), '2015-07-16'))), d('2015-07-16'))).toBe('yellow')
    expect(lightOf(only(must(give(july(), report(40), '2015-07-16'))), d('2015-07-16'))).toBe('green')
    expect(code(july(), report(40, ' '), '2015-07-16')).toBe('PROGRESS_EMPTY')
    expect(code(july(), report(140), '2015-07-16')).toBe('PROGRESS_PERCENT')
  })

  it('签收 once by each unit', () => {
    const sign = unit({ type: 'acknowledge', note: null })
    const state = must(give(july(), sign, '2015-07-02'))
    expect(state.acknowledged).toEqual([{ unit: '市甲局', on: '2015-07-02' }])
    expect(code(state, unit({ type: 'acknowledge', note: null }), '2015-07-03')).toBe('ALREADY_ACKNOWLEDGED')
    expect(code(july(), { ...sign, actor: OFFICE }, '2015-07-02')).toBe('UNIT_NOT_RESPONSIBLE')
  })

  it('领导批示 with a date is an obligation of its own, with its own ladder', () => {
    const say = office({ type: 'instruct', leader: '王副市长', text: '抓紧', dueOn: d('2015-07-24') })
    const state = must(give(july(), say, '2015-07-13'))
    expect(state.obligations.map((o) => [o.id, o.dueOn])).toEqual([
      ['1.1/2015-07', '2015-07-31'],
      ['1.1/i-1', '2015-07-24'],
    ])
    expect(settle(state, noon('2015-07-27')).facts.map((f) => f.kind)).toContain('slipRaised')
    expect(
      must(
        give(
          july(),
          office({ type: 'instruct', leader: '王副市长', text: '关注', dueOn: null }),
          '2015-07-13',
        ),
      ).obligations,
    ).toHaveLength(1)
  })

  it('催办 by hand at most three times a day', () => {
    let state = july()
    for (let i = 0; i < 3; i += 1)
      state = must(give(state, office({ type: 'remind', obligationId: on, note: null }), '2015-07-13'))
    expect(code(state, office({ type: 'remind', obligationId: on, note: null }), '2015-07-13')).toBe(
      'REMIND_LIMIT',
    )
    expect(code(state, office({ type: 'remind', obligationId: on, note: null }), '2015-07-14')).toBe('done')
  })

  it('会办: the supporting unit gives its part to the lead; late is counted to it', () => {
    const both = must(
      give(
        july(),
        office({ type: 'reassign', leadUnit: '市甲局', units: ['市乙局'], reason: '会办' }),
        '2015-07-02',
      ),
    )
    const give2 = (day: string) =>
      give(
        both,
        {
          type: 'givePart',
          actId: `p${day}`,
          actor: { role: 'unit', unit: '市乙局' },
          obligationId: on,
          text: '数据',
        },
        day,
      )
    expect(only(must(give2('2015-07-20'))).parts).toMatchObject([{ unit: '市乙局', late: false }])
    expect(only(must(give2('2015-08-03'))).parts).toMatchObject([{ unit: '市乙局', late: true }])
    expect(code(july(), unit({ type: 'givePart', obligationId: on, text: '数据' }), '2015-07-20')).toBe(
      'NOT_SUPPORTING',
    )
  })
})
