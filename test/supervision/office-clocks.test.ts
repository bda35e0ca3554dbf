import { describe, expect, it } from 'vitest'
import { addDays, mustDate } from '../../domain/calendar/date.ts'
import { calendarOf, stripOf } from '../../domain/calendar/strip.ts'
import { addWorkingDays, isWorkingDay } from '../../domain/calendar/workdays.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { THREE_COLOURS, THREE_COLOURS_2 } from '../../domain/policy/policy.ts'
import { DEFAULT_SCORING } from '../../domain/policy/scoring.ts'
import { entriesOf } from '../../domain/reckoning/entries.ts'
import { officeLatenessOf } from '../../domain/reckoning/office-lateness.ts'
import type { Input } from '../../domain/supervision/acts.ts'
import { replay } from '../../domain/supervision/evolve.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { noticesFor } from '../../domain/supervision/notices.ts'
import { standingSlips } from '../../domain/supervision/obligation.ts'
import { changePolicy } from '../../domain/supervision/policy-change.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { nextWake } from '../../domain/supervision/wake.ts'
import { numbered } from '../reckoning/ledger-of.ts'
import { asked, office, on, unit } from './acts-support.ts'
import {
  accept,
  calendar,
  firstFacts,
  give,
  measureOf,
  noon,
  OFFICE,
  sendBack,
  setDue,
  submit,
} from './support.ts'

const d = mustDate

/** A measure due on Friday 2015-07-31, with what is done to it, up to a last day. */
function lived(
  steps: readonly (readonly [string, Input])[],
  last: string,
  deadline = '2015年7月',
  policy = THREE_COLOURS,
) {
  let { state, facts } = firstFacts(measureOf(deadline), policy)
  for (const [day, input] of steps) {
    const done = give(state, input, day)
    if (!done.ok) throw new Error(`${day} ${done.error.code} ${done.error.message}`)
    state = done.value.state
    facts = [...facts, ...done.value.facts]
  }
  const rest = settle(state, noon(last))
  return { state: rest.state, facts: [...facts, ...rest.facts] }
}
const told = (facts: readonly Fact[]) =>
  facts.flatMap((f) => (f.kind === 'officeDue' ? [[f.at, f.wait, f.step, f.since, f.by]] : []))
const slips = (state: MeasureState) =>
  state.obligations[0]?.slips.map((s) => [s.level, s.raisedOn, s.unanswered, s.withdrawnOn])
const kinds = (facts: readonly Fact[], from: string) =>
  facts
    .filter((f) => f.at >= from)
    .map((f) => `${f.at.slice(5, 10)} ${f.kind}${f.kind === 'slipRaised' ? ` ${f.level}` : ''}`)

describe('review of evidence: 5 working days', () => {
  it('reminds the office on its last day, then its head; never a slip on the unit', () => {
    const { state, facts } = lived([['2015-07-20', submit('2015-07-20')]], '2016-06-30')
    expect(told(facts)).toEqual([
      ['2015-07-27T09:00', 'review', 'remind', '2015-07-20', '2015-07-27'],
      ['2015-07-28T09:00', 'review', 'lapse', '2015-07-20', '2015-07-27'],
    ])
    expect(facts.some((f) => f.kind === 'slipRaised' || f.kind === 'overdue')).toBe(false)
    expect([state.obligations[0]?.state, nextWake(state)]).toEqual(['submitted', null])
    const notices = facts.flatMap((f, i) => noticesFor(replay(facts.slice(0, i + 1)) as MeasureState, f))
    expect(notices.filter((n) => n.kind === 'office').map((n) => [n.toUnit, n.toRole])).toEqual([
      ['督查室', 'office'],
      ['督查室', 'unitHead'],
    ])
  })
  it('ends with the act; evidence handed in anew, or an acceptance undone, begins it anew', () => {
    expect(
      told(
        lived(
          [
            ['2015-07-20', submit('2015-07-20')],
            ['2015-07-24', accept()],
          ],
          '2015-12-31',
        ).facts,
      ),
    ).toEqual([])
    const again = lived(
      [
        ['2015-07-20', submit('2015-07-20')],
        ['2015-07-22', sendBack()],
        ['2015-07-23', submit('2015-07-23')],
        ['2015-07-24', accept()],
        ['2015-07-28', office({ type: 'undoAccept', obligationId: on, reason: '弄错' })],
      ],
      '2015-12-31',
    )
    expect(told(again.facts).map(([at, , step]) => [at, step])).toEqual([
      ['2015-08-04T09:00', 'remind'],
      ['2015-08-05T09:00', 'lapse'],
    ])
  })
  it('ends at the plan’s close as 未审核, counted to the office', () => {
    const close = { type: 'close', actId: 'c', actor: OFFICE, reason: null } as const
    const { facts } = lived(
      [
        ['2015-07-20', submit('2015-07-20')],
        ['2015-09-30', close],
      ],
      '2015-09-30',
    )
    expect(facts.at(-1)).toMatchObject({ kind: 'closed', unreviewed: ['1.1/2015-07'] })
    const period = { from: d('2015-07-01'), to: d('2015-09-30') }
    expect(officeLatenessOf([numbered(facts)], period)).toEqual([
      {
        ...{ obligation: '1.1/2015-07', office: '督查室', wait: 'review', what: '审核', since: '2015-07-20' },
        ...{ by: '2015-07-27', endedOn: '2015-09-30', unanswered: true },
      },
    ])
    expect(entriesOf(numbered(facts), () => DEFAULT_SCORING)).toEqual([])
  })
})

