import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { THREE_COLOURS } from '../../domain/policy/policy.ts'
import { ladderFor } from '../../domain/supervision/ladder.ts'
import { lightOf, phaseOf } from '../../domain/supervision/phase.ts'
import { settle } from '../../domain/supervision/settle.ts'
import {
  accept,
  calendar,
  event,
  give,
  measureOf,
  must,
  noon,
  sendBack,
  setDue,
  startedOn,
  submit,
  UNIT,
} from './support.ts'

const only = (state: MeasureState) => {
  expect(state.obligations).toHaveLength(1)
  return state.obligations[0]!
}
const kinds = (facts: readonly { kind: string; at: string }[]) => facts.map((f) => `${f.kind} ${f.at}`)

describe('the ladder of 三色督办', () => {
  it('counts working days: due Friday 2015-07-31', () => {
    const ladder = ladderFor(calendar, THREE_COLOURS, {
      dueOn: mustDate('2015-07-31'),
      openOn: mustDate('2015-07-01'),
    })
    expect(ladder.reminders).toEqual([
      { on: '2015-07-24', before: 5 }, // Friday
      { on: '2015-07-30', before: 1 }, // Thursday
    ])
    expect(ladder.slips).toEqual([
      { level: 'blue', on: '2015-08-03' }, // Monday
      { level: 'orange', on: '2015-08-06' }, // Thursday
      { level: 'red', on: '2015-08-13' }, // Thursday
    ])
    expect(ladder.lateReportAfter).toBe('2015-08-05')
  })

  it('is not spent over a holiday: due Wednesday 2015-09-30, 1 to 7 October off, Saturday the 10th worked', () => {
    const ladder = ladderFor(calendar, THREE_COLOURS, {
      dueOn: mustDate('2015-09-30'),
      openOn: mustDate('2015-09-01'),
    })
    expect(ladder.slips.map((s) => s.on)).toEqual(['2015-10-08', '2015-10-12', '2015-10-19'])
  })

  it('leaves out reminders of before the opening; born overdue, starts a working day after the report', () => {
    const late = ladderFor(calendar, THREE_COLOURS, {
      dueOn: mustDate('2015-07-31'),
      openOn: mustDate('2015-08-14'),
    })
    expect(late.reminders).toEqual([])
    expect(late.slips[0]).toEqual({ level: 'blue', on: '2015-08-17' }) // reported on a Friday
  })
})

describe('a fixed date', () => {
  const start = () => startedOn(measureOf('2015年7月'))

  it('ignored: request, reminders, lapse and slips, each at its own plan time', () => {
    const { facts, state } = settle(start(), noon('2015-09-30'))
    expect(kinds(facts)).toEqual([
      'reminded 2015-07-24T09:00',
      'reminded 2015-07-30T09:00',
      'overdue 2015-08-01T00:00',
      'slipRaised 2015-08-03T09:00',
      'slipRaised 2015-08-06T09:00',
      'slipRaised 2015-08-13T09:00',
    ])
    expect(phaseOf(state)).toBe('open')
    expect(lightOf(only(state), mustDate('2015-07-23'))).toBe('green')
    expect(lightOf(only(state), mustDate('2015-07-24'))).toBe('yellow')
    expect(lightOf(only(state), mustDate('2015-07-31'))).toBe('yellow')
    expect(lightOf(only(state), mustDate('2015-08-01'))).toBe('red')
  })

  it('done in time: the ladder stops when evidence is in, and lateness goes by the day it was done', () => {
    const sent = must(give(start(), submit('2015-07-20'), '2015-07-21'))
    // Nothing more of the unit; the office is reminded to review it.
    expect(kinds(settle(sent, noon('2015-12-31')).facts)).toEqual([
      'officeDue 2015-07-28T09:00',
      'officeDue 2015-07-29T09:00',
    ])
    const done = only(must(give(sent, accept(), '2015-08-20')))
    expect(done).toMatchObject({ state: 'completed', outcome: 'onTime', lateDays: 0, lateReported: false })
  })

  it('done late: by days and working days; the slips raised stay', () => {
    const sent = must(give(start(), submit('2015-08-04'), '2015-08-04'))
    const done = only(must(give(sent, accept(), '2015-08-05')))
    expect(done).toMatchObject({ outcome: 'late', lateDays: 4, lateWorkdays: 2 }) // Saturday to Tuesday
    expect(done.slips.map((s) => s.level)).toEqual(['blue'])
  })

  it('done in time but reported late: on time, and 迟报 beside it', () => {
    const on = (day: string) =>
      only(must(give(must(give(start(), submit('2015-07-30'), day)), accept(), '2015-08-20')))
    expect(on('2015-08-05')).toMatchObject({ outcome: 'onTime', lateReported: false })
    expect(on('2015-08-06')).toMatchObject({ outcome: 'onTime', lateReported: true })
  })

  it('returned: five working days to rework, the original date stays the measure, the ladder goes on after it', () => {
    const sent = must(give(start(), submit('2015-07-30'), '2015-07-30'))
    const back = must(give(sent, sendBack(), '2015-07-31'))
    expect(only(back)).toMatchObject({
      state: 'returned',
      dueOn: '2015-07-31',
      returns: [{ reworkOn: '2015-08-07' }],
    })
    expect(lightOf(only(back), mustDate('2015-07-31'))).toBe('yellow')
    expect(kinds(settle(back, noon('2015-08-31')).facts)).toEqual([
      'overdue 2015-08-01T00:00',
      'reminded 2015-08-06T09:00',
      'slipRaised 2015-08-10T09:00', // Monday after the rework date
      'slipRaised 2015-08-13T09:00',
      'slipRaised 2015-08-20T09:00',
    ])
    const again = must(give(back, submit('2015-07-31'), '2015-08-06'))
    expect(only(must(give(again, accept(), '2015-08-07')))).toMatchObject({
      outcome: 'onTime',
      lateReported: false,
    })
  })
})

