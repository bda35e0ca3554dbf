import { describe, expect, it } from 'vitest'
import { SYSTEM } from '../../domain/basics/actor.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { AS_IS, type Baseline } from '../../domain/plan/baseline.ts'
import { measuresOf } from '../../domain/plan/plan.ts'
import { THREE_COLOURS } from '../../domain/policy/policy.ts'
import { countsOf, unitTotalsOf } from '../../domain/reckoning/outcome.ts'
import { checkBaseline, pastItems, withBaseline } from '../../domain/supervision/baseline.ts'
import { describeFact } from '../../domain/supervision/describe.ts'
import { begin, evolve } from '../../domain/supervision/evolve.ts'
import { lightOf } from '../../domain/supervision/phase.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { setupOf } from '../../domain/supervision/setup.ts'
import { smallPlan } from '../small-plan.ts'
import { calendar, give, noon, OFFICE } from './support.ts'

const MIDYEAR = mustDate('2015-10-15')
const plan = smallPlan([
  ['市甲局', '公开甲信息。', '2015年8月'],
  ['市乙局', '公开乙信息。', '2015年7月、12月'],
  ['市丙局', '报送丙情况。', '每月10日前'],
  ['市丁局', '公开丁信息。', '2015年12月'],
])
const given = { planId: 'p', startOn: MIDYEAR, policy: THREE_COLOURS, calendar }
const setups = measuresOf(plan).map(({ task, measure }) => setupOf(task, measure, given))
const [first] = setups
if (first === undefined) throw new Error('no measure')
const done: Baseline = { mode: 'done', dueOn: null, items: {} }
const today: Baseline = { mode: 'from-today', dueOn: mustDate('2015-11-30'), items: {} }

function run(baseline: Baseline, until: string, setup = first) {
  const on = withBaseline(setup as typeof first & object, baseline, given)
  const at = noon(MIDYEAR)
  const started = { kind: 'started', setup: on, seq: 1, at, actor: SYSTEM, actId: null } as const
  const settled = settle(evolve(begin(at, on), started), noon(until))
  return { state: settled.state, facts: [started, ...settled.facts] }
}

