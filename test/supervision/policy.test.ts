import { describe, expect, it } from 'vitest'
import { mustDate as d } from '../../domain/calendar/date.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { policyFor, type SupervisionPolicy, THREE_COLOURS } from '../../domain/policy/policy.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { decide } from '../../domain/supervision/decide.ts'
import { replay } from '../../domain/supervision/evolve.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { noticesFor } from '../../domain/supervision/notices.ts'
import { isOver } from '../../domain/supervision/phase.ts'
import { changePolicy } from '../../domain/supervision/policy-change.ts'
import { bringsWork } from '../../domain/supervision/replan.ts'
import { settle } from '../../domain/supervision/settle.ts'
import {
  calendar,
  firstFacts,
  give,
  measureOf,
  must,
  noon,
  OFFICE,
  sendBack,
  startedOn,
  submit,
  UNIT,
} from './support.ts'

const SIGNED: SupervisionPolicy = {
  ...THREE_COLOURS,
  id: 'signed',
  acknowledge: { days: 2, remindBefore: 1, to: 'unitHead' },
}
/** Shorter in everything. */
const QUICK: SupervisionPolicy = {
  ...THREE_COLOURS,
  id: 'quick',
  remindBefore: [3],
  slips: [
    { level: 'blue', after: 1, to: 'liaison' },
    { level: 'orange', after: 1, to: 'unitHead' },
    { level: 'red', after: 1, to: 'leaderInCharge' },
  ],
  reworkDays: 2,
}

const kinds = (facts: readonly Fact[]) => facts.map((fact) => `${fact.kind} ${fact.at}`)
const by = (id: string) => ({ actId: id, actor: UNIT })
const acknowledge = (unit: string = UNIT.unit): Act => ({
  type: 'acknowledge',
  actId: `ack-${unit}`,
  actor: { role: 'unit', unit },
  note: null,
})
const two = (policy = SIGNED): MeasureState => {
  const measure = measureOf('2015年12月')
  const units = [...measure.units, { name: '市乙局', raw: '市乙局', role: 'supporting' as const }]
  return startedOn({ ...measure, units }, policy)
}
/** The change as a plan would send it to the measure on a day. */
function under(state: MeasureState, policy: SupervisionPolicy, day: string): MeasureState {
  const now = settle(state, noon(day)).state
  const replan = changePolicy(now, policy, calendar, d(day))
  const { id, version, name } = policy
  const cause = { kind: 'policy', id, version, name, reason: null } as const
  return must(give(now, { type: 'replan', ...by(`p-${day}`), actor: OFFICE, cause, replan }, day))
}

describe('签收', () => {
  it('has its own clock: two working days, a reminder the day before, told to the unit head apart from any deadline', () => {
    const { facts, state } = settle(two(), noon('2015-07-20')) // started on Wednesday 07-01
    expect(kinds(facts)).toEqual(['acknowledgeDue 2015-07-02T09:00', 'acknowledgeDue 2015-07-06T09:00'])
    const lapse = facts[1] as Fact
    expect(noticesFor(state, lapse).map((n) => [n.toUnit, n.toRole])).toEqual([
      ['市甲局', 'unitHead'],
      ['市乙局', 'unitHead'],
    ])
    expect(new Set(noticesFor(state, lapse).map((n) => n.key)).size).toBe(2)
    expect(state.obligations[0]?.slips).toEqual([])
  })

  it('names only the units that have not signed, and stops when all have', () => {
    const one = must(give(two(), acknowledge(), '2015-07-02'))
    const lapse = settle(one, noon('2015-07-20')).facts.at(-1)
    expect(lapse).toMatchObject({ kind: 'acknowledgeDue', step: 'lapse', units: ['市乙局'] })
    const both = must(
      give(must(give(two(), acknowledge(), '2015-07-01')), acknowledge('市乙局'), '2015-07-01'),
    )
    expect(kinds(settle(both, noon('2015-07-20')).facts)).toEqual([])
  })

  it('starts anew for a unit that gets the task by 改派', () => {
    const signed = must(give(two(), acknowledge(), '2015-07-01'))
    const units = ['市甲局', '市丙局']
    const act = { type: 'reassign', leadUnit: '市甲局', units, reason: '职能划转' } as const
    const moved = must(give(signed, { ...act, actId: 'r1', actor: OFFICE }, '2015-08-03'))
    expect(settle(moved, noon('2015-09-01')).facts.map((f) => [f.at, 'units' in f && f.units])).toEqual([
      ['2015-08-04T09:00', ['市丙局']],
      ['2015-08-06T09:00', ['市丙局']],
    ])
  })

  it('does not run where the policy has none', () => {
    expect(kinds(settle(two(THREE_COLOURS), noon('2015-07-20')).facts)).toEqual([])
  })
})

