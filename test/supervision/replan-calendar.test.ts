import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { at } from '../../domain/calendar/time.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { refreshPlan } from '../../domain/reading/refresh.ts'
import { decide } from '../../domain/supervision/decide.ts'
import { replay } from '../../domain/supervision/evolve.ts'
import { replan } from '../../domain/supervision/replan.ts'
import { MZ2015 } from '../documents/mz2015.ts'
import { planOf } from '../plan/support.ts'
import fc from '../properties.ts'
import {
  applied,
  context,
  d,
  OFFICE,
  type Row,
  shipped,
  started,
  target,
  UNIT,
  with2027,
} from './replan-2026.ts'

describe('a calendar that becomes known', () => {
  const counted: Row = ['市甲局', '报送总结。', '12月结束后3个工作日内']
  // 2026-12-31 is day 0. Without the notice: 01-01 off, Mon 01-04, Tue 01-05, Wed 01-06. With it Monday is off too.
  it.each([
    [shipped, '2027-01-06', true],
    [with2027, '2027-01-07', false],
  ])('counts three working days into 2027', (calendar, dueOn, provisional) => {
    expect(started(counted, calendar).state.obligations).toMatchObject([{ dueOn, provisional }])
  })

  it('makes a provisional date firm, old → new, and leaves the count of reminders right', () => {
    const { state } = started(counted, shipped, '2026-12-20')
    const found = replan(state, target(counted), context(with2027))
    expect(found?.changes).toMatchObject([{ from: '2027-01-06', dueOn: '2027-01-07', provisional: false }])
    const { state: after, facts } = applied(state, found)
    expect(after.obligations).toMatchObject([
      { dueOn: '2027-01-07', originalDueOn: '2027-01-07', provisional: false },
    ])
    expect(facts).toHaveLength(1)
    // Idempotent: the same calendar again changes nothing.
    expect(replan(after, target(counted), context(with2027))).toBeNull()
    // And back: the table taken away gives the first dates again.
    const back = applied(after, replan(after, target(counted), context(shipped))).state
    expect(back.obligations).toMatchObject([
      { dueOn: '2027-01-06', originalDueOn: '2027-01-06', provisional: true },
    ])
  })

  it('moves no fixed date, but its reminders and slips', () => {
    const fixed: Row = ['市甲局', '公开信息。', '12月底前']
    const { state } = started(fixed, shipped, '2026-12-20')
    const found = replan(state, target(fixed), context(with2027))
    // Thursday 2026-12-31; the blue slip on the first working day after it: Monday 01-04, with the notice Tuesday 01-05.
    expect(found?.changes).toMatchObject([
      {
        from: '2026-12-31',
        dueOn: '2026-12-31',
        ladder: { slips: [{ level: 'blue', on: '2027-01-05' }, {}, {}] },
      },
    ])
  })

  it('changes nothing where no day of it is counted, nor what has ended, nor a date a person set', () => {
    const early: Row = ['市甲局', '公开信息。', '9月底前']
    expect(
      replan(started(early, shipped, '2026-07-05').state, target(early), context(with2027, '2026-07-05')),
    ).toBeNull()

    const { state } = started(counted, shipped, '2027-01-02')
    const submit = {
      type: 'submit',
      actId: 's',
      actor: UNIT,
      obligationId: null,
      doneOn: d('2027-01-02'),
      urls: ['http://a.cn/x'],
      files: [],
      note: null,
    } as const
    const time = { at: at(d('2027-01-02'), '12:00'), answer: null }
    const submitted = decide(state, submit, time)
    if (!submitted.ok) throw new Error(submitted.error.message)
    const accepted = decide(
      submitted.value.state,
      { type: 'accept', actId: 'b', actor: OFFICE, obligationId: null, note: null },
      time,
    )
    if (!accepted.ok) throw new Error(accepted.error.message)
    expect(replan(accepted.value.state, target(counted), context(with2027, '2027-01-03'))).toBeNull()
    // Under review it is judged by its due date, so that one becomes firm.
    expect(
      replan(submitted.value.state, target(counted), context(with2027, '2027-01-02'))?.changes,
    ).toMatchObject([{ dueOn: '2027-01-07' }])

    const set = decide(
      state,
      { type: 'setDue', actId: 'c', actor: OFFICE, obligationId: null, dueOn: d('2027-01-20'), reason: null },
      {
        ...time,
        answer: {
          ask: 'ladder',
          ladder: {
            reminders: [],
            slips: [],
            lateReportAfter: d('2027-01-25'),
            calendar: 'x',
            provisional: true,
          },
        },
      },
    )
    if (!set.ok) throw new Error(set.error.message)
    expect(replan(set.value.state, target(counted), context(with2027, '2027-01-02'))?.changes).toMatchObject([
      { from: '2027-01-20', dueOn: '2027-01-20' },
    ])
  })

  it('gives what a start on it would have given, for whatever is not acted upon', () => {
    const wordings = [
      '12月结束后3个工作日内',
      '每月',
      '每季度结束后20日内',
      '每季度首月25日前',
      '待省出台具体规定后',
      '全年',
      '年底前',
      '每周一',
      '2026年第四季度结束后10个工作日内',
      '审批后5个工作日内',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...wordings),
        fc.constantFrom('2026-07-01', '2026-09-15', '2026-12-20'),
        (deadline, today) => {
          const row: Row = ['市甲局', '公开信息。', deadline]
          const before = started(row, shipped, today)
          const found = replan(before.state, target(row), context(with2027, today))
          const after =
            found === null
              ? before
              : {
                  state: applied(before.state, found, today).state,
                  facts: [...before.facts, ...applied(before.state, found, today).facts],
                }
          const fresh = started(row, with2027, today)
          const dates = (state: MeasureState) =>
            state.obligations.map((o) => [o.id, o.dueOn, o.provisional, o.opensOn, o.state, o.ladder?.slips])
          expect(dates(after.state)).toEqual(dates(fresh.state))
          expect(after.state.waits.map((w) => w.asks)).toEqual(fresh.state.waits.map((w) => w.asks))
          // The ledger alone yields the same state, and the state survives JSON.
          expect(replay(after.facts)).toEqual(after.state)
          expect(JSON.parse(JSON.stringify(after.state))).toEqual(after.state)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('the same calendar gives the seed its own dates again', () => {
    const plan = planOf(readFileSync(MZ2015.document), { issuedOn: MZ2015.issuedOn })
    expect(refreshPlan({ ...plan, calendar: 'other' }, shipped)).toEqual(plan)
  })
})
