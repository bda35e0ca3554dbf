import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { describeMeasure } from '../../domain/supervision/describe.ts'
import { replay } from '../../domain/supervision/evolve.ts'
import { noticesFor } from '../../domain/supervision/notices.ts'
import { isOver, measureLight, phaseOf } from '../../domain/supervision/phase.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { nextWake } from '../../domain/supervision/wake.ts'
import { accept, firstFacts, give, measureOf, must, noon, OFFICE, startedOn, submit } from './support.ts'
import { report, revoke, World } from './world.ts'

const d = mustDate
const on = (state: MeasureState, act: Parameters<typeof give>[1], day: string) => must(give(state, act, day))
const licence = submit('2015-07-20', { validUntil: d('2015-09-30') })
const done = () => on(on(startedOn(measureOf('2015年7月')), licence, '2015-07-20'), accept(), '2015-07-21')

describe('evidence with an expiry', () => {
  it('is asked for again when it has run out: own wake, fact, notice, obligation; the completed one stays', () => {
    const state = done()
    expect([phaseOf(state), measureLight(state, d('2015-08-01')), isOver(state)]).toEqual([
      'completed',
      'green',
      false,
    ])
    expect(nextWake(state)).toEqual({ at: '2015-10-01T00:00', kind: 'expire', obligationId: '1.1/2015-07' })
    expect(describeMeasure(state, d('2015-08-01'))).toContain('2015-10-01 佐证材料到期')
    const after = settle(state, noon('2015-10-01'))
    expect(after.facts.map((f) => f.kind)).toEqual(['evidenceExpired', 'opened'])
    expect(noticesFor(after.state, after.facts[0]!)).toMatchObject([{ kind: 'renewal', toUnit: '市甲局' }])
    // Five working days after 30 September: the holiday of 1 to 7 October is no time, Saturday the 10th is worked.
    expect(after.state.obligations.map((o) => [o.id, o.state, o.dueOn])).toEqual([
      ['1.1/2015-07', 'completed', '2015-07-31'],
      ['1.1/2015-07-r2', 'open', '2015-10-13'],
    ])
    expect(after.state.obligations[0]).toMatchObject({ outcome: 'onTime', renewal: null })
  })

  it('round after round, until evidence that holds for good', () => {
    let state = settle(done(), noon('2015-10-01')).state
    state = on(state, submit('2015-10-08', { validUntil: d('2015-12-31') }), '2015-10-08')
    state = on(state, accept(), '2015-10-09')
    state = settle(state, noon('2016-01-04')).state
    expect(state.obligations.map((o) => o.id)).toEqual(['1.1/2015-07', '1.1/2015-07-r2', '1.1/2015-07-r3'])
    expect(state.obligations[2]).toMatchObject({ renews: '1.1/2015-07-r2', state: 'open' })
    state = on(on(state, submit('2016-01-04'), '2016-01-04'), accept(), '2016-01-04')
    expect(isOver(state)).toBe(true)
  })

  it('is asked for no more once the acceptance is undone or its event revoked', () => {
    const undo = {
      type: 'undoAccept',
      actId: 'u',
      actor: OFFICE,
      obligationId: null,
      reason: '弄错',
    } as const
    expect(settle(on(done(), undo, '2015-07-22'), noon('2015-10-08')).facts.map((f) => f.kind)).toEqual([
      // Under review again: the office is reminded of it.
      'officeDue',
      'officeDue',
    ])
    const world = new World(['审批后两个工作日内'])
    world.say(report('审批', '2015-07-01', { eventId: 'ev-a' }))
    world.act('1.1', submit('2015-07-01', { validUntil: d('2015-08-31') }))
    world.act('1.1', accept())
    world.say(revoke('ev-a'))
    world.pass(d('2015-10-01'))
    expect(world.state('1.1').obligations.map((o) => o.id)).toEqual(['1.1/ev-a'])
  })

  it('late and with an expiry: both are worked out; already run out is refused', () => {
    const state = startedOn(measureOf('2015年7月'))
    const late = on(
      on(state, submit('2015-08-05', { validUntil: d('2015-08-31') }), '2015-08-05'),
      accept(),
      '2015-08-06',
    )
    expect(late.obligations[0]).toMatchObject({ outcome: 'late', lateDays: 5, lateWorkdays: 3 })
    expect(late.obligations[0]?.renewal).toMatchObject({ id: '1.1/2015-07-r2', opensOn: '2015-09-01' })
    const old = give(state, submit('2015-07-10', { validUntil: d('2015-07-19') }), '2015-07-20')
    expect(old).toMatchObject({ ok: false, error: { code: 'EVIDENCE_EXPIRED' } })
  })

  it('of a plan that is closed asks nobody, and counts as nothing unfinished', () => {
    const state = on(done(), { type: 'close', actId: 'c', actor: OFFICE, reason: null }, '2015-08-01')
    expect([nextWake(state), phaseOf(state)]).toEqual([null, 'completed'])
  })
})

describe('one evidence for several obligations', () => {
  const file = { sha256: 'a'.repeat(64), name: '公告.pdf', bytes: 7 }

  it('is recorded with each, by its hash, naming the others; one act, twice is one', () => {
    const first = firstFacts(measureOf('2015年7月、12月'))
    const act = submit('2015-07-20', {
      obligationId: '2015-07',
      alsoFor: ['1.1/2015-12', '2015-12', '2015-07'],
      files: [file],
      sharedWith: ['5.2/2015-07'],
    })
    const result = give(first.state, act, '2015-07-20')
    const state = must(result)
    expect(
      state.obligations.map((o) => [
        o.id,
        o.state,
        o.evidence[0]?.files[0]?.sha256,
        o.evidence[0]?.sharedWith,
      ]),
    ).toEqual([
      ['1.1/2015-07', 'submitted', file.sha256, ['1.1/2015-12', '5.2/2015-07']],
      ['1.1/2015-12', 'submitted', file.sha256, ['1.1/2015-07', '5.2/2015-07']],
    ])
    expect(must(give(state, act, '2015-07-20'))).toEqual(state)
    const facts = result.ok ? [...first.facts, ...result.value.facts] : []
    expect(replay(facts)).toEqual(state)
  })

  it('is refused whole when one of them can’t take it', () => {
    const { state } = firstFacts(measureOf('2015年7月、12月'))
    const bad = submit('2015-07-20', { obligationId: '2015-07', alsoFor: ['1.1/x'] })
    expect(give(state, bad, '2015-07-20')).toMatchObject({
      ok: false,
      error: { code: 'OBLIGATION_NOT_FOUND' },
    })
  })
})
