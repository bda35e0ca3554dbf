import { describe, expect, it } from 'vitest'
import { at } from '../../domain/calendar/time.ts'
import { decide } from '../../domain/supervision/decide.ts'
import { replan } from '../../domain/supervision/replan.ts'
import { context, d, type Row, shipped, started, target, UNIT } from './replan-2026.ts'

describe('a text that is amended', () => {
  const amended = { cause: { kind: 'amendment', document: 'x', title: '修订', reason: null } } as const
  it.each<readonly [string, Row, Row, object]>([
    [
      'another date is the same obligation',
      ['市甲局', '公开。', '9月底前'],
      ['市甲局', '公开。', '10月底前'],
      { changes: [{ from: '2026-09-30', dueOn: '2026-10-31' }], added: [], withdrawn: [] },
    ],
    [
      'a date that becomes a condition',
      ['市甲局', '公开。', '9月底前'],
      ['市甲局', '公开。', '待省出台具体规定后'],
      { withdrawn: ['1.1/2026-09'], waits: [{ text: '省出台具体规定' }] },
    ],
    [
      'a condition that becomes a date',
      ['市甲局', '公开。', '待省出台具体规定后'],
      ['市甲局', '公开。', '9月底前'],
      { added: [{ id: '1.1/2026-09' }], waits: [] },
    ],
    [
      'monthly becomes quarterly',
      ['市甲局', '公开。', '每月'],
      ['市甲局', '公开。', '每季度'],
      { added: [{ period: '2026-Q3' }, { period: '2026-Q4' }] },
    ],
    [
      'another unit',
      ['市甲局', '公开。', '9月底前'],
      ['市乙局', '公开。', '9月底前'],
      { changes: [], setup: { leadUnit: '市乙局' } },
    ],
  ])('%s', (_, was, now, expected) => {
    const { state } = started(was, shipped, '2026-07-05')
    expect(replan(state, target(now), context(shipped, '2026-07-05', amended))).toMatchObject(expected)
  })

  it('that leaves the measure out withdraws what is open; evidence handed in stays', () => {
    const row: Row = ['市甲局', '公开。', '每月']
    const { state } = started(row, shipped, '2026-07-20')
    const submit = {
      type: 'submit',
      actId: 's',
      actor: UNIT,
      obligationId: '1.1/2026-07',
      doneOn: d('2026-07-20'),
      urls: ['http://a.cn/x'],
      files: [],
      note: null,
    } as const
    const submitted = decide(state, submit, { at: at(d('2026-07-20'), '12:00'), answer: null })
    if (!submitted.ok) throw new Error(submitted.error.message)
    const found = replan(submitted.value.state, null, context(shipped, '2026-07-20', amended))
    expect(found?.withdrawn).toEqual([
      '1.1/2026-08',
      '1.1/2026-09',
      '1.1/2026-10',
      '1.1/2026-11',
      '1.1/2026-12',
    ])
  })
})
