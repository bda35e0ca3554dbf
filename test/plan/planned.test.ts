import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import type { PlanInput } from '../../domain/events/acts/registry.ts'
import { describePlan } from '../../domain/events/describe.ts'
import { evolvePlan, newPlan } from '../../domain/events/life.ts'
import { expectedFor, expectedIn } from '../../domain/events/planned.ts'
import { planStep } from '../../domain/events/steps.ts'
import { noon, OFFICE } from '../supervision/support.ts'
import { report, World } from '../supervision/world.ts'

const d = mustDate
const SINGLE = '市人大批准后20日内'
const plan = (condition: string, on: string, more: object = {}) =>
  ({
    type: 'plan',
    condition,
    expectedOn: d(on),
    dueOn: null,
    title: null,
    document: null,
    measures: null,
    ...more,
  }) as const
const move = (plannedId: string, on: string) =>
  ({ type: 'move', plannedId, expectedOn: d(on), reason: '会议推迟' }) as const
const cancel = (plannedId: string) => ({ type: 'cancel', plannedId, reason: null }) as const
const confirm = (plannedId: string, on: string | null = null) =>
  ({
    type: 'confirm',
    plannedId,
    effectiveOn: on === null ? null : d(on),
    document: null,
    url: null,
  }) as const

function planned(...deadlines: string[]): { world: World; id: string } {
  const world = new World(deadlines)
  world.pass(d('2015-08-03'))
  expect(world.say(plan('市人大批准', '2015-08-20'))).toBe('ok')
  return { world, id: expectedIn(world.plan)[0]?.plannedId ?? '' }
}
const dates = (world: World, no = '1.1') => world.state(no).obligations.map((o) => [o.eventId, o.dueOn])

describe('an event known beforehand', () => {
  it('is expected and opens nothing; moved, it is expected on another day; confirmed, it is a report like any', () => {
    const { world, id } = planned(SINGLE)
    const conditionId = world.plan.conditions[0]!.id
    world.pass(d('2015-08-25'))
    expect(dates(world)).toEqual([])
    expect(expectedFor(world.plan, conditionId, '1.1')).toMatchObject({ expectedOn: '2015-08-20' })
    expect(world.say(move(id, '2015-09-10'))).toBe('ok')
    expect(expectedFor(world.plan, conditionId, '1.1')).toMatchObject({
      expectedOn: '2015-09-10',
      moves: [{ from: '2015-08-20', to: '2015-09-10', reason: '会议推迟' }],
    })
    expect(describePlan(world.plan)).toContain('预计 2015-09-10 市人大批准')
    expect(world.say(confirm(id))).toMatchObject({ code: 'EVENT_IN_FUTURE' })
    world.pass(d('2015-09-11'))
    expect(world.say(confirm(id, '2015-09-09'))).toBe('ok')
    const { eventId } = world.plan.events[0]!
    expect(dates(world)).toEqual([[eventId, '2015-09-29']])
    expect(expectedIn(world.plan)).toEqual([])
    expect(world.say(confirm(id))).toBe('already')
    expect(world.say(cancel(id))).toMatchObject({
      code: 'PLANNED_ENDED',
      remedy: expect.stringContaining(eventId),
    })
  })

  it('cancelled, is expected no more, and may be planned again', () => {
    const { world, id } = planned(SINGLE)
    expect(world.say(cancel(id))).toBe('ok')
    expect(world.say(cancel(id))).toBe('already')
    expect(world.say(confirm(id))).toMatchObject({ code: 'PLANNED_ENDED' })
    expect(world.state('1.1').waits[0]?.triggeredBy).toEqual([])
    expect(world.say(plan('市人大批准', '2015-08-20'))).toBe('ok')
    expect(expectedIn(world.plan).map((p) => p.plannedId)).toEqual([`${id}-2`])
  })

  it('that is reported without being named has come', () => {
    const { world } = planned(SINGLE)
    world.say(report('市人大批准', '2015-08-03', { eventId: 'ev-a' }))
    expect(world.plan.planned).toMatchObject([{ state: 'confirmed', eventId: 'ev-a' }])
    expect(world.say(plan('市人大批准', '2015-08-20'))).toMatchObject({ code: 'EVENT_ALREADY_REPORTED' })
  })

  it('brings its scope and its due date along', () => {
    const world = new World(['待省出台办法后', '待省出台办法后'])
    world.say(plan('省出台办法', '2015-08-01', { measures: ['2.1'], dueOn: d('2015-09-30') }))
    const [{ plannedId } = { plannedId: '' }] = expectedIn(world.plan)
    world.pass(d('2015-08-01'))
    world.say(confirm(plannedId))
    expect(dates(world)).toEqual([])
    expect(dates(world, '2.1')).toMatchObject([[expect.any(String), '2015-09-30']])
  })

  it.each([
    ['PLANNED_IN_PAST', (w: World) => w.say(plan('市人大批准', '2015-08-03', { measures: ['2.1'] }))],
    ['ALREADY_PLANNED', (w: World) => w.say(plan('市人大批准', '2015-08-21'))],
    ['CONDITION_UNKNOWN', (w: World) => w.say(plan('市政府批准', '2015-08-21'))],
    ['MEASURE_NOT_WAITING', (w: World) => w.say(plan('市人大批准', '2015-08-21', { measures: ['9.9'] }))],
    ['PLANNED_NOT_FOUND', (w: World) => w.say(move('pl-x', '2015-08-21'))],
    ['PLANNED_UNCHANGED', (w: World, id: string) => w.say(move(id, '2015-08-20'))],
    ['PLANNED_IN_PAST', (w: World, id: string) => w.say(move(id, '2015-08-01'))],
  ])('refuses with %s and leaves no trace', (code, act) => {
    const { world, id } = planned(SINGLE, SINGLE)
    const before = world.plan
    expect(act(world, id)).toMatchObject({ code, message: expect.stringMatching(/[\u4e00-\u9fff]/) })
    expect(world.plan).toBe(before)
    expect(world.say(plan('市人大批准', '2015-08-20'))).toBe('already')
  })

  it('of a draft is no day of the real calendar: its clock is set by the start; running, the plan judges', () => {
    const { plan: running } = new World([SINGLE])
    const draft = { ...running, phase: 'draft', startOn: null, clock: { kind: 'wall' } } as const
    const asked = (state: typeof running, at: string) => {
      const input = {
        ...plan('市人大批准', '2015-08-20'),
        actor: OFFICE,
        actId: 'a',
        at: noon(at),
      } as PlanInput
      const step = planStep(state, input, noon(at))
      return step.ok ? step.value.type : step.error.code
    }
    for (const real of ['2015-07-01', '2015-08-20', '2031-01-04']) expect(asked(draft, real)).toBe('event')
    expect(asked(running, '2015-08-19')).toBe('event')
    expect(asked(running, '2015-08-20')).toBe('PLANNED_IN_PAST')
  })

  it('is in the ledger: the facts alone give the plan again', () => {
    const { world, id } = planned(SINGLE)
    world.say(move(id, '2015-08-21'))
    world.pass(d('2015-08-22'))
    world.say(confirm(id))
    expect(world.planFacts.reduce(evolvePlan, newPlan('p'))).toEqual(world.plan)
  })
})
