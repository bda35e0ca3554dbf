import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import {
  carriedTasks,
  carryInto,
  emptyPlan,
  withoutCarried,
  withoutCarriedFrom,
  type YearEnd,
  yearEndItems,
} from '../../domain/plan/carry.ts'
import { conditionsOf } from '../../domain/plan/conditions.ts'
import { measuresOf } from '../../domain/plan/plan.ts'
import { THREE_COLOURS } from '../../domain/supervision/policy.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { setupOf } from '../../domain/supervision/setup.ts'
import { begin, evolve, type MeasureState } from '../../domain/supervision/state.ts'
import { smallPlan } from '../small-plan.ts'
import { calendar, noon } from '../supervision/support.ts'

const d = mustDate
const was = smallPlan([
  ['市甲局', '公开甲信息。', '2015年7月'],
  ['市乙局', '公开乙信息。', '2016年3月'],
  ['市丙局', '制定丙办法。', '待省出台办法后'],
])
const states: readonly MeasureState[] = measuresOf(was).map(({ task, measure }) => {
  const setup = setupOf(task, measure, {
    planId: 'y2015',
    startOn: d('2015-07-01'),
    policy: THREE_COLOURS,
    calendar,
  })
  const at = noon('2015-07-01')
  const fact = {
    kind: 'started',
    setup,
    seq: 1,
    at,
    actor: { role: 'system', unit: 'x' },
    actId: null,
  } as const
  return settle(evolve(begin(at, setup), fact), noon('2016-01-20')).state
})
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
  carryInto(into, from, yearEndItems(states, decided(more)), new Set(taken), calendar)

describe('carrying over', () => {
  it('makes a measure of each open obligation and each condition, with links both ways', () => {
    const { plan, links, added } = carry()
    const condition = `3.1/${states[2]?.waits[0]?.conditionId}`
    expect(links).toEqual({ '1.1/2015-07': 'J1', '2.1/2016-03': 'J2', [condition]: 'J3' })
    expect(added).toEqual(['J1', 'J2', 'J3'])
    const measures = measuresOf(plan).map((m) => m.measure)
    expect(measures.map((m) => [m.no, m.carriedFrom?.obligation, m.carriedFrom?.dueOn])).toEqual([
      ['J1', '1.1/2015-07', '2015-07-31'],
      ['J2', '2.1/2016-03', '2016-03-31'],
      ['J3', condition, null],
    ])
    expect(measures[0]?.text).toBe('公开甲信息。（自 y2015 1.1/2015-07 结转）')
    expect(conditionsOf(plan).map((c) => [c.text, c.waits])).toEqual([
      ['省出台办法', [{ no: 'J3', clause: 1 }]],
    ])
  })

  it.each([
    ['a date gone by is none in the next plan', {}, ['J1/undated', null], ['J2/2016-03', '2016-03-31']],
    [
      'one date for all',
      { dueOn: d('2016-06-30') },
      ['J1/2016-06', '2016-06-30'],
      ['J2/2016-06', '2016-06-30'],
    ],
    [
      'a date for one',
      { dueOns: { '1.1/2015-07': d('2016-04-15') } },
      ['J1/2016-04', '2016-04-15'],
      ['J2/2016-03', '2016-03-31'],
    ],
  ])('%s', (_, more, first, second) => {
    const { plan } = carry(next, more)
    const context = { planId: 'y2016', startOn: d('2016-02-01'), policy: THREE_COLOURS, calendar }
    const obligations = measuresOf(plan).flatMap(
      ({ task, measure }) => setupOf(task, measure, context).obligations,
    )
    expect(obligations.map((o) => [o.id, o.dueOn])).toEqual([first, second])
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
