import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { replay } from '../../domain/supervision/evolve.ts'
import { noticesFor } from '../../domain/supervision/notices.ts'
import { nextWake } from '../../domain/supervision/wake.ts'
import { accept, OFFICE, sendBack, setDue, submit, UNIT } from './support.ts'
import { correct, report, restore, revoke, World } from './world.ts'

const d = mustDate
const STREAM = '审批或核准后两个工作日内'
const SINGLE = '市人大批准后20日内'
const dates = (world: World, no = '1.1') => world.state(no).obligations.map((o) => [o.id, o.state, o.dueOn])
const noticesOf = (world: World, no = '1.1') => {
  const one = world.measures.get(no)
  return one?.facts.flatMap((_, i) => {
    const facts = one.facts.slice(0, i + 1)
    const state = replay(facts)
    return state === null ? [] : noticesFor(state, facts[i]!)
  })
}

describe('a corrected event', () => {
  it('moves what it opened; a completed one is flagged for the office, and judged by the right date once its acceptance is undone', () => {
    const world = new World([SINGLE, SINGLE])
    world.pass(d('2015-08-03'))
    world.say(report('市人大批准', '2015-08-03', { eventId: 'ev-a' })) // due 2015-08-24 (23 is a Sunday)
    world.pass(d('2015-08-22'))
    world.act('1.1', submit('2015-08-22'))
    world.act('1.1', accept())
    expect(world.say(correct('ev-a', '2015-07-31'))).toBe('ok') // due 2015-08-20
    expect(dates(world)).toEqual([['1.1/ev-a', 'completed', '2015-08-24']])
    expect(dates(world, '2.1')).toEqual([['2.1/ev-a', 'open', '2015-08-20']])
    expect(world.state('1.1').obligations[0]?.flag).toMatchObject({
      because: 'corrected',
      wouldBe: { dueOn: '2015-08-20' },
    })
    expect(noticesOf(world)?.filter((n) => n.kind === 'flag')).toMatchObject([{ toUnit: '督查室' }])
    world.act('1.1', { type: 'undoAccept', actId: 'u', actor: OFFICE, obligationId: null, reason: '更正' })
    world.act('1.1', accept())
    expect(world.state('1.1').obligations[0]).toMatchObject({
      state: 'completed',
      dueOn: '2015-08-20',
      outcome: 'late',
      lateDays: 2,
      flag: null,
    })
  })

  it('corrected back, asks nobody to look any more', () => {
    const world = new World([SINGLE])
    world.pass(d('2015-08-03'))
    world.say(report('市人大批准', '2015-08-03', { eventId: 'ev-a' }))
    world.act('1.1', submit('2015-08-03'))
    world.act('1.1', accept())
    world.say(correct('ev-a', '2015-07-31'))
    world.say(correct('ev-a', '2015-08-03'))
    expect(world.state('1.1').obligations[0]).toMatchObject({
      state: 'completed',
      dueOn: '2015-08-24',
      flag: null,
    })
  })

  it('leaves a date that a person set, says what the text would give, and keeps the rework date of returned work', () => {
    const world = new World([SINGLE, SINGLE])
    world.pass(d('2015-08-03'))
    world.say(report('市人大批准', '2015-08-03', { eventId: 'ev-a' }))
    world.act('1.1', setDue('2015-09-30'))
    world.act('2.1', submit('2015-08-03'))
    world.act('2.1', sendBack())
    world.say(correct('ev-a', '2015-08-01', { reason: '抄错' }))
    expect(world.state('1.1').obligations[0]).toMatchObject({
      dueOn: '2015-09-30',
      originalDueOn: '2015-08-21',
      flag: { because: 'corrected' },
    })
    const returned = world.state('2.1').obligations[0]
    expect(returned).toMatchObject({
      state: 'returned',
      dueOn: '2015-08-21',
      returns: [{ reworkOn: '2015-08-10' }],
    })
    expect(returned?.ladder?.reminders).toEqual([{ on: '2015-08-07', before: 1 }])
    world.say(correct('ev-a', '2015-08-03'))
    expect(world.state('1.1').obligations[0]).toMatchObject({
      dueOn: '2015-09-30',
      originalDueOn: '2015-08-24',
    })
  })

  it('can take away a due date or a document; nothing to correct is said, and a revoked one has to be restored first', () => {
    const world = new World(['待省出台办法后'])
    world.pass(d('2015-08-03'))
    world.say(
      report('省出台办法', '2015-08-03', {
        eventId: 'ev-a',
        dueOn: d('2015-09-30'),
        document: '粤府〔2015〕1号',
      }),
    )
    world.say(correct('ev-a', null, { cleared: ['dueOn', 'document'] }))
    expect(dates(world)).toEqual([['1.1/ev-a', 'open', null]])
    expect(world.plan.events[0]).toMatchObject({ dueOn: null, document: null, effectiveOn: '2015-08-03' })
    expect(world.say(correct('ev-a', null))).toMatchObject({ code: 'EVENT_UNCHANGED' })
    world.say(revoke('ev-a'))
    expect(world.say(correct('ev-a', '2015-08-01'))).toMatchObject({ code: 'EVENT_REVOKED' })
    expect(world.say(revoke('ev-a'))).toBe('already')
    expect(world.say(restore('ev-a'))).toBe('ok')
    expect(world.say(restore('ev-a'))).toBe('already')
    expect(world.say(restore('ev-x'))).toMatchObject({ code: 'EVENT_NOT_FOUND' })
  })
})

