import { describe, expect, it } from 'vitest'
import { planShowText } from '../../client/cli/verbs/plan-shown.ts'
import { planShowJson } from '../../client/views/json.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { newPlan } from '../../domain/events/life.ts'
import type { Measure } from '../../domain/plan/plan.ts'
import { DEFAULT_SCORING } from '../../domain/policy/scoring.ts'
import { listsOf } from '../../domain/reckoning/bulletin-lists.ts'
import { yearEndItems } from '../../domain/reckoning/carry.ts'
import { entriesOf } from '../../domain/reckoning/entries.ts'
import { lateListOf, unitTotalsOf } from '../../domain/reckoning/outcome.ts'
import { scoresOf } from '../../domain/reckoning/scores.ts'
import { unacknowledged } from '../../domain/supervision/acknowledge.ts'
import { evolve, replay } from '../../domain/supervision/evolve.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { noticesFor } from '../../domain/supervision/notices.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { leadsOf, partOf, unitsOf } from '../../domain/supervision/units.ts'
import { numbered } from '../reckoning/ledger-of.ts'
import { accept, firstFacts, give, measureOf, must, noon, OFFICE, submit, UNIT } from './support.ts'

const unit = (name: string, role: 'lead' | 'responsible' | 'supporting') => ({ name, raw: name, role })
const joint: Measure = {
  ...measureOf('2015年7月'),
  units: [
    unit('市甲局', 'lead'),
    unit('市丙局', 'lead'),
    unit('市丁局', 'responsible'),
    unit('市乙局', 'supporting'),
  ],
}
const d = mustDate

/** Nothing handed in until the end of September: request, two reminders, the lapse, three slips. */
function ignored(): readonly Fact[] {
  const first = firstFacts(joint)
  return [...first.facts, ...settle(first.state, noon('2015-09-30')).facts]
}

const told = (facts: readonly Fact[]) =>
  facts.flatMap((fact, i) => {
    const state = replay(facts.slice(0, i + 1))
    return state === null ? [] : noticesFor(state, fact)
  })

