import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import type { YearEnd } from '../../domain/events/model/input.ts'
import { conditionsOf } from '../../domain/plan/conditions.ts'
import type { Obligation } from '../../domain/plan/measure/obligation.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { type Measure, measuresOf, type Task, type WorkPlan } from '../../domain/plan/plan.ts'
import { THREE_COLOURS } from '../../domain/policy/policy.ts'
import {
  carriedTasks,
  carryInto,
  emptyPlan,
  withoutCarried,
  withoutCarriedFrom,
  yearEndItems,
} from '../../domain/reckoning/carry.ts'
import { begin, evolve, replay } from '../../domain/supervision/evolve.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { lightOf } from '../../domain/supervision/phase.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { setupOf } from '../../domain/supervision/setup.ts'
import { smallPlan } from '../small-plan.ts'
import { calendar, noon } from '../supervision/support.ts'

const d = mustDate
const was = smallPlan([
  ['市甲局', '公开甲信息。', '2015年7月'],
  ['市乙局', '公开乙信息。', '2016年3月'],
  ['市丙局', '制定丙办法。', '待省出台办法后'],
])
const lives = (plan: WorkPlan, until: string): readonly MeasureState[] =>
  measuresOf(plan).map(({ task, measure }) => {
    const at = noon('2015-07-01')
    const facts = startOf('y2015', '2015-07-01', task, measure)
    return settle(replay(facts) as MeasureState, noon(until) > at ? noon(until) : at).state
  })

/** The ledger of a measure on the day it starts. */
function startOf(planId: string, day: string, task: Task, measure: Measure): readonly Fact[] {
  const setup = setupOf(task, measure, { planId, startOn: d(day), policy: THREE_COLOURS, calendar })
  const actor = { role: 'system', unit: 'x' } as const
  const started: Fact = { kind: 'started', setup, seq: 1, at: noon(day), actor, actId: null }
  return [started, ...settle(evolve(begin(noon(day), setup), started), noon(day)).facts]
}
const ledgerOf = (plan: WorkPlan) =>
  measuresOf(plan).map(({ task, measure }) => startOf('y2016', '2016-02-01', task, measure))
const startedIn = (plan: WorkPlan) => ledgerOf(plan).map((facts) => replay(facts) as MeasureState)

const states = lives(was, '2016-01-20')
const from = { planId: 'y2015', plan: was, states }
const decided = (more: Partial<YearEnd> = {}): YearEnd => ({
  carryTo: 'y2016',
  carryWaits: true,
  dueOn: null,
  dueOns: {},
  terminate: {},
  ...more,
})
const next = emptyPlan('2016年结转', 2016, d('2016-01-20'), calendar.version)
const carry = (into = next, more: Partial<YearEnd> = {}, taken: readonly string[] = []) =>
  carryInto(into, from, yearEndItems(states, decided(more)), new Set(taken))

