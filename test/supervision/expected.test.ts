import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { expectedIn } from '../../domain/events/planned.ts'
import { DEFAULT_SCORING } from '../../domain/policy/scoring.ts'
import { entriesOf } from '../../domain/reckoning/entries.ts'
import { countsOf, lateListOf } from '../../domain/reckoning/outcome.ts'
import { deliveryTo } from '../../domain/supervision/events/delivery.ts'
import { noticesFor } from '../../domain/supervision/notices.ts'
import { lightOf } from '../../domain/supervision/phase.ts'
import { replan } from '../../domain/supervision/replan.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { standingEvents } from '../../domain/supervision/standing-events.ts'
import { accept, calendar, context, give, measureOf, must, noon, OFFICE, submit } from './support.ts'
import { report, revoke, type Said, World } from './world.ts'

const d = mustDate
const plan = (on: string, condition = '汛期'): Said =>
  ({
    type: 'plan',
    condition,
    expectedOn: d(on),
    dueOn: null,
    title: null,
    document: null,
    measures: null,
  }) as Said
const about = (world: World) => expectedIn(world.plan)[0]?.plannedId ?? ''
const one = (world: World, no = '1.1') => world.state(no).obligations[0]!
const kinds = (world: World, no = '1.1') => world.one(no).facts.map((fact) => fact.kind)

/** 汛期前, expected on Monday 2015-08-17 and told on 2015-07-20. */
function expecting(...deadlines: string[]): World {
  const world = new World(deadlines.length > 0 ? deadlines : ['汛期前'])
  world.pass(d('2015-07-20'))
  expect(world.say(plan('2015-08-17'))).toBe('ok')
  return world
}