describe('joint leads', () => {
  const facts = ignored()
  const state = replay(facts)
  if (state === null) throw new Error('no state')

  it('are told apart from responsible and supporting units', () => {
    expect(leadsOf(state.setup)).toEqual(['市甲局', '市丙局'])
    expect(unitsOf(state).map((name) => [name, partOf(state.setup, name)])).toEqual([
      ['市甲局', 'lead'],
      ['市丙局', 'joint'],
      ['市丁局', 'responsible'],
      ['市乙局', 'supporting'],
    ])
    expect(partOf(state.setup, '市戊局')).toBeNull()
    expect(unacknowledged(state)).toHaveLength(4)
  })

  it('are all asked, reminded and slipped; every notice has a key of its own', () => {
    const notices = told(facts)
    for (const kind of ['request', 'reminder', 'slip']) {
      const to = (name: string) => notices.filter((n) => n.kind === kind && n.toUnit === name).length
      expect([kind, to('市甲局')]).toEqual([kind, { request: 1, reminder: 2, slip: 3 }[kind]])
      expect(to('市丙局')).toBe(to('市甲局'))
      expect([to('市丁局'), to('市乙局')]).toEqual([0, 0])
    }
    expect(new Set(notices.map((n) => n.key)).size).toBe(notices.length)
  })

  it('a slip is one, with all of them on it; lists and the late list name them', () => {
    const slips = state.obligations[0]?.slips ?? []
    expect(slips.map(({ level, units }) => [level, units])).toEqual([
      ['blue', ['市甲局', '市丙局']],
      ['orange', ['市甲局', '市丙局']],
      ['red', ['市甲局', '市丙局']],
    ])
    const period = { from: d('2015-07-01'), to: d('2015-09-30') }
    expect(
      listsOf([state], [numbered(facts)], period, { slipNumbers: new Map() }).slips.map((s) => s.units),
    ).toEqual([
      ...[
        ['市甲局', '市丙局'],
        ['市甲局', '市丙局'],
        ['市甲局', '市丙局'],
      ],
    ])
    expect(lateListOf([state], d('2015-09-30'))[0]).toMatchObject({
      unit: '市甲局',
      units: ['市甲局', '市丙局'],
    })
  })

  it('it is counted and scored for each of them, once', () => {
    const entries = entriesOf(numbered(facts), () => DEFAULT_SCORING)
    expect(entries.map((e) => [e.unit, e.points])).toEqual([
      ['市甲局', -1],
      ['市丙局', -1],
      ['市甲局', -2],
      ['市丙局', -2],
      ['市甲局', -3],
      ['市丙局', -3],
    ])
    const scores = scoresOf([numbered(facts)], () => DEFAULT_SCORING, {
      from: d('2015-07-01'),
      to: d('2015-09-30'),
    })
    expect(scores.map((s) => [s.unit, s.score])).toEqual([
      ['市丙局', 94],
      ['市甲局', 94],
    ])
    expect(
      unitTotalsOf([state], d('2015-09-30')).map((u) => [u.unit, u.obligations, u.overdue, u.slips]),
    ).toEqual([
      ['市甲局', 1, 1, 3],
      ['市丙局', 1, 1, 3],
    ])
  })

  it('what is taken back is taken back for each', () => {
    let now = firstFacts(joint)
    const all = [...now.facts]
    for (const [day, act] of [
      ['2015-08-10', submit('2015-08-10')],
      ['2015-08-11', accept()],
      ['2015-08-12', { type: 'undoAccept', actId: 'u', actor: OFFICE, obligationId: null, reason: '弄错' }],
    ] as const) {
      const done = give(now.state, act, day)
      if (!done.ok) throw new Error(done.error.message)
      now = done.value
      all.push(...now.facts)
    }
    const entries = entriesOf(numbered(all), () => DEFAULT_SCORING)
    for (const name of ['市甲局', '市丙局'])
      expect(entries.filter((e) => e.unit === name && e.reason !== 'slip').map((e) => e.points)).toEqual([
        -2, 2,
      ])
  })

  it('either may hand in; a 改派 to others keeps who supported, a slip keeps whom it went to', () => {
    const begun = firstFacts(joint).state
    expect(
      give(begun, submit('2015-07-20', { actor: { role: 'unit', unit: '市丙局' } }), '2015-07-20').ok,
    ).toBe(true)
    const act = {
      type: 'reassign',
      actId: 'r',
      actor: OFFICE,
      leadUnit: '市戊局',
      units: ['市乙局'],
      reason: '改革',
    } as const
    const after = must(give(state, act, '2015-10-08'))
    expect([leadsOf(after.setup), after.setup.supporting, partOf(after.setup, '市甲局')]).toEqual([
      ['市戊局'],
      ['市乙局'],
      null,
    ])
    expect(after.obligations[0]?.slips[0]?.units).toEqual(['市甲局', '市丙局'])
    const two = must(
      give(after, { ...act, actId: 'r2', leadUnit: '市甲局', leads: ['市甲局', '市丙局'] }, '2015-10-09'),
    )
    expect(leadsOf(two.setup)).toEqual(['市甲局', '市丙局'])
    expect(
      give(two, { ...act, actId: 'r3', leadUnit: '市甲局', leads: ['市丙局'] }, '2015-10-09'),
    ).toMatchObject({
      error: { code: 'UNITS_UNCHANGED' },
    })
  })
})

describe('a setup of 0.2.0', () => {
  it('reads as one lead; its slips name nobody and count for that lead', () => {
    const { state, facts } = firstFacts(measureOf('2015年7月'))
    const { offices: _, ...setup } = state.setup
    const old = { ...state, setup }
    const later = settle(old, noon('2015-08-03'))
    expect(later.state.obligations[0]?.slips).toEqual([
      { level: 'blue', raisedOn: d('2015-08-03'), dueOn: d('2015-07-31') },
    ])
    expect(leadsOf(setup)).toEqual([UNIT.unit])
    expect(facts.reduce((s, fact) => (fact.kind === 'started' ? s : evolve(s, fact)), old)).toBeDefined()
  })
})

describe('wherever a clerk reads a unit, all that lead are named', () => {
  it('late lists, and what becomes of open work at a closing', () => {
    const state = replay(ignored())!
    const today = d('2015-09-30')
    const plan = { ...newPlan('p'), phase: 'running', clock: { kind: 'stepped', at: noon(today) } } as const
    expect(planShowText(planShowJson(plan, [state], today))).toMatch(
      /1\.1\/2015-07 +市甲局、市丙局 +2015-07-31/,
    )
    const decided = { carryTo: null, carryWaits: false, dueOn: null, dueOns: {}, terminate: {} }
    expect(yearEndItems([state], decided)).toMatchObject([{ unit: '市甲局、市丙局' }])
  })
})