describe('carrying over', () => {
  it('makes one measure of each that has something open or outstanding, in its own words, with links both ways', () => {
    const { plan, links, added } = carry()
    const condition = `3.1/${states[2]?.waits[0]?.conditionId}`
    expect(links).toEqual({ '1.1/2015-07': 'J1', '2.1/2016-03': 'J2', [condition]: 'J3' })
    expect(added).toEqual(['J1', 'J2', 'J3'])
    const measures = measuresOf(plan).map((m) => m.measure)
    expect(measures.map((m) => [m.no, m.carriedFrom?.no, m.carriedFrom?.obligation])).toEqual([
      ['J1', '1.1', '1.1/2015-07'],
      ['J2', '2.1', '2.1/2016-03'],
      ['J3', '3.1', condition],
    ])
    expect(measures.map((m) => [m.text, m.deadline.text])).toEqual(
      measuresOf(was).map(({ measure }) => [measure.text, measure.deadline.text]),
    )
    expect(conditionsOf(plan).map((c) => [c.text, c.waits])).toEqual([
      ['省出台办法', [{ no: 'J3', clause: 1 }]],
    ])
    expect(conditionsOf(carry(next, { carryWaits: false }).plan)).toEqual([])
  })

  it('a year of months is one measure with the months that remain', () => {
    const monthly = smallPlan([['市甲局', '报送甲情况。', '每月5日前']])
    const [state] = lives(monthly, '2016-01-20')
    if (state === undefined) throw new Error('no state')
    const source = { planId: 'y2015', plan: monthly, states: [state] }
    const { plan, links } = carryInto(next, source, yearEndItems([state], decided()), new Set())
    expect(Object.keys(links)).toHaveLength(6)
    expect(new Set(Object.values(links))).toEqual(new Set(['J1']))
    expect(measuresOf(plan)).toHaveLength(1)
  })

  it.each<[string, Partial<YearEnd>, readonly (string | null)[]]>([
    ['dates stay as they are, gone by or not', {}, ['2015-07-31', '2016-03-31']],
    ['one date for all', { dueOn: d('2016-06-30') }, ['2016-06-30', '2016-06-30']],
    ['a date for one', { dueOns: { '1.1/2015-07': d('2016-04-15') } }, ['2016-04-15', '2016-03-31']],
  ])('%s, as the dry run says', (_, more, dues) => {
    const items = yearEndItems(states, decided(more)).filter((item) => item.state !== 'waiting')
    expect(items.map((item) => item.nextDueOn)).toEqual(dues)
    expect(startedIn(carry(next, more).plan).flatMap((s) => s.obligations.map((o) => o.dueOn))).toEqual(dues)
  })

  it('what is overdue stays overdue: first date, slips, returns, progress, signatures and ladder go on', () => {
    const [first] = states
    if (first === undefined) throw new Error('no state')
    const before = first.obligations[0]
    expect(before).toMatchObject({ overdueSince: '2015-08-01', slips: [{}, {}, {}] })
    const worked: MeasureState = {
      ...first,
      acknowledged: [{ unit: '市甲局', on: d('2015-07-02') }],
      obligations: first.obligations.map((o) => ({
        ...o,
        progress: [{ on: d('2015-08-10'), percent: 40, text: '在办', by: '市甲局' }],
        returns: [{ on: d('2015-08-20'), reason: '缺附件', reworkOn: d('2015-08-27') }],
        slips: o.slips.slice(0, 1),
      })),
    }
    const source = { ...from, states: [worked] }
    const { plan } = carryInto(next, source, yearEndItems([worked], decided()), new Set())
    const [state] = startedIn(plan)
    const [was] = worked.obligations
    expect(state?.acknowledged).toEqual(worked.acknowledged)
    expect(state?.obligations[0]).toMatchObject({
      id: 'J1/2015-07',
      ...{ state: 'open', dueOn: '2015-07-31', originalDueOn: '2015-07-31', overdueSince: '2015-08-01' },
      ...{ slips: was?.slips, progress: was?.progress, returns: was?.returns },
    })
    expect(lightOf(state?.obligations[0] as Obligation, d('2016-02-01'))).toBe('red')
    // Blue was out: orange comes a working day after the start, not on a day between the plans; red five after it.
    expect(state?.obligations[0]?.ladder?.slips).toEqual([
      { level: 'orange', on: '2016-02-02' },
      { level: 'red', on: '2016-02-14' },
    ])
    const later = state && settle(state, noon('2016-02-03'))
    expect(later?.facts.map(({ kind }) => kind)).toEqual(['slipRaised'])
    expect(state && replay(ledgerOf(plan)[0] ?? [])).toEqual(state)
  })

  it('a ladder that has not come to its next rung keeps its days', () => {
    const [first] = states
    const o = first?.obligations[0]
    if (first === undefined || o === undefined || o.ladder === null) throw new Error('no ladder')
    const slips = [
      o.ladder.slips[0],
      { level: 'orange', on: d('2016-02-17') },
      { level: 'red', on: d('2016-02-24') },
    ]
    const ahead = {
      ...first,
      obligations: [{ ...o, slips: o.slips.slice(0, 1), ladder: { ...o.ladder, slips } }],
    }
    const source = { ...from, states: [ahead as MeasureState] }
    const { plan } = carryInto(next, source, yearEndItems([ahead as MeasureState], decided()), new Set())
    expect(startedIn(plan)[0]?.obligations[0]?.ladder?.slips).toEqual(slips)
  })

  it('twice is once: what is there keeps its number, new work gets the next one that never ran', () => {
    const { plan } = carry(next, { carryWaits: false })
    const again = carry(plan, {}, ['J1', 'J2', 'J7'])
    expect(Object.values(again.links)).toEqual(['J1', 'J2', 'J3'])
    expect(again.added).toEqual(['J3'])
    expect(carry(again.plan).plan).toEqual(again.plan)
  })

  it('is no part of the next plan’s own document: apart when that is amended, gone when the closing is undone', () => {
    const own = smallPlan([['市丁局', '公开丁信息。', '2016年9月']], 2016)
    const { plan } = carry(own)
    expect(withoutCarried(plan)).toEqual(own)
    expect(carriedTasks(plan).map((task) => task.measures.length)).toEqual([3])
    expect(withoutCarriedFrom(plan, 'y2015')).toEqual(own)
    expect(withoutCarriedFrom(plan, 'y2014')).toEqual(plan)
  })

  it('leaves out what is terminated, and all of it when there is no next plan', () => {
    const items = yearEndItems(
      states,
      decided({ carryTo: null, carryWaits: false, terminate: { '1.1/2015-07': '划转' } }),
    )
    expect(items.map((i) => [i.obligation.split('/')[0], i.outcome, i.reason])).toEqual([
      ['1.1', 'terminated', '划转'],
      ['2.1', 'unfinished', null],
      ['3.1', 'notTriggered', null],
    ])
  })
})