describe('what is due before something that is expected', () => {
  it('opens by the expected day with a provisional date, and is reminded of', () => {
    const world = expecting()
    expect(one(world)).toMatchObject({
      id: `1.1/${about(world)}`,
      state: 'open',
      dueOn: '2015-08-16',
      provisional: true,
    })
    world.pass(d('2015-08-14'))
    expect(kinds(world)).toEqual(['started', 'eventExpected', 'opened', 'reminded', 'reminded'])
  })

  it('a length before it is counted back from that day: 汛期前10日', () => {
    expect(one(expecting('汛期前10日'))).toMatchObject({ dueOn: '2015-08-07', provisional: true })
  })

  it('opens nothing of what is due after it', () => {
    const world = expecting('汛期后10日内', '汛期前')
    expect(world.state('1.1').obligations).toEqual([])
    expect(kinds(world, '1.1')).toEqual(['started'])
    expect(world.state('2.1').obligations).toHaveLength(1)
  })

  it('moves with it, also twice; the same day said again changes nothing', () => {
    const world = expecting()
    const plannedId = about(world)
    for (const [on, dueOn] of [
      ['2015-09-01', '2015-08-31'],
      ['2015-08-20', '2015-08-19'],
    ] as const) {
      expect(world.say({ type: 'move', plannedId, expectedOn: d(on), reason: '推迟' } as Said)).toBe('ok')
      expect(one(world)).toMatchObject({ dueOn, provisional: true, expected: { on } })
    }
    const before = world.state('1.1')
    expect(world.say(plan('2015-08-20'))).toBe('already')
    expect(world.state('1.1')).toBe(before)
  })

  it('unconfirmed it is never overdue: no lapse, no slip, no red light, no score; the office is asked, at last its head', () => {
    const world = expecting()
    world.pass(d('2015-12-31'))
    const all = kinds(world)
    expect(all.filter((kind) => ['overdue', 'slipRaised'].includes(kind))).toEqual([])
    const asked = world.one('1.1').facts.filter((fact) => fact.kind === 'expectationDue')
    expect(asked.map((fact) => fact.at.slice(0, 10))).toEqual(['2015-08-18', '2015-08-20', '2015-08-25'])
    const notices = asked.flatMap((fact) => noticesFor(world.state('1.1'), fact))
    expect(notices.map((n) => [n.toUnit, n.toRole])).toEqual([
      ['督查室', 'office'],
      ['督查室', 'office'],
      ['督查室', 'unitHead'],
    ])
    const state = world.state('1.1')
    expect(lightOf(one(world), world.today)).toBe('yellow')
    expect(countsOf([state], world.today).overdue).toBe(0)
    expect(lateListOf([state], world.today)).toEqual([])
    expect(world.act('1.1', { type: 'close', actId: 'c', actor: OFFICE, reason: null })).toBe('ok')
    const lines = world.one('1.1').facts.map((fact, row) => ({ row, fact }))
    expect(entriesOf(lines, () => DEFAULT_SCORING).filter((e) => e.reason === 'unfinished')).toEqual([])
  })

  it('many measures that hang on one day ask the office once: their notices have one key', () => {
    const world = expecting('汛期前', '汛期前5日')
    world.pass(d('2015-08-18'))
    const keys = ['1.1', '2.1'].flatMap((no) =>
      world
        .one(no)
        .facts.filter((fact) => fact.kind === 'expectationDue')
        .flatMap((fact) => noticesFor(world.state(no), fact).map((n) => n.key)),
    )
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
  })

  it('a day that had gone by for long when the plan heard of it is asked about once, and that is the last time', () => {
    const world = new World(['汛期前'])
    const id = 'pl-x'
    world.pass(d('2015-07-20'))
    const planned = { plannedId: id, condition: '汛期', conditionId: world.plan.conditions[0]!.id }
    const day = { effectiveOn: d('2015-05-01'), dueOn: null, title: null, document: null, url: null }
    const event = { ...planned, ...day, eventId: id, measures: null, revoked: false }
    const told = deliveryTo(
      world.one('1.1').measure,
      {
        kind: 'expect',
        event: { ...event, reportedAt: world.now, reportedBy: OFFICE },
        revision: 'r',
      },
      world.today,
      context,
    )
    const done = give(world.state('1.1'), { type: 'delivery', delivery: told, actor: OFFICE }, world.today)
    const later = settle(must(done), noon('2015-12-31')).facts
    const asked = [...(done.ok ? done.value.facts : []), ...later].filter((f) => f.kind === 'expectationDue')
    expect(asked).toMatchObject([{ step: 3, last: true }])
  })

  it.each([
    [
      'confirmed',
      (world: World): Said =>
        ({
          type: 'confirm',
          plannedId: about(world),
          effectiveOn: d('2015-08-19'),
          document: null,
          url: null,
        }) as Said,
    ],
    ['reported', (): Said => report('汛期', '2015-08-19')],
  ])(
    '%s it becomes firm under the same id: overdue from then on, slips no earlier than a working day after',
    (_, say) => {
      const world = expecting()
      const { id } = one(world)
      world.pass(d('2015-08-24'))
      expect(world.say(say(world))).toBe('ok')
      expect(world.state('1.1').obligations).toHaveLength(1)
      expect(one(world)).toMatchObject({
        id,
        dueOn: '2015-08-18',
        originalDueOn: '2015-08-18',
        provisional: false,
        expected: null,
        eventId: world.plan.events[0]?.eventId,
      })
      expect(kinds(world).slice(-2)).toEqual(['eventReceived', 'overdue'])
      expect(lightOf(one(world), world.today)).toBe('red')
      world.pass(d('2015-08-25'))
      expect(kinds(world).at(-1)).toBe('slipRaised')
      // It waits no more, and nobody is asked again.
      world.pass(d('2015-12-31'))
      expect(kinds(world).filter((kind) => kind === 'waitAsked' || kind === 'expectationDue')).toHaveLength(2)
    },
  )

  it('confirmed in good time it is a date like any: firm, reminded, lapsing', () => {
    const world = expecting()
    const { eventId } = { eventId: 'ev-x' }
    world.pass(d('2015-08-05'))
    expect(
      world.say({ type: 'move', plannedId: about(world), expectedOn: d('2015-08-06'), reason: null } as Said),
    ).toBe('ok')
    world.pass(d('2015-08-07'))
    expect(world.say(report('汛期', '2015-08-07', { eventId }))).toBe('ok')
    expect(one(world)).toMatchObject({ dueOn: '2015-08-06', eventId })
  })

  it('cancelled, what it had opened is withdrawn and the condition is waited for again', () => {
    const world = expecting()
    expect(world.say({ type: 'cancel', plannedId: about(world), reason: '不开了' } as Said)).toBe('ok')
    expect(one(world)).toMatchObject({ state: 'withdrawn', expected: null })
    world.pass(d('2015-12-31'))
    expect(kinds(world).filter((kind) => kind === 'overdue' || kind === 'expectationDue')).toEqual([])
    expect(world.say(report('汛期', '2015-12-30', { eventId: 'ev-y' }))).toBe('ok')
    expect(world.state('1.1').obligations.map((o) => [o.id, o.state])).toEqual([
      [expect.stringMatching(/^1\.1\/pl-/), 'withdrawn'],
      ['1.1/ev-y', 'open'],
    ])
  })

  it('done in time it may be accepted before the event; done after the expected day it waits for the day to be settled', () => {
    const early = expecting()
    expect(early.act('1.1', submit('2015-07-20'))).toBe('ok')
    expect(early.act('1.1', accept())).toBe('ok')
    expect(one(early)).toMatchObject({ state: 'completed', outcome: 'onTime' })
    const late = expecting()
    late.pass(d('2015-08-20'))
    expect(late.act('1.1', submit('2015-08-19'))).toBe('ok')
    expect(late.act('1.1', accept())).toBe('EVENT_UNCONFIRMED')
    expect(
      late.say({ type: 'move', plannedId: about(late), expectedOn: d('2015-09-01'), reason: null } as Said),
    ).toBe('ok')
    expect(late.act('1.1', accept())).toBe('ok')
    expect(one(late)).toMatchObject({ outcome: 'onTime' })
  })

  it('accepted by an expected day that came earlier, it is shown to a person', () => {
    const world = expecting()
    world.pass(d('2015-08-10'))
    expect(world.act('1.1', submit('2015-08-10'))).toBe('ok')
    expect(world.act('1.1', accept())).toBe('ok')
    expect(world.say(report('汛期', '2015-08-08'))).toBe('ok')
    expect(one(world)).toMatchObject({
      state: 'completed',
      dueOn: '2015-08-16',
      flag: { because: 'corrected', wouldBe: { dueOn: '2015-08-07' } },
    })
  })

  it('its event corrected or revoked afterwards moves or withdraws it like any', () => {
    const world = expecting()
    world.pass(d('2015-08-17'))
    expect(world.say(report('汛期', '2015-08-17', { eventId: 'ev-z' }))).toBe('ok')
    expect(one(world)).toMatchObject({ dueOn: '2015-08-16', expected: null })
    expect(world.say(revoke('ev-z'))).toBe('ok')
    expect(one(world)).toMatchObject({ state: 'withdrawn' })
  })

  it('an amendment of another row leaves it as it is', () => {
    const world = expecting()
    const measure = measureOf('汛期前')
    const target = { task: { no: '1', title: '任务', measures: [measure] }, measure }
    const events = standingEvents(world.plan)('1.1')
    const given = {
      planId: 'p',
      startOn: d('2015-07-01'),
      calendar,
      planYear: 2015,
      issuedOn: d('2015-07-01'),
      today: world.today,
      events,
    }
    const cause = { kind: 'amendment', document: 'e', title: '修订', reason: null } as const
    expect(replan(world.state('1.1'), target, { ...given, cause })).toBeNull()
  })

  it('work sent back has its slips after the rework date, also when its event comes in between', () => {
    const world = expecting()
    expect(world.act('1.1', submit('2015-07-20'))).toBe('ok')
    world.pass(d('2015-08-17'))
    expect(
      world.act('1.1', {
        type: 'return',
        actId: 'r',
        actor: OFFICE,
        obligationId: null,
        reason: '缺图',
        reworkOn: d('2015-08-28'),
      }),
    ).toBe('ok')
    expect(world.say(report('汛期', '2015-08-17'))).toBe('ok')
    world.pass(d('2015-08-28'))
    expect(one(world).slips).toEqual([])
    world.pass(d('2015-08-31'))
    expect(one(world).slips).toMatchObject([{ level: 'blue', raisedOn: '2015-08-31' }])
  })
})