describe('answer to a request for extension: 3 working days', () => {
  it('asked on the last day and never answered: the ladder goes on from the next working day', () => {
    const { state, facts } = lived([['2015-07-31', asked()]], '2015-12-31')
    expect(kinds(facts, '2015-07-31T10:00')).toEqual([
      '07-31 extensionAsked',
      '08-05 officeDue',
      '08-06 officeDue',
      '08-06 overdue',
      '08-06 slipRaised blue',
      '08-11 slipRaised orange',
      '08-18 slipRaised red',
    ])
    expect(slips(state)?.map(([, , mark]) => mark)).toEqual(['pending', 'pending', 'pending'])
  })
  it('granted then: those slips are withdrawn with their scores, and the new date holds', () => {
    const grant = office({ type: 'grantExtension', obligationId: on, dueOn: null, note: null })
    const { state, facts } = lived(
      [
        ['2015-07-31', asked()],
        ['2015-08-12', grant],
      ],
      '2015-08-21',
    )
    expect(slips(state)).toEqual([
      ['blue', '2015-08-06', 'pending', '2015-08-12'],
      ['orange', '2015-08-11', 'pending', '2015-08-12'],
      ['blue', '2015-08-21', undefined, undefined],
    ])
    const [o] = state.obligations
    expect([o?.dueOn, o && standingSlips(o).length]).toEqual(['2015-08-20', 1])
    expect(entriesOf(numbered(facts), () => DEFAULT_SCORING).map((e) => [e.on, e.reason, e.points])).toEqual([
      ['2015-08-06', 'slip', -1],
      ['2015-08-11', 'slip', -2],
      ['2015-08-12', 'takenBack', 1],
      ['2015-08-12', 'takenBack', 2],
      ['2015-08-21', 'slip', -1],
    ])
  })
  it('refused then: they stand and the ladder goes on', () => {
    const refuse = office({ type: 'refuseExtension', obligationId: on, reason: '不宜' })
    const { state } = lived(
      [
        ['2015-07-31', asked()],
        ['2015-08-12', refuse],
      ],
      '2015-12-31',
    )
    expect(slips(state)).toEqual([
      ['blue', '2015-08-06', 'refused', undefined],
      ['orange', '2015-08-11', 'refused', undefined],
      ['red', '2015-08-18', undefined, undefined],
    ])
  })
  it('asked early: reminders of the days ahead go out after the answer was due, none of those that went by', () => {
    const { facts } = lived([['2015-07-10', asked()]], '2015-08-03')
    expect(kinds(facts, '2015-07-10T10:00')).toEqual([
      '07-10 extensionAsked',
      '07-15 officeDue',
      '07-16 officeDue',
      '07-24 reminded',
      '07-30 reminded',
      '08-01 overdue',
      '08-03 slipRaised blue',
    ])
  })
  it('answered in time: as before', () => {
    const grant = office({ type: 'grantExtension', obligationId: on, dueOn: null, note: null })
    expect(
      told(
        lived(
          [
            ['2015-07-31', asked()],
            ['2015-08-05', grant],
          ],
          '2015-08-21',
        ).facts,
      ),
    ).toEqual([['2015-08-05T09:00', 'extension', 'remind', '2015-07-31', '2015-08-05']])
  })
  it('returned work with a request pending is not frozen', () => {
    const { state } = lived(
      [
        ['2015-07-28', asked()],
        ['2015-07-29', submit('2015-07-29')],
        ['2015-07-30', sendBack()],
      ],
      '2015-12-31',
    )
    // Sent back on 07-30: answer by 08-04, rework by 08-06; slips from the first working day after both.
    expect(slips(state)?.map(([level, raisedOn]) => [level, raisedOn])).toEqual([
      ['blue', '2015-08-07'],
      ['orange', '2015-08-12'],
      ['red', '2015-08-19'],
    ])
  })
})

