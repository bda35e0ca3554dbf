import { describe, expect, it } from 'vitest'
import { mustDate as d } from '../../domain/calendar/date.ts'
import { laddersAfterReopening } from '../../domain/supervision/acts/reopening.ts'
import { decide } from '../../domain/supervision/decide.ts'
import { doubtfulDoneOn } from '../../domain/supervision/done-on.ts'
import { isProvisional } from '../../domain/supervision/obligation.ts'
import { nextWake } from '../../domain/supervision/wake.ts'
import {
  accept,
  calendar,
  give,
  measureOf,
  must,
  noon,
  OFFICE,
  setDue,
  startedOn,
  submit,
  UNIT,
} from './support.ts'

const july = () => startedOn(measureOf('2015年7月'))
const only = (state: ReturnType<typeof july>) => state.obligations[0]

describe('what people did', () => {
  it('an acceptance that is undone takes its grade along', () => {
    let state = must(give(july(), submit('2015-07-20'), '2015-07-20'))
    state = must(give(state, accept({ grade: '优' }), '2015-07-21'))
    expect(only(state)?.grade).toBe('优')
    const undo = {
      type: 'undoAccept',
      actId: 'u',
      actor: OFFICE,
      obligationId: null,
      reason: '链接有误',
    } as const
    state = must(give(state, undo, '2015-07-22'))
    expect(only(state)).toMatchObject({ state: 'submitted', grade: undefined })
    // Accepted again without one, it has none.
    expect(only(must(give(state, accept(), '2015-07-23')))?.grade).toBeUndefined()
  })

  it('an instruction for a day gone by is refused; for today it stands', () => {
    const instruct = (dueOn: string) =>
      ({
        type: 'instruct',
        actId: dueOn,
        actor: OFFICE,
        leader: '王副市长',
        text: '抓紧',
        dueOn: d(dueOn),
      }) as const
    const past = give(july(), instruct('2015-07-09'), '2015-07-10')
    // It names its own option, not that of another act.
    const remedy = expect.stringContaining('--due-on')
    expect(past).toMatchObject({ ok: false, error: { code: 'DUE_IN_PAST', remedy } })
    expect(must(give(july(), instruct('2015-07-10'), '2015-07-10')).obligations).toHaveLength(2)
    // As release 0.2.0 had it, for its histories.
    const moment = { at: noon('2015-07-10'), answer: null, earlier: true } as const
    expect(decide(july(), instruct('2015-07-09'), moment)).toMatchObject({ ok: true })
  })

  it('a date that the office sets answers the request that was waiting, and the ladder goes on', () => {
    const extend = {
      type: 'extend',
      actId: 'e',
      actor: UNIT,
      obligationId: null,
      dueOn: d('2015-09-30'),
      reason: '数据量大',
      measures: null,
    } as const
    const asked = must(give(july(), extend, '2015-07-20'))
    // The ladder stands still: what comes next is the office's own clock.
    expect(nextWake(asked)).toMatchObject({ kind: 'office' })
    const set = must(give(asked, setDue('2015-08-31'), '2015-07-21'))
    expect(only(set)).toMatchObject({ dueOn: '2015-08-31', extension: null })
    expect(nextWake(set)).toMatchObject({ kind: 'remind' })
  })

  it('an estimated date is firm once a person has set it, be it the same', () => {
    const state = july()
    const [o] = state.obligations
    const estimated = { ...state, obligations: o ? [{ ...o, provisional: true }] : [] }
    expect(give(july(), setDue('2015-07-31'), '2015-07-10')).toMatchObject({ ok: false })
    const same = must(give(estimated, setDue('2015-07-31'), '2015-07-10'))
    expect(only(same)).toMatchObject({ dueOn: '2015-07-31', dueBy: 'person', provisional: false })
    // Moved by any other act (resumed, restored, a next stage) it is firm where it is read.
    expect(isProvisional({ provisional: true, dueBy: 'person' })).toBe(false)
    expect(isProvisional({ provisional: true })).toBe(true)
  })
})

describe('what nobody waits for', () => {
  it('a measure that is over asks nobody to sign for it', () => {
    const state = must(give(must(give(july(), submit('2015-07-20'), '2015-07-20')), accept(), '2015-07-21'))
    const clock = { remindOn: d('2015-07-30'), lapseOn: d('2015-08-03'), reminded: false, lapsed: false }
    expect(nextWake({ ...state, acknowledging: clock })).toBeNull()
    expect(nextWake({ ...july(), acknowledging: clock })).not.toBeNull()
  })

  it('evidence that ran out while the plan was closed is asked for as of the reopening', () => {
    let state = must(give(july(), submit('2015-07-20', { validUntil: d('2015-08-10') }), '2015-07-20'))
    state = must(give(state, accept(), '2015-07-21'))
    const by = { actor: OFFICE, actId: 'c' }
    state = must(give(state, { type: 'close', ...by, reason: null }, '2015-08-01'))
    const ladders = laddersAfterReopening(state, d('2015-10-12'), calendar)
    const reopen = { type: 'reopen', actor: OFFICE, actId: 'r', reason: '误操作', ladders } as const
    const back = give(state, reopen, '2015-10-12')
    const renewed = must(back).obligations.find(({ id }) => id.endsWith('-r2'))
    expect(renewed?.ladder?.slips[0]).toEqual({ level: 'blue', on: '2015-10-13' })
    expect(back.ok && back.value.facts.some(({ kind }) => kind === 'slipRaised')).toBe(false)
  })
})

describe('the day on which work is said to have been done', () => {
  const o = { id: '1.1/2026-03', dueOn: d('2026-03-31'), opensOn: d('2026-03-02') }
  it.each([
    ['2026-03-02', true],
    ['2026-04-15', true],
    ['2026-03-01', false],
    ['2016-03-20', false],
    ['2027-04-02', false],
  ])('%s is plain: %s', (day, plain) => {
    expect(doubtfulDoneOn(d(day), [o], d('2026-03-02')) === null).toBe(plain)
  })
})
