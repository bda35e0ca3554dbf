import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { decide } from '../../domain/supervision/decide.ts'
import { deliveryTo } from '../../domain/supervision/events/delivery.ts'
import { KEEP_EVENTS } from '../../domain/supervision/events/opens.ts'
import { accept, context, noon, OFFICE, submit } from './support.ts'
import { correct, report, restore, revoke, World } from './world.ts'

const d = mustDate
const STREAM = '审批或核准后两个工作日内'
const SINGLE = '市人大批准后20日内'

/** The measure as it is after so many further events that it has forgotten the name of the first. */
function forgetting(world: World, no = '1.1'): void {
  const one = world.one(no)
  const later = Array.from({ length: KEEP_EVENTS }, (_, n) => `later-${n}`)
  one.state = { ...one.state, seenEvents: [...one.state.seenEvents, ...later].slice(-KEEP_EVENTS) }
}

const dates = (state: MeasureState) => state.obligations.map((o) => [o.id, o.state, o.dueOn])
const since = (world: World, from: number) =>
  world
    .one('1.1')
    .facts.slice(from)
    .map(({ kind }) => kind)

describe('an event whose name a measure has forgotten', () => {
  for (const [what, deadline, condition] of [
    ['of a stream', STREAM, '审批'],
    ['of a single act', SINGLE, '市人大批准'],
  ] as const) {
    const begun = () => {
      const world = new World([deadline])
      world.pass(d('2015-08-03'))
      world.say(report(condition, '2015-08-03', { eventId: 'ev-a' }))
      forgetting(world)
      return { world, before: world.one('1.1').facts.length, was: dates(world.state('1.1')) }
    }

    it(`${what}: corrected, its dates move as those of any other`, () => {
      const { world, before, was } = begun()
      world.say(correct('ev-a', '2015-07-31'))
      expect(since(world, before)).toEqual(['eventCorrected'])
      const [[id, , dueOn] = []] = dates(world.state('1.1'))
      expect(id).toBe(was[0]?.[0])
      expect(String(dueOn) < String(was[0]?.[2])).toBe(true)
    })

    it(`${what}: corrected after it was done, the office is asked to look`, () => {
      const { world, before } = begun()
      world.act('1.1', submit('2015-08-03'))
      world.act('1.1', accept())
      world.say(correct('ev-a', '2015-07-20'))
      expect(since(world, before).at(-1)).toBe('eventCorrected')
      expect(world.state('1.1').obligations[0]?.flag).toMatchObject({ because: 'corrected' })
    })

    it(`${what}: delivered once more, it is none`, () => {
      const { world, before, was } = begun()
      const [event] = world.plan.events
      if (event === undefined) throw new Error('no event')
      const again = deliveryTo(world.one('1.1').measure, { kind: 'event', event }, d('2015-08-03'), context)
      const input = { type: 'delivery', delivery: again, actor: OFFICE } as const
      const decided = decide(world.state('1.1'), input, { at: noon('2015-08-03'), answer: null })
      expect(decided.ok && decided.value.facts).toEqual([])
      expect(dates(world.state('1.1'))).toEqual(was)
      expect(world.one('1.1').facts.length).toBe(before)
    })

    it(`${what}: revoked and restored, it is as it was`, () => {
      const { world, before, was } = begun()
      world.say(revoke('ev-a'))
      expect(dates(world.state('1.1'))[0]?.[1]).toBe('withdrawn')
      world.say(restore('ev-a'))
      expect(since(world, before)).toEqual(['eventRevoked', 'eventRestored'])
      expect(dates(world.state('1.1'))).toEqual(was)
    })
  }

  it('is decided as release 0.2.0 did, where its histories have it so', () => {
    const world = new World([STREAM])
    world.pass(d('2015-08-03'))
    world.say(report('审批', '2015-08-03', { eventId: 'ev-a' }))
    forgetting(world)
    const [event] = world.plan.events
    if (event === undefined) throw new Error('no event')
    const changed = {
      kind: 'correct',
      event: { ...event, effectiveOn: d('2015-07-31') },
      revision: 'r1',
    } as const
    const delivery = deliveryTo(world.one('1.1').measure, changed, d('2015-08-03'), context)
    const input = { type: 'delivery', delivery, actor: OFFICE } as const
    const by = (earlier: { earlier?: true }) => {
      const decided = decide(world.state('1.1'), input, { at: noon('2015-08-03'), answer: null, ...earlier })
      return decided.ok ? decided.value.facts.map(({ kind }) => kind) : decided.error.code
    }
    expect(by({ earlier: true })).not.toEqual(by({}))
    expect(by({})).toEqual(['eventCorrected'])
  })
})
