import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { THREE_COLOURS } from '../../domain/policy/policy.ts'
import { clockAfterReopening, laddersAfterReopening } from '../../domain/supervision/acts/reopening.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { describeFact } from '../../domain/supervision/describe.ts'
import { replay } from '../../domain/supervision/evolve.ts'
import { phaseOf } from '../../domain/supervision/phase.ts'
import { settle } from '../../domain/supervision/settle.ts'
import fc from '../properties.ts'
import { anyLife } from '../reckoning/lives.ts'
import { calendar, firstFacts, give, measureOf, must, noon, OFFICE, startedOn, submit } from './support.ts'

const close = (more: Partial<Extract<Act, { type: 'close' }>> = {}): Act => ({
  type: 'close',
  actId: 'close',
  actor: OFFICE,
  reason: null,
  ...more,
})
const clockOf = (state: MeasureState, day: string) => {
  const acknowledge = clockAfterReopening(state, mustDate(day), calendar)
  return acknowledge ? { acknowledge } : {}
}
const reopen = (state: MeasureState, day: string): Act => ({
  type: 'reopen',
  actId: 'reopen',
  actor: OFFICE,
  reason: '误操作',
  ladders: laddersAfterReopening(state, mustDate(day), calendar),
  ...clockOf(state, day),
})
const to = { planId: 'next', no: 'J1' }

describe('a reopening', () => {
  it('counts everything that goes on, also what was only left open, and leaves what is worked on elsewhere', () => {
    const state = startedOn(measureOf('2015年7月、9月、12月'))
    const [july, september, december] = state.obligations.map((o) => o.id)
    const carry = { [july ?? '']: to, [september ?? '']: to }
    const closed = must(give(state, close({ carry }), '2015-12-01'))
    const done = give(closed, { ...reopen(closed, '2015-12-02'), leave: [july ?? ''] } as Act, '2015-12-02')
    if (!done.ok) throw new Error(done.error.message)
    const [fact] = done.value.facts
    expect(fact).toMatchObject({ kind: 'reopened', unfinished: [december] })
    expect(fact && describeFact(fact)).toContain(`2 项接着办（${september}、${december}）`)
    expect(done.value.state.obligations.map((o) => [o.state, o.carriedTo])).toEqual([
      ['carriedOver', to],
      ['open', undefined],
      ['open', undefined],
    ])
  })
})

describe('closing a plan', () => {
  it('gives every open obligation its outcome: carried over, terminated or unfinished', () => {
    const state = startedOn(measureOf('2015年7月、9月、12月'))
    const [july, september] = state.obligations.map((o) => o.id)
    const closed = must(
      give(
        state,
        close({ carry: { [july ?? '']: to }, terminate: { [september ?? '']: '职能划转' } }),
        '2015-12-01',
      ),
    )
    expect(closed.obligations.map((o) => [o.state, o.carriedTo, o.terminated?.reason])).toEqual([
      ['carriedOver', to, undefined],
      ['withdrawn', undefined, '职能划转'],
      ['open', undefined, undefined],
    ])
    expect(phaseOf(closed)).toBe('unfinished')
    expect(settle(closed, noon('2016-03-01')).facts).toEqual([])
  })

  it('a condition that never came is 未触发, and says where it is waited for from now on', () => {
    const state = startedOn(measureOf('待省出台办法后'))
    const id = `1.1/${state.waits[0]?.conditionId}`
    const plain = must(give(state, close(), '2015-12-31'))
    expect(plain.obligations).toMatchObject([{ id, state: 'notTriggered' }])
    expect(plain.obligations[0]).not.toHaveProperty('carriedTo')
    const carried = must(give(state, close({ carry: { [id]: to } }), '2015-12-31'))
    expect(carried.obligations).toMatchObject([{ id, state: 'notTriggered', carriedTo: to }])
  })

  it('as it was in release 0.1.0, when nothing else is decided', () => {
    const done = give(startedOn(measureOf('2015年7月')), close(), '2015-08-20')
    const fact = done.ok ? done.value.facts.find((f) => f.kind === 'closed') : null
    expect(Object.keys(fact ?? {}).sort()).toEqual(
      ['actId', 'actor', 'at', 'kind', 'notTriggered', 'reason', 'seq', 'unfinished'].sort(),
    )
  })
})

