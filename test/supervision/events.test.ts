import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, mustDate } from '../../domain/calendar/date.ts'
import { noticesFor } from '../../domain/supervision/notices.ts'
import type { Obligation } from '../../domain/supervision/obligation.ts'
import { replay } from '../../domain/supervision/state.ts'
import { nextWake } from '../../domain/supervision/wake.ts'
import { accept, OFFICE, sendBack, setDue, submit, UNIT } from './support.ts'
import { correct, report, restore, revoke, World } from './world.ts'

const d = mustDate
const STREAM = '审批或核准后两个工作日内'
const RUNS = Number(process.env.DUBAN_MODEL_RUNS ?? 150)
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
