import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { deliveriesAfter } from '../../domain/events/firings.ts'
import { accept, submit } from './support.ts'
import { report, World } from './world.ts'

const d = mustDate
const SINGLE = '市人大批准后20日内'
const triggered = (world: World, no = '1.1') => world.state(no).waits.map((w) => [...w.triggeredBy].sort())
const states = (world: World, no = '1.1') => world.state(no).obligations.map((o) => [o.id, o.state])
/** Kept: no condition of the plan is named so. */
const kept = (world: World, eventId: string, on: string, measures: readonly string[] | null = null) =>
  world.say({
    type: 'signal',
    signal: { condition: '人大会通过了', effectiveOn: on, eventId, measures },
  } as never)
const assign = (world: World, eventId: string) =>
  world.say({ type: 'assign', eventId, condition: '市人大批准' })

describe('an event that was kept and is assigned after others have come', () => {
  it('goes before them where a condition comes once: it was reported first', () => {
    const world = new World([SINGLE])
    expect(kept(world, 'ev-kept', '2015-06-28')).toBe('ok')
    world.say(report('市人大批准', '2015-05-31', { eventId: 'ev-first' }))
    expect(triggered(world)).toEqual([['ev-first']])
    expect(assign(world, 'ev-kept')).toBe('ok')
    expect(triggered(world)).toEqual([['ev-kept']])
    expect(states(world)).toEqual([
      ['1.1/ev-first', 'withdrawn'],
      ['1.1/ev-kept', 'open'],
    ])
  })

  it('opens beside another occurrence that stands', () => {
    const world = new World([SINGLE])
    kept(world, 'ev-kept', '2015-06-28')
    world.say(report('市人大批准', '2015-05-31', { eventId: 'ev-first' }))
    world.say(report('市人大批准', '2015-06-10', { eventId: 'ev-again', another: true }))
    assign(world, 'ev-kept')
    expect(triggered(world)).toEqual([['ev-again', 'ev-kept']])
    expect(states(world)).toContainEqual(['1.1/ev-kept', 'open'])
  })

  it('reaches a measure that has ended', () => {
    const world = new World([SINGLE])
    kept(world, 'ev-kept', '2015-06-28')
    world.say(report('市人大批准', '2015-07-01', { eventId: 'ev-first' }))
    world.act('1.1', submit('2015-07-01'))
    world.act('1.1', accept())
    assign(world, 'ev-kept')
    expect(states(world)).toEqual([
      ['1.1/ev-first', 'completed'],
      ['1.1/ev-kept', 'open'],
    ])
    // What was done is for a person to look at.
    expect(world.state('1.1').obligations[0]?.flag?.because).toBe('revoked')
  })

  it('is told like a report where nothing has come, and like a change where something has', () => {
    const world = new World([SINGLE, SINGLE])
    kept(world, 'ev-kept', '2015-06-28')
    world.pass(d('2015-07-02'))
    world.say(report('市人大批准', '2015-07-01', { eventId: 'ev-first', measures: ['2.1'] }))
    const before = world.plan
    assign(world, 'ev-kept')
    const step = { type: 'event', kind: 'event', eventId: 'ev-kept', facts: [] } as const
    const told = (rules = {}) =>
      deliveriesAfter(before, world.plan, step, rules).map((one) => [
        one.kind,
        one.event.eventId,
        one.nos,
        one.revision !== undefined,
      ])
    expect(told()).toEqual([
      ['revoke', 'ev-first', ['2.1'], true],
      ['event', 'ev-kept', ['1.1'], false],
      ['event', 'ev-kept', ['2.1'], true],
    ])
    // What a run of an earlier release goes on by.
    expect(told({ earlier: true })).toEqual([
      ['revoke', 'ev-first', ['2.1'], true],
      ['event', 'ev-kept', ['1.1', '2.1'], false],
    ])
    expect(triggered(world)).toEqual([['ev-kept']])
    expect(triggered(world, '2.1')).toEqual([['ev-kept']])
  })
})