describe('a revoked event', () => {
  it('withdraws what it opened and flags what is done; restored, all is as it was, and the wait with it', () => {
    const world = new World([SINGLE, SINGLE])
    world.pass(d('2015-08-03'))
    world.say(report('市人大批准', '2015-08-03', { eventId: 'ev-a' }))
    world.act('2.1', submit('2015-08-03'))
    world.act('2.1', accept())
    world.say(revoke('ev-a'))
    expect(dates(world)).toEqual([['1.1/ev-a', 'withdrawn', '2015-08-24']])
    expect(world.state('2.1').obligations[0]).toMatchObject({
      state: 'completed',
      flag: { because: 'revoked' },
    })
    expect(world.state('1.1').waits[0]?.triggeredBy).toEqual([])
    expect(noticesOf(world)?.at(-1)).toMatchObject({ kind: 'event', toUnit: UNIT.unit })
    world.say(restore('ev-a'))
    expect(dates(world)).toEqual([['1.1/ev-a', 'open', '2015-08-24']])
    expect(world.state('2.1').obligations[0]).toMatchObject({ state: 'completed', flag: null })
    expect(world.state('1.1').waits[0]?.triggeredBy).toEqual(['ev-a'])
  })

  it('gives its place to another report of a single act; only one of them can stand', () => {
    const world = new World([SINGLE])
    world.pass(d('2015-08-03'))
    world.say(report('市人大批准', '2015-08-03', { eventId: 'ev-a' }))
    world.say(revoke('ev-a'))
    world.say(report('市人大批准', '2015-08-01', { eventId: 'ev-b' }))
    expect(world.say(restore('ev-a'))).toMatchObject({
      code: 'EVENT_ALREADY_REPORTED',
      remedy: expect.stringContaining('event revoke p ev-b'),
    })
    world.say(revoke('ev-b'))
    expect(world.say(restore('ev-a'))).toBe('ok')
    expect(dates(world)).toEqual([
      ['1.1/ev-a', 'open', '2015-08-24'],
      ['1.1/ev-b', 'withdrawn', '2015-08-21'],
    ])
  })

  it('twice in one instant, with restorations between, is told each time', () => {
    const world = new World([STREAM])
    world.pass(d('2015-08-03'))
    world.say(report('审批', '2015-08-03', { eventId: 'ev-a' }))
    for (const say of [revoke, restore, revoke, restore, revoke]) expect(world.say(say('ev-a'))).toBe('ok')
    expect(dates(world)).toEqual([['1.1/ev-a', 'withdrawn', '2015-08-05']])
  })

  it('restored after its date passed, is late at once, and its slips start a working day later', () => {
    const world = new World([STREAM])
    world.pass(d('2015-08-03'))
    world.say(report('审批', '2015-08-03', { eventId: 'ev-a' })) // due 2015-08-05
    world.say(revoke('ev-a'))
    world.pass(d('2015-09-01'))
    world.say(restore('ev-a'))
    expect(world.state('1.1').obligations[0]).toMatchObject({ overdueSince: '2015-09-01', slips: [] })
    expect(nextWake(world.state('1.1'))).toMatchObject({ kind: 'slip', at: '2015-09-02T09:00' })
  })
})
