import { describe, expect, it } from 'vitest'
import { lightAsked, matches, stateAsked } from '../../client/views/measure-filter.ts'
import type { Refusal, Result } from '../../domain/basics/result.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { todayOf } from '../../domain/reckoning/today.ts'
import { nextOwedOn } from '../../domain/supervision/phase.ts'
import { OFFICE, sendBack, submit, UNIT } from '../supervision/support.ts'
import { report, World } from '../supervision/world.ts'

const d = mustDate
const desk = (world: World) =>
  todayOf(
    world.plan,
    [...world.measures.values()].map((one) => one.state),
    world.today,
  ).map((item) => [item.kind, item.about])

/** What a look-up found, or what it says instead. */
const found = <T>(looked: Result<T, Refusal>): T | string => (looked.ok ? looked.value : looked.error.message)

describe("the office's list of a day", () => {
  it('has what waits for its answer before what units owe, and nothing else', () => {
    const world = new World(['2015年7月', '2015年8月', '2015年12月', '待省出台办法后', '2015年8月5日前'])
    world.pass(d('2015-07-20'))
    expect(world.act('1.1', submit('2015-07-19'))).toBe('ok')
    expect(
      world.act('2.1', {
        type: 'extend',
        actId: 'e',
        actor: UNIT,
        obligationId: null,
        dueOn: d('2015-09-30'),
        reason: '数据量大',
        measures: null,
      }),
    ).toBe('ok')
    expect(world.say(report('省出台办法', '2015-07-18', { eventId: 'ev-a' }))).toBe('ok')
    world.pass(d('2015-07-30'))
    expect(desk(world)).toEqual([
      ['review', '1.1/2015-07'],
      ['extension', '2.1/2015-08'],
      ['undated', '4.1/ev-a'],
      ['dueSoon', '5.1/2015-08'],
    ])
    world.pass(d('2015-08-06'))
    expect(desk(world).at(-1)).toEqual(['overdue', '5.1/2015-08'])
  })

  it('is empty when nothing is to be done', () => {
    expect(desk(new World(['2015年12月']))).toEqual([])
  })
})

describe('a list of measures', () => {
  it('knows lights and states by their Chinese names and by their keys, of any width', () => {
    expect(['红', '红灯', 'red', ' RED '].map((text) => found(lightAsked(text)))).toEqual([
      'red',
      'red',
      'red',
      'red',
    ])
    expect(
      ['办理中', 'open', '待审核', '待签收', '待定', '等待条件', 'notTriggered'].map((text) =>
        found(stateAsked(text)),
      ),
    ).toEqual(['open', 'open', 'toReview', 'toSign', 'undated', 'waiting', 'notTriggered'])
    expect(found(stateAsked('乱写'))).toContain('待审核')
    expect(found(lightAsked('紫'))).toContain('红灯')
  })

  it('finds by state, date and words', () => {
    const world = new World(['2015年7月', '待省出台办法后'])
    world.pass(d('2015-07-20'))
    const found = (filter: Parameters<typeof matches>[1]) =>
      [...world.measures].filter(([, { state }]) => matches(state, filter, world.today)).map(([no]) => no)
    expect(found({ dueBefore: d('2015-07-31') })).toEqual(['1.1'])
    expect(found({ dueBefore: d('2015-07-30') })).toEqual([])
    expect(found({ text: '省 出台' })).toEqual(['2.1'])
    expect(found({ state: 'waiting' })).toEqual(['2.1'])
    expect(world.act('1.1', submit('2015-07-19'))).toBe('ok')
    expect(found({ state: 'toReview' })).toEqual(['1.1'])
  })

  it('shows the next day something is owed: the rework date of what was sent back, the nearest of several', () => {
    const world = new World(['2015年12月', '2015年8月、9月'])
    world.pass(d('2015-07-20'))
    expect(nextOwedOn(world.state('2.1'))).toBe('2015-08-31')
    expect(world.act('1.1', submit('2015-07-19'))).toBe('ok')
    expect(world.act('1.1', sendBack({ actor: OFFICE, reworkOn: d('2015-07-29') }))).toBe('ok')
    expect(nextOwedOn(world.state('1.1'))).toBe('2015-07-29')
  })
})
