import { describe, expect, it } from 'vitest'
import { addDays, mustDate as d } from '../../domain/calendar/date.ts'
import type { Obligation } from '../../domain/plan/measure/obligation.ts'
import { nextWake } from '../../domain/supervision/wake.ts'
import fc from '../properties.ts'
import { accept, OFFICE, sendBack, setDue, submit, UNIT } from './support.ts'
import { correct, report, restore, revoke, World } from './world.ts'

const STREAM = '审批或核准后两个工作日内'
const SINGLE = '市人大批准后20日内'
const RUNS = Number(process.env.DUBAN_MODEL_RUNS ?? 150)

/** What a life may hold between the report and the change that is undone. */
const MOVES = [
  'submit',
  'accept',
  'sendBack',
  'setDue',
  'suspend',
  'resume',
  'extend',
  'grant',
  'terminate',
  'undo',
  'wait',
] as const
let acts = 0
function move(world: World, name: (typeof MOVES)[number], days: number): void {
  acts += 1
  const by = { actId: `m-${acts}`, actor: OFFICE, obligationId: null }
  const { today } = world
  switch (name) {
    case 'submit':
      world.act('1.1', submit(today))
      break
    case 'accept':
      world.act('1.1', accept())
      break
    case 'sendBack':
      world.act('1.1', sendBack())
      break
    case 'setDue':
      world.act('1.1', setDue(addDays(today, days)))
      break
    case 'suspend':
      world.act('1.1', {
        type: 'suspend',
        ...by,
        reason: '等',
        ground: null,
        reviewOn: addDays(today, 10 + days),
      })
      break
    case 'resume':
      world.act('1.1', { type: 'resume', ...by, reason: null, dueOn: null, keepDue: false })
      break
    case 'extend':
      world.act('1.1', {
        type: 'extend',
        ...by,
        actor: UNIT,
        dueOn: addDays(today, 20 + days),
        reason: '量大',
        measures: null,
      })
      break
    case 'grant':
      world.act('1.1', { type: 'grantExtension', ...by, dueOn: null, note: null })
      break
    case 'terminate':
      world.act('1.1', { type: 'terminate', ...by, reason: '不办' })
      break
    case 'undo':
      world.act('1.1', { type: 'undoAccept', ...by, reason: '错' })
      break
    case 'wait':
      world.pass(addDays(today, days))
  }
}

const life = fc.record({
  deadline: fc.constantFrom(
    STREAM,
    SINGLE,
    '待省出台办法后',
    '市人大批准前三十日内',
    '自市人大批准之日起一个月内',
  ),
  before: fc.array(fc.tuple(fc.constantFrom(...MOVES), fc.nat({ max: 12 })), { maxLength: 8 }),
  shift: fc.integer({ min: -40, max: 0 }),
  again: fc.integer({ min: -40, max: 0 }),
  pause: fc.nat({ max: 30 }),
})
const started = (deadline: string, before: readonly (readonly [(typeof MOVES)[number], number])[]): World => {
  const world = new World([deadline])
  world.pass(d('2015-08-10'))
  const { text } = world.plan.conditions[0]!
  world.say(report(text, '2015-08-10', { eventId: 'ev-a' }))
  for (const [name, days] of before) move(world, name, days)
  return world
}
/** What a person reads of an obligation; marks that are empty count as absent. */
const bare = (o: Obligation) =>
  Object.fromEntries(
    Object.entries(o).filter(([key, value]) => value !== null || !['revoked', 'flag'].includes(key)),
  )
/** Dates and what people did; not what the days between brought of themselves (reminders, lapses, reviews). */
const lasting = (o: Obligation) => {
  const { state, dueOn, originalDueOn, opensOn, openedOn, evidence, why, extension, extensions, returns } = o
  const suspendedOn = o.suspension?.on
  return {
    state,
    dueOn,
    originalDueOn,
    opensOn,
    openedOn,
    evidence,
    why,
    extension,
    extensions,
    returns,
    suspendedOn,
  }
}

describe('dates are never lost by a correction that is undone', { timeout: 60_000 }, () => {
  it('revoked and restored in one instant: every obligation is as it was, and what comes next too', () => {
    fc.assert(
      fc.property(life, ({ deadline, before }) => {
        const world = started(deadline, before)
        const was = world.state('1.1')
        world.say(revoke('ev-a'))
        world.say(restore('ev-a'))
        const now = world.state('1.1')
        expect(now.obligations.map(bare)).toEqual(was.obligations.map(bare))
        expect(nextWake(now)).toEqual(nextWake(was))
        expect(now.waits).toEqual(was.waits)
      }),
      { numRuns: RUNS },
    )
  })

  it('revoked and restored days later: state, dates, evidence, extension and suspension are as they were', () => {
    fc.assert(
      fc.property(life, ({ deadline, before, pause }) => {
        const world = started(deadline, before)
        const was = world.state('1.1').obligations.map(lasting)
        const calm = world.state('1.1').obligations.every((o) => o.state !== 'scheduled')
        world.say(revoke('ev-a'))
        world.pass(addDays(world.today, pause))
        world.say(restore('ev-a'))
        if (calm) expect(world.state('1.1').obligations.map(lasting)).toEqual(was)
      }),
      { numRuns: RUNS },
    )
  })

  it('corrected any number of times and back: the dates are those of the first report', () => {
    fc.assert(
      fc.property(life, ({ deadline, before, shift, again }) => {
        const world = started(deadline, before)
        const was = world.state('1.1').obligations.map(lasting)
        const { effectiveOn } = world.plan.events[0]!
        for (const by of [shift, again]) world.say(correct('ev-a', addDays(effectiveOn, by)))
        world.say(correct('ev-a', effectiveOn))
        expect(world.state('1.1').obligations.map(lasting)).toEqual(was)
        expect(world.state('1.1').obligations.every((o) => !o.flag)).toBe(true)
      }),
      { numRuns: RUNS },
    )
  })
})