describe('等待询问', () => {
  it('an answer in time stops it; a late one is taken, and silence to the next question counts again', () => {
    const start = startedOn(measureOf('待省出台办法后'))
    const answer = (id: string): Act => ({ type: 'answerWait', ...by(id), clause: null, note: '尚未' })
    const answered = must(give(start, answer('w1'), '2015-10-12'))
    expect(kinds(settle(answered, noon('2015-12-31')).facts)).toEqual([])
    const late = must(give(start, answer('w1'), '2015-10-20'))
    expect(kinds(settle(late, noon('2016-02-01')).facts)).toEqual([
      'waitAsked 2016-01-04T09:00',
      'waitUnanswered 2016-01-12T09:00',
    ])
  })
})

describe('rules changed while a measure runs', () => {
  const july = () => startedOn(measureOf('2015年7月'))
  const only = (state: MeasureState) => state.obligations[0]!

  it('the due date stays; reminders and slips ahead go by the new rules', () => {
    const state = under(july(), QUICK, '2015-07-15')
    expect(only(state)).toMatchObject({ dueOn: '2015-07-31', originalDueOn: '2015-07-31' })
    expect(kinds(settle(state, noon('2015-08-31')).facts)).toEqual([
      'reminded 2015-07-28T09:00',
      'overdue 2015-08-01T00:00',
      'slipRaised 2015-08-03T09:00',
      'slipRaised 2015-08-04T09:00',
      'slipRaised 2015-08-05T09:00',
    ])
  })

  it('nothing is dated back: levels whose day would have gone by start over from the day of the change', () => {
    // Blue on 08-03; under the new rules orange and red would have been 08-04 and 08-05.
    const state = under(july(), QUICK, '2015-08-05')
    expect(only(state).slips.map((slip) => slip.level)).toEqual(['blue'])
    expect(kinds(settle(state, noon('2015-08-31')).facts)).toEqual([
      'slipRaised 2015-08-06T09:00',
      'slipRaised 2015-08-07T09:00',
    ])
  })

  it('a reminder that went out is not sent again, also when the rules have it on a later day', () => {
    const state = under(july(), { ...QUICK, remindBefore: [5, 2] }, '2015-07-27') // the first went out on 07-24
    expect(kinds(settle(state, noon('2015-07-31')).facts)).toEqual(['reminded 2015-07-29T09:00'])
  })

  it('returned work keeps its rework date; its slips follow the new gaps', () => {
    const sent = must(give(july(), submit('2015-07-30'), '2015-07-30'))
    const back = must(give(sent, sendBack(), '2015-07-31')) // rework by 08-07
    const state = under(back, QUICK, '2015-08-03')
    expect(kinds(settle(state, noon('2015-08-31')).facts).slice(-3)).toEqual([
      'slipRaised 2015-08-10T09:00',
      'slipRaised 2015-08-11T09:00',
      'slipRaised 2015-08-12T09:00',
    ])
  })

  it('"25日前" still counts reminders back from the 24th', () => {
    const quarter = startedOn(measureOf('2015年7月25日前'))
    const ladder = only(under(quarter, QUICK, '2015-07-10')).ladder
    expect(ladder?.reminders).toEqual([{ on: '2015-07-21', before: 3 }]) // 07-24 minus 3 working days
  })

  it('starts a 签收 clock from the day of the change, and holds no silence of before against anyone', () => {
    const start = startedOn(measureOf('待省出台办法后'), { ...THREE_COLOURS, waits: undefined })
    const state = under(start, SIGNED, '2015-11-02') // asked on 10-08, nobody answered
    expect(kinds(settle(state, noon('2016-02-01')).facts)).toEqual([
      'acknowledgeDue 2015-11-03T09:00',
      'acknowledgeDue 2015-11-05T09:00',
      'waitAsked 2016-01-04T09:00',
      'waitUnanswered 2016-01-12T09:00',
    ])
  })

  it('the same rules again change nothing, and the ledger replays to the state', () => {
    const first = firstFacts(measureOf('2015年7月'))
    const replan = changePolicy(first.state, QUICK, calendar, d('2015-07-01'))
    const cause = { kind: 'policy', id: 'quick', version: 1, name: '快', reason: null } as const
    const input = { type: 'replan', ...by('x'), actor: OFFICE, cause, replan } as const
    const done = decide(first.state, input, { at: noon('2015-07-01'), answer: null })
    if (!done.ok) throw new Error(done.error.code)
    expect(changePolicy(done.value.state, QUICK, calendar, d('2015-07-01'))).toBeNull()
    const again: unknown = JSON.parse(JSON.stringify(done.value.state))
    expect(changePolicy(again as MeasureState, QUICK, calendar, d('2015-07-01'))).toBeNull()
    expect(replay([...first.facts, ...done.value.facts])).toEqual(done.value.state)
  })

  it('check-ins go by the rules a measure started with: every month, quarter or half-year', () => {
    const every = (checkIns: 'month' | 'quarter' | 'halfYear') =>
      startedOn(measureOf('长期坚持'), { ...THREE_COLOURS, checkIns })
    const ids = (state: MeasureState) => state.obligations.map((o) => `${o.id} ${o.dueOn}`)
    expect(ids(every('quarter'))).toEqual(['1.1/2015-Q3 2015-09-30', '1.1/2015-Q4 2015-12-31'])
    expect(ids(every('halfYear'))).toEqual(['1.1/2015-H2 2015-12-31'])
    const monthly = every('month')
    expect(ids(monthly)).toHaveLength(6)
    expect(monthly.obligations[0]).toMatchObject({ id: '1.1/2015-07', dueOn: '2015-07-31', policy: true })
    expect(monthly.obligations[0]?.ask).toMatch(/^本月进展/)
    expect(ids(under(monthly, THREE_COLOURS, '2015-07-15'))).toEqual(ids(monthly))
    // Dates that the document writes are not ours to move.
    const written = startedOn(measureOf('每季度末'), { ...THREE_COLOURS, checkIns: 'month' })
    expect(ids(written)).toEqual(ids(startedOn(measureOf('每季度末'))))
  })

  it('rules for one measure hold for that one alone', () => {
    const policy = { ...THREE_COLOURS, measures: { '1.1': { reworkDays: 2 } } }
    expect(policyFor(policy, '1.1')).toMatchObject({ reworkDays: 2, lateReportDays: 3 })
    expect(policyFor(policy, '1.2').reworkDays).toBe(5)
    expect(startedOn(measureOf('2015年7月'), policy).setup.policy.reworkDays).toBe(2)
  })
})

it('other rules do not start a measure again that is over, though the clock of its wait would be another', () => {
  const start = startedOn(measureOf('待省出台办法后'), THREE_COLOURS)
  const over = { ...start, waits: start.waits.map((wait) => ({ ...wait, triggeredBy: ['ev'] })) }
  expect(isOver(over)).toBe(true)
  const change = changePolicy(
    over,
    { ...SIGNED, waits: { answerDays: 2, to: 'unitHead' } },
    calendar,
    d('2015-08-03'),
  )
  expect(change?.waits).not.toBeNull()
  expect(change && bringsWork(change)).toBe(false)
})