describe('a clause that waits', () => {
  it('asks on the first working day of each quarter, records "not yet", and stops asking when it has come', () => {
    const measure = measureOf('待省出台办法后')
    const start = startedOn(measure)
    expect(phaseOf(start)).toBe('waiting')
    expect(kinds(settle(start, noon('2016-02-01')).facts)).toEqual([
      'waitAsked 2015-10-08T09:00',
      'waitUnanswered 2015-10-15T09:00', // five working days to answer: 10-09, Sat 10-10 (调休上班), 10-12, 13, 14
      'waitAsked 2016-01-04T09:00',
      'waitUnanswered 2016-01-12T09:00', // 01-05 to 01-08, Mon 01-11
    ])
    const told = must(give(start, event(measure, 'ev-1', '2015-09-01', '2015-09-05'), '2015-09-05'))
    expect(only(told)).toMatchObject({ id: '1.1/ev-1', state: 'open', dueOn: null, openedOn: '2015-09-05' })
    // Nothing more of the unit; the office is reminded to set a date.
    expect(kinds(settle(told, noon('2016-02-01')).facts)).toEqual([
      'officeDue 2015-09-10T09:00',
      'officeDue 2015-09-11T09:00',
    ])
    const due = must(give(told, setDue('2015-10-30'), '2015-09-07'))
    expect(only(due)).toMatchObject({ dueOn: '2015-10-30', originalDueOn: '2015-10-30' })
    expect(kinds(settle(due, noon('2015-11-02')).facts)).toContain('slipRaised 2015-11-02T09:00')
  })

  it('a stream: every report its own obligation; 2015-09-02 + 2 working days = 2015-09-07', () => {
    const measure = measureOf('审批或核准后两个工作日内')
    let state = startedOn(measure)
    for (const [id, on] of [
      ['ev-a', '2015-09-01'],
      ['ev-b', '2015-09-02'],
      ['ev-a', '2015-09-01'],
    ] as const)
      state = must(give(state, event(measure, id, on, '2015-09-02'), '2015-09-02'))
    expect(state.obligations.map((o) => [o.id, o.dueOn])).toEqual([
      ['1.1/ev-a', '2015-09-06'], // Sunday, 调休上班日
      ['1.1/ev-b', '2015-09-07'],
    ])
  })

  it('a single act reported again with another id opens nothing more', () => {
    const measure = measureOf('市人大批准后20日内')
    const once = must(
      give(startedOn(measure), event(measure, 'ev-1', '2015-08-28', '2015-08-28'), '2015-08-28'),
    )
    expect(only(once).dueOn).toBe('2015-09-17')
    expect(
      must(give(once, event(measure, 'ev-2', '2015-08-29', '2015-08-29'), '2015-08-29')).obligations,
    ).toHaveLength(1)
  })

  it('never came: closing the plan leaves it as 未触发, and what is open as unfinished', () => {
    const closed = must(
      give(
        startedOn(measureOf('待省出台办法后')),
        { type: 'close', actId: 'c', actor: { role: 'office', unit: '督查室' }, reason: null },
        '2016-02-01',
      ),
    )
    expect(phaseOf(closed)).toBe('notTriggered')
    const open = must(
      give(
        startedOn(measureOf('2015年7月')),
        { type: 'close', actId: 'c', actor: { role: 'office', unit: '督查室' }, reason: null },
        '2016-02-01',
      ),
    )
    expect(phaseOf(open)).toBe('unfinished')
  })
})

it.each(['近期', '看情况', '2015年3月'])(
  'a deadline without a usable date (%s) does not count as done',
  (text) => {
    const state = startedOn(measureOf(text))
    expect(phaseOf(state)).toBe('open')
    expect(only(state)).toMatchObject({ dueOn: null, state: 'open' })
  },
)

it('a refused act changes nothing and says why in Chinese', () => {
  const state = startedOn(measureOf('2015年7月、12月'))
  const before = JSON.stringify(state)
  const refusals = [
    give(state, submit('2015-07-01'), '2015-07-02'),
    give(state, submit('2015-07-09', { obligationId: '1.1/2015-07' }), '2015-07-02'),
    give(state, submit('2015-07-01', { obligationId: '1.1/2015-07', urls: [] }), '2015-07-02'),
    give(state, submit('2015-07-01', { obligationId: 'x' }), '2015-07-02'),
    give(state, submit('2015-07-01', { actor: { role: 'unit', unit: '市乙局' } }), '2015-07-02'),
    give(state, accept(), '2015-07-02'),
    give(state, setDue('2015-06-01', { obligationId: '1.1/2015-07' }), '2015-07-02'),
    give(state, setDue('2015-07-31', { obligationId: '1.1/2015-07' }), '2015-07-02'),
    give(state, setDue('2015-08-31', { obligationId: '1.1/2015-07', actor: UNIT }), '2015-07-02'),
  ]
  const codes = refusals.map((r) => (r.ok ? 'accepted' : r.error.code))
  expect(codes).toEqual([
    'OBLIGATION_AMBIGUOUS',
    'DONE_IN_FUTURE',
    'EVIDENCE_EMPTY',
    'OBLIGATION_NOT_FOUND',
    'UNIT_NOT_RESPONSIBLE',
    'NOTHING_TO_ACT_ON',
    'DUE_BEFORE_OPENING',
    'DUE_UNCHANGED',
    'NOT_OFFICE',
  ])
  for (const r of refusals) if (!r.ok) expect(r.error.message).toMatch(/[\u4e00-\u9fff]/)
  expect(JSON.stringify(state)).toBe(before)
})