describe('reopening', () => {
  it('lets no slip of the days in between go out at once', () => {
    const state = startedOn(measureOf('2015年7月'))
    const closed = must(give(state, close({ carry: { '1.1/2015-07': to } }), '2015-07-20'))
    const again = must(give(closed, reopen(closed, '2015-09-14'), '2015-09-14'))
    expect(again.obligations).toMatchObject([
      { state: 'open', overdueSince: '2015-09-14', slips: [], dueOn: '2015-07-31' },
    ])
    expect(again.obligations[0]).not.toHaveProperty('carriedTo')
    // Monday 2015-09-14; the first working day after it is Tuesday.
    const later = settle(again, noon('2015-09-30')).state
    expect(later.obligations[0]?.slips.map((s) => [s.level, s.raisedOn])).toEqual([
      ['blue', '2015-09-15'],
      ['orange', '2015-09-18'],
      ['red', '2015-09-25'],
    ])
  })

  it('waits again, and asks no question of the quarters in between', () => {
    const state = startedOn(measureOf('待省出台办法后'))
    const closed = must(give(state, close(), '2015-09-20'))
    const again = must(give(closed, reopen(closed, '2016-05-16'), '2016-05-16'))
    expect(again.obligations).toEqual([])
    expect(phaseOf(again)).toBe('waiting')
    expect(settle(again, noon('2016-06-30')).facts).toEqual([])
    expect(settle(again, noon('2016-07-01')).facts.map((f) => f.kind)).toEqual(['waitAsked'])
  })

  const opened = (state: MeasureState, day: string) => {
    const done = give(state, reopen(state, day), day)
    if (!done.ok) throw new Error(done.error.message)
    return done.value
  }
  it('opens what would have begun in between, and lets none of its reminders and slips go out at once', () => {
    const closed = must(give(startedOn(measureOf('每月')), close(), '2015-07-20'))
    const { facts, state } = opened(closed, '2015-12-01')
    expect(facts.map((f) => f.kind).filter((kind) => kind !== 'opened' && kind !== 'overdue')).toEqual([
      'reopened',
    ])
    // Tuesday 2015-12-01: July to November are late by now.
    const next = settle(state, noon('2015-12-02')).facts.filter((f) => f.kind === 'slipRaised')
    expect(next.map((f) => [f.obligationId, f.level])).toEqual(
      ['07', '08', '09', '10', '11'].map((month) => [`1.1/2015-${month}`, 'blue']),
    )
  })

  it('holds nobody’s silence against them that began while it was closed', () => {
    const waiting = startedOn(measureOf('待省出台办法后'))
    // Closed before the first question of 2015-10-08, and between it and its lapse of 10-15.
    for (const day of ['2015-09-20', '2015-10-09']) {
      const { facts, state } = opened(must(give(waiting, close(), day)), '2015-11-02')
      expect(facts.map((f) => f.kind)).toEqual(['reopened'])
      expect(settle(state, noon('2016-01-12')).facts.map((f) => f.kind)).toEqual([
        'waitAsked',
        'waitUnanswered',
      ])
    }
  })

  it('lets units sign that could not while it was closed', () => {
    const rules = { ...THREE_COLOURS, acknowledge: { days: 3, remindBefore: 1, to: 'unitHead' as const } }
    const state = startedOn(measureOf('2015年12月'), rules) // reminded 07-03, escalated 07-07
    const { facts, state: again } = opened(must(give(state, close(), '2015-07-02')), '2015-08-03')
    expect(facts.map((f) => f.kind)).toEqual(['reopened'])
    expect(settle(again, noon('2015-08-31')).facts.map((f) => [f.kind, f.at.slice(0, 10)])).toEqual([
      ['acknowledgeDue', '2015-08-05'],
      ['acknowledgeDue', '2015-08-07'],
    ])
    // One that came to nothing in between goes on as it was.
    const soon = opened(must(give(state, close(), '2015-07-02')), '2015-07-02').state
    expect(soon.acknowledging).toEqual(state.acknowledging)
  })

  it.each([
    ['one that is not closed', () => startedOn(measureOf('2015年7月')), 'PLAN_NOT_CLOSED', '误操作'],
    [
      'without a reason',
      () => must(give(startedOn(measureOf('2015年7月')), close(), '2015-08-03')),
      'REASON_MISSING',
      ' ',
    ],
  ])('of %s is refused', (_, make, code, reason) => {
    const state = make()
    const refused = give(state, { ...reopen(state, '2015-09-01'), reason } as Act, '2015-09-01')
    expect(refused.ok ? null : refused.error.code).toBe(code)
  })

  it('gives everything back as it stood, whatever had happened, and the ledger says the same', () => {
    let seen = 0
    const ends = fc.constantFrom('carry', 'terminate', 'leave')
    fc.assert(
      fc.property(anyLife('1.1'), fc.array(ends, { minLength: 12, maxLength: 12 }), (life, how) => {
        const before = replay(life.facts)
        if (before === null || before.closedOn !== null) return
        const picked = (what: string) => before.obligations.filter((_, i) => how[i % how.length] === what)
        const act = close({
          carry: Object.fromEntries(picked('carry').map((o) => [o.id, to])),
          terminate: Object.fromEntries(picked('terminate').map((o) => [o.id, '不办'])),
        })
        const closing = give(before, act, life.to)
        if (!closing.ok) throw new Error(closing.error.message)
        const closed = closing.value.state
        const opening = give(closed, reopen(closed, life.to), life.to)
        if (!opening.ok) throw new Error(opening.error.message)
        const after = opening.value.state
        expect(replay([...life.facts, ...closing.value.facts, ...opening.value.facts])).toEqual(after)
        // A request for extension held the lapse back; it ends with the closing, and what had lapsed says so.
        const asked = new Set(before.obligations.filter((o) => o.extension).map((o) => o.id))
        const plain = (state: MeasureState) =>
          state.obligations.map(
            ({ ladder: _, remindersSent: __, extension, terminated, overdueSince, ...o }) => ({
              ...o,
              terminated: terminated ?? null,
              overdueSince: asked.has(o.id) ? null : overdueSince,
            }),
          )
        expect(plain(after)).toEqual(plain(before))
        expect(after.closedOn).toBeNull()
        seen += closed.obligations.filter((o) => o.closed).length
      }),
      { numRuns: 80 },
    )
    expect(seen).toBeGreaterThan(15)
  })
})

describe('submitting to a closed plan', () => {
  it('is refused, and possible again after a reopening', () => {
    const first = firstFacts(measureOf('2015年7月')).state
    const closed = must(give(first, close(), '2015-07-10'))
    const refused = give(closed, submit('2015-07-11'), '2015-07-11')
    expect(refused.ok ? null : refused.error.code).toBe('PLAN_CLOSED')
    const again = must(give(closed, reopen(closed, '2015-07-13'), '2015-07-13'))
    expect(must(give(again, submit('2015-07-14'), '2015-07-14')).obligations[0]?.state).toBe('submitted')
  })
})
