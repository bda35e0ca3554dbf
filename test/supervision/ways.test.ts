import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { waysCome } from '../../domain/events/carriers.ts'
import fc from '../properties.ts'
import { correct, report, restore, revoke, World } from './world.ts'

const d = mustDate
const BOTH = '市人大批准且省政府备案后20日内'
const EITHER = '预算或决算批准后20日内'
const dates = (world: World, no = '1.1') => world.state(no).obligations.map((o) => [o.id, o.state, o.dueOn])

function at(day: string, ...deadlines: string[]): World {
  const world = new World(deadlines)
  world.pass(d(day))
  return world
}

describe('X且Y opens with the last of them', () => {
  const joint = (world: World) => world.plan.conditions[0]!
  const id = (world: World) => `ev-${joint(world).id.replace('-', '')}`

  it('whichever comes last, counted from the later day; the first alone opens nothing', () => {
    for (const order of [
      ['市人大批准', '省政府备案'],
      ['省政府备案', '市人大批准'],
    ] as const) {
      const world = at('2015-08-20', BOTH)
      world.say(report(order[0], '2015-08-03'))
      expect(dates(world)).toEqual([])
      expect(waysCome(world.plan, joint(world)).filter((way) => way.on !== null)).toEqual([
        { text: order[0], on: '2015-08-03' },
      ])
      world.say(report(order[1], '2015-08-10'))
      expect(dates(world)).toEqual([[`1.1/${id(world)}`, 'open', '2015-08-31']]) // 30 is a Sunday
      expect(world.state('1.1').waits[0]?.triggeredBy).toEqual([id(world)])
    }
  })

  it('reported whole has come; a corrected way moves it; a revoked one withdraws it, a restored one brings it back', () => {
    const world = at('2015-08-20', BOTH)
    world.say(report('市人大批准且省政府备案', '2015-08-10'))
    expect(dates(world)).toEqual([[`1.1/${id(world)}`, 'open', '2015-08-31']])
    const other = at('2015-08-20', BOTH)
    other.say(report('市人大批准', '2015-08-03', { eventId: 'ev-x' }))
    other.say(report('省政府备案', '2015-08-10', { eventId: 'ev-y' }))
    other.say(correct('ev-x', '2015-08-01'))
    expect(dates(other)).toEqual([[`1.1/${id(other)}`, 'open', '2015-08-31']])
    other.say(correct('ev-y', '2015-07-31'))
    expect(dates(other)).toEqual([[`1.1/${id(other)}`, 'open', '2015-08-21']])
    other.say(revoke('ev-x'))
    expect(dates(other)).toEqual([[`1.1/${id(other)}`, 'withdrawn', '2015-08-21']])
    expect(other.state('1.1').waits[0]?.triggeredBy).toEqual([])
    other.say(restore('ev-x'))
    expect(dates(other)).toEqual([[`1.1/${id(other)}`, 'open', '2015-08-21']])
  })

  it('hears of a way that is a condition of its own for another measure', () => {
    const world = at('2015-08-20', BOTH, '市人大批准后20日内')
    world.say(report('市人大批准', '2015-08-03', { eventId: 'ev-x' }))
    expect(dates(world, '2.1')).toEqual([['2.1/ev-x', 'open', '2015-08-24']])
    world.say(report('省政府备案', '2015-08-04'))
    expect(dates(world)).toEqual([[`1.1/${id(world)}`, 'open', '2015-08-24']])
  })

  it('in scope only', () => {
    const world = at('2015-08-20', BOTH, BOTH)
    world.say(report('市人大批准', '2015-08-03', { measures: ['1.1'] }))
    world.say(report('省政府备案', '2015-08-04'))
    expect(dates(world)).toEqual([[`1.1/${id(world)}`, 'open', '2015-08-24']])
    expect(dates(world, '2.1')).toEqual([])
  })
})

describe('X或Y opens with the first of them', () => {
  it('and goes over to the other when the first is revoked, and back when it is restored', () => {
    const world = at('2015-08-20', EITHER)
    world.say(report('预算批准', '2015-08-10', { eventId: 'ev-x' }))
    world.say(report('决算批准', '2015-08-03', { eventId: 'ev-y' }))
    expect(dates(world)).toEqual([['1.1/ev-x', 'open', '2015-08-31']])
    world.say(revoke('ev-x'))
    expect(dates(world)).toEqual([
      ['1.1/ev-x', 'withdrawn', '2015-08-31'],
      ['1.1/ev-y', 'open', '2015-08-24'],
    ])
    world.say(restore('ev-x'))
    expect(dates(world)).toEqual([
      ['1.1/ev-x', 'open', '2015-08-31'],
      ['1.1/ev-y', 'withdrawn', '2015-08-24'],
    ])
    expect(world.state('1.1').waits[0]?.triggeredBy).toEqual(['ev-x'])
    world.say(revoke('ev-x'))
    expect(dates(world)[1]).toEqual(['1.1/ev-y', 'open', '2015-08-24'])
  })
})

describe('whatever is said of the ways, in any order', { timeout: 60_000 }, () => {
  const WAYS = { [BOTH]: ['市人大批准', '省政府备案'], [EITHER]: ['预算批准', '决算批准'] } as const
  const step = fc.record({
    what: fc.constantFrom('report', 'revoke', 'restore', 'correct'),
    way: fc.nat({ max: 1 }),
    day: fc.integer({ min: 1, max: 20 }),
  })

  it('the measure goes by what stands: all of X且Y, the first standing of X或Y', () => {
    fc.assert(
      fc.property(fc.constantFrom(BOTH, EITHER), fc.array(step, { maxLength: 14 }), (deadline, steps) => {
        const world = at('2015-08-20', deadline)
        for (const { what, way, day } of steps) {
          const text = WAYS[deadline as keyof typeof WAYS][way] ?? ''
          const known = world.plan.events.find((e) => e.condition === text)
          const on = `2015-08-${String(day).padStart(2, '0')}`
          if (what === 'report') world.say(report(text, on, { eventId: `ev-${way}` }))
          else if (known && what === 'correct') world.say(correct(known.eventId, on))
          else if (known) world.say(what === 'revoke' ? revoke(known.eventId) : restore(known.eventId))
          const standing = world.plan.events.filter((e) => !e.revoked)
          const holds = deadline === BOTH ? standing.length === 2 : standing.length > 0
          const open = world.state('1.1').obligations.filter((o) => o.state !== 'withdrawn')
          expect(open).toHaveLength(holds ? 1 : 0)
          expect(world.state('1.1').waits[0]?.triggeredBy).toEqual(open.map((o) => o.eventId))
          if (!holds) continue
          const from =
            deadline === BOTH
              ? standing
                  .map((e) => e.effectiveOn)
                  .sort()
                  .at(-1)
              : standing[0]?.effectiveOn
          expect(open[0]?.why[0]).toContain(from)
          if (deadline === EITHER) expect(open[0]?.eventId).toBe(standing[0]?.eventId)
        }
      }),
      { numRuns: Number(process.env.DUBAN_MODEL_RUNS ?? 150) },
    )
  })
})