describe('a plan that starts in mid-year', () => {
  it('says which dates are past, of whom and by how much, and nothing of those ahead', () => {
    const past = pastItems(setups, MIDYEAR)
    expect(past.map((one) => one.obligation)).toEqual([
      '1.1/2015-08',
      '2.1/2015-07',
      ...past.slice(2).map((o) => o.obligation),
    ])
    expect(past[0]).toEqual({
      obligation: '1.1/2015-08',
      measure: '1.1',
      unit: '市甲局',
      text: '公开甲信息。',
      dueOn: '2015-08-31',
      lateDays: 45,
      as: 'as-is',
      newDueOn: null,
    })
    expect(past.every((one) => one.dueOn < MIDYEAR)).toBe(true)
    expect(past.filter((one) => one.measure === '4.1')).toEqual([])
  })

  it('as they are: overdue at once, slips from the next working day on', () => {
    const { facts } = run(AS_IS, '2015-10-16')
    expect(facts.map((f) => f.kind)).toEqual(['started', 'opened', 'overdue', 'slipRaised'])
  })

  it('done before the start: over, counted apart, outside on-time share and score, never chased', () => {
    const { state, facts } = run(done, '2015-12-31')
    expect(facts.map((f) => f.kind)).toEqual(['started'])
    expect(describeFact(facts[0] as never)).toContain('启动前已办结 1.1/2015-08')
    expect(state.obligations).toMatchObject([{ state: 'completed', outcome: null, lateDays: 0, slips: [] }])
    expect(countsOf([state], MIDYEAR)).toMatchObject({
      doneBefore: 1,
      completedOnTime: 0,
      completedLate: 0,
      completedUndated: 0,
      overdue: 0,
    })
    expect(unitTotalsOf([state], MIDYEAR)).toMatchObject([
      { unit: '市甲局', obligations: 0, onTime: 0, late: 0 },
    ])
  })

  it('chased from today: the new date counts, the first one stays to be seen, and no slip is born with it', () => {
    const { state, facts } = run(today, '2015-10-16')
    expect(facts.map((f) => f.kind)).toEqual(['started', 'opened'])
    expect(facts[1]).toMatchObject({ bornOverdue: false })
    const [o] = state.obligations
    expect(o).toMatchObject({
      dueOn: '2015-11-30',
      originalDueOn: '2015-08-31',
      dueBy: 'person',
      dueInPlan: '2015-08-31',
    })
    expect(lightOf(o as never, MIDYEAR)).toBe('green')
    expect(run(today, '2015-12-01').facts.map((f) => f.kind)).toEqual([
      'started',
      'opened',
      'reminded',
      'reminded',
      'overdue',
      'slipRaised',
    ])
  })

  it('an item goes before the rest, by its own id or by its measure; what is ahead is touched only when it is named', () => {
    const items = {
      '2.1': { as: 'done' },
      '2.1/2015-12': { as: 'done', doneOn: mustDate('2015-10-01') },
    } as const
    const second = withBaseline(setups[1] as never, { ...AS_IS, items }, given)
    expect(
      second.obligations.map((o) => [o.id, Boolean(o.doneBefore), o.doneBefore?.doneOn ?? null]),
    ).toEqual([
      ['2.1/2015-07', true, null],
      ['2.1/2015-12', true, '2015-10-01'],
    ])
    const all = withBaseline(setups[1] as never, done, given)
    expect(all.obligations.map((o) => Boolean(o.doneBefore))).toEqual([true, false])
  })

  it.each([
    [{ ...AS_IS, items: { '9.9': { as: 'done' } } }, 'BASELINE_ITEM_UNKNOWN'],
    [{ ...AS_IS, items: { '4.1': { as: 'done' } } }, 'BASELINE_NOT_PAST'],
    [{ ...AS_IS, mode: 'from-today' }, 'BASELINE_DUE_MISSING'],
    [{ ...today, dueOn: mustDate('2015-10-14') }, 'BASELINE_DUE_PAST'],
    [
      { ...AS_IS, items: { '1.1': { as: 'done', doneOn: mustDate('2015-10-16') } } },
      'BASELINE_DONE_IN_FUTURE',
    ],
    [{ ...today, mode: 'as-is', items: { '4.1/2015-12': { as: 'from-today' } } }, 'BASELINE_NOT_PAST'],
  ] as const)('what does not fit is refused with its place: %#', (baseline, code) => {
    const checked = checkBaseline(setups, MIDYEAR, baseline)
    expect(checked.ok ? 'ok' : checked.error.code).toBe(code)
  })

  it('long lists of unknown items end after ten with their number', () => {
    const items = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`99.${i}`, { as: 'done' as const }]),
    )
    const checked = checkBaseline(setups, MIDYEAR, { ...AS_IS, items })
    expect(checked.ok ? '' : checked.error.message).toMatch(/^(?:[^、]+、){9}[^、]+ 等 30 项$/)
  })

  it('what was called done by mistake is chased after all, from that day on', () => {
    const { state } = run(done, '2015-10-20')
    const undone = give(
      state,
      { type: 'undoAccept', actId: 'a', actor: OFFICE, obligationId: null, reason: '并未办结' },
      '2015-10-20',
    )
    if (!undone.ok) throw new Error(undone.error.message)
    expect(undone.value.facts.map((f) => f.kind)).toEqual(['acceptUndone', 'opened', 'overdue'])
    expect(undone.value.state.obligations).toMatchObject([{ state: 'open', dueOn: '2015-08-31' }])
    const later = settle(undone.value.state, noon('2015-10-21'))
    expect(later.facts).toMatchObject([{ kind: 'slipRaised', level: 'blue' }])
  })
})