describe('a suspension to look at again, a date to set', () => {
  const suspend = (reviewOn: string) =>
    office({ type: 'suspend', obligationId: on, reason: '等政策', ground: null, reviewOn: d(reviewOn) })
  it('review day passed with no decision: the office is reminded and its head told; put off again it waits', () => {
    const once = lived([['2015-07-10', suspend('2015-08-03')]], '2015-12-31')
    expect(told(once.facts).map(([at, wait, step]) => [at, wait, step])).toEqual([
      ['2015-08-06T09:00', 'suspension', 'remind'],
      ['2015-08-07T09:00', 'suspension', 'lapse'],
    ])
    const off = lived(
      [
        ['2015-07-10', suspend('2015-08-03')],
        ['2015-08-04', suspend('2015-09-10')],
      ],
      '2015-09-10',
    )
    expect(told(off.facts)).toEqual([])
    expect(off.state.obligations[0]?.suspension).toMatchObject({
      on: '2015-07-10',
      reviewOn: '2015-09-10',
      reviewed: true,
    })
  })
  it('到期日待定: 5 working days from the opening; a date ends it', () => {
    const open = lived([], '2015-12-31', '尽快')
    expect(told(open.facts)).toEqual([
      ['2015-07-08T09:00', 'dueDate', 'remind', '2015-07-01', '2015-07-08'],
      ['2015-07-09T09:00', 'dueDate', 'lapse', '2015-07-01', '2015-07-08'],
    ])
    expect(told(lived([['2015-07-06', setDue('2015-09-30')]], '2015-09-30', '尽快').facts)).toEqual([])
  })
})

describe('rules without such clocks', () => {
  it('0.2.0: nothing wakes, a request freezes, as before; other rules bring the clocks', () => {
    const old = lived([['2015-07-31', asked()]], '2015-08-10', '2015年7月', THREE_COLOURS_2)
    expect([told(old.facts), nextWake(old.state), old.state.setup.workdays]).toEqual([[], null, undefined])
    const replan = changePolicy(old.state, THREE_COLOURS, calendar, d('2015-08-10'))
    const cause = { kind: 'policy', id: 'san-se', version: 3, name: '三色督办', reason: null } as const
    const done = give(old.state, { type: 'replan', actor: OFFICE, actId: 'p', cause, replan }, '2015-08-10')
    if (!done.ok) throw new Error(done.error.message)
    expect(settle(done.value.state, noon('2015-09-30')).state.obligations[0]?.slips.length).toBe(3)
  })
  const ruled = (state: MeasureState, policy: typeof THREE_COLOURS, day: string) => {
    const replan = changePolicy(state, policy, calendar, d(day))
    const cause = { kind: 'policy', id: 'x', version: 9, name: '三色督办', reason: null } as const
    const done = give(state, { type: 'replan', actor: OFFICE, actId: 'p', cause, replan }, day)
    if (!done.ok) throw new Error(done.error.message)
    return settle(done.value.state, noon('2015-09-30')).facts
  }
  it('what lay there before the clocks came is counted from that day: nothing fires at once, nothing is dated back', () => {
    const waiting = [
      [['2015-07-20', submit('2015-07-20')]],
      [['2015-07-31', asked()]],
      [
        [
          '2015-07-20',
          office({
            type: 'suspend',
            obligationId: on,
            reason: '等',
            ground: null,
            reviewOn: d('2015-08-03'),
          }),
        ],
      ],
    ] as const
    for (const steps of waiting) {
      const old = lived(steps, '2015-08-28', '2015年7月', THREE_COLOURS_2)
      const facts = told(ruled(old.state, THREE_COLOURS, '2015-08-28'))
      expect(facts.map(([, , step]) => step)).toEqual(['remind', 'lapse'])
      for (const [at, , , , by] of facts)
        expect([(at ?? '') > '2015-08-31', (by ?? '') > '2015-08-31']).toEqual([true, true])
    }
  })
  it('a time made shorter leaves a working day to what lay there longer', () => {
    const lies = lived([['2015-07-20', submit('2015-07-20')]], '2015-07-24')
    const shorter = {
      ...THREE_COLOURS,
      version: 9,
      office: { review: 2, extension: 3, suspension: 3, dueDate: 5 },
    }
    expect(told(ruled(lies.state, shorter, '2015-07-24')).map(([at, , step]) => [at, step])).toEqual([
      ['2015-07-27T09:00', 'remind'],
      ['2015-07-28T09:00', 'lapse'],
    ])
  })
})

describe('a strip of working days', () => {
  it('is the calendar inside its span, day by day', () => {
    const strip = stripOf(calendar, d('2015-01-01'), d('2016-12-31'))
    expect(strip.except.length).toBeLessThan(250)
    const cut = calendarOf(strip)
    for (let day = d('2015-01-01'); day <= '2016-12-31'; day = addDays(day, 1))
      expect([day, isWorkingDay(cut, day)]).toEqual([day, isWorkingDay(calendar, day)])
    for (const n of [1, 3, 5, 20])
      expect(addWorkingDays(cut, d('2015-09-02'), n).date).toBe(
        addWorkingDays(calendar, d('2015-09-02'), n).date,
      )
  })
})

it('a unit that hands in while its request lies unanswered is under review, not under the ladder', () => {
  const steps = [
    ['2015-07-31', asked()],
    ['2015-08-03', submit('2015-08-03')],
  ] as const
  expect(slips(lived(steps, '2015-12-31').state)).toEqual([])
  expect(unit({ type: 'acknowledge', note: null }).type).toBe('acknowledge')
})
