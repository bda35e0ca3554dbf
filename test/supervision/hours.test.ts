import { expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { describeFact } from '../../domain/supervision/describe.ts'
import { dueInstant, dueName } from '../../domain/supervision/obligation.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { nextWake } from '../../domain/supervision/wake.ts'
import { give, measureOf, must, setDue, startedOn } from './support.ts'
import { correct, report, World } from './world.ts'

const d = mustDate
const HOURS = '接到通知后24小时内'
const only = (world: World) => world.state('1.1').obligations[0]!

it('a report with an hour gives the obligation its instant, and the lapse is recorded then', () => {
  const world = new World([HOURS])
  world.pass(d('2015-07-08'))
  world.say(report('接到通知', '2015-07-08', { eventId: 'ev-a', effectiveAt: at(d('2015-07-08'), '10:15') }))
  expect(only(world)).toMatchObject({ dueOn: '2015-07-09', dueAt: '2015-07-09T10:15', bornOverdue: false })
  expect(nextWake(world.state('1.1'))).toMatchObject({ kind: 'overdue', at: '2015-07-09T10:15' })
  world.pass(d('2015-07-09')) // noon
  const lapse = world.measures.get('1.1')?.facts.find((fact) => fact.kind === 'overdue')
  expect(lapse).toMatchObject({ at: '2015-07-09T10:15', dueOn: '2015-07-09', dueAt: '2015-07-09T10:15' })
  expect(lapse && describeFact(lapse)).toContain('到 2015-07-09 10:15 没有提交')
})

it('a report of the day alone counts from its end', () => {
  const world = new World([HOURS])
  world.pass(d('2015-07-08'))
  world.say(report('接到通知', '2015-07-08', { eventId: 'ev-a' }))
  expect(only(world)).toMatchObject({ dueOn: '2015-07-09', dueAt: '2015-07-10T00:00' })
  expect(dueName(only(world))).toBe('2015-07-09 24:00')
})

it('is born overdue when the hours are over at the report', () => {
  const world = new World(['接到通知后2小时内'])
  world.pass(d('2015-07-08')) // noon
  world.say(report('接到通知', '2015-07-08', { eventId: 'ev-a', effectiveAt: at(d('2015-07-08'), '08:00') }))
  expect(only(world)).toMatchObject({ dueOn: '2015-07-08', dueAt: '2015-07-08T10:00', bornOverdue: true })
})

it('an instant that a correction moves away from binds no more', () => {
  const world = new World([HOURS])
  world.pass(d('2015-07-08'))
  world.say(report('接到通知', '2015-07-08', { eventId: 'ev-a', effectiveAt: at(d('2015-07-08'), '10:15') }))
  world.say(correct('ev-a', '2015-07-07'))
  expect(only(world).dueOn).toBe('2015-07-08')
  expect(dueName(only(world))).toBe('2015-07-08 24:00')
})

it('two calls on one day are two obligations of a stream', () => {
  const world = new World([HOURS])
  world.pass(d('2015-07-08'))
  for (const clock of ['09:00', '11:00'])
    world.say(report('接到通知', '2015-07-08', { effectiveAt: at(d('2015-07-08'), clock) }))
  expect(world.state('1.1').obligations.map((o) => o.dueAt)).toEqual(['2015-07-09T09:00', '2015-07-09T11:00'])
})

it('an hour named on a fixed day lapses at that hour, until a person sets another day', () => {
  const state = startedOn(measureOf('2015年7月8日17时前'))
  expect(nextWake(settle(state, at(d('2015-07-08'), '12:00')).state)).toMatchObject({
    kind: 'overdue',
    at: '2015-07-08T17:00',
  })
  const moved = must(give(state, setDue('2015-07-20'), '2015-07-02'))
  expect(state.obligations.map(dueInstant)).toEqual(['2015-07-08T17:00'])
  expect(moved.obligations.map(dueInstant)).toEqual([null])
})
