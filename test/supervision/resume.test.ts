import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { describeFact, describeMeasure } from '../../domain/supervision/describe.ts'
import { replay } from '../../domain/supervision/evolve.ts'
import { nextWake } from '../../domain/supervision/wake.ts'
import { OFFICE } from './support.ts'
import { report, restore, revoke, World } from './world.ts'

const d = mustDate
const subscribe = (condition: string, no = '1.1') => ({ type: 'subscribe', condition, no }) as const
let acts = 0
/** 挂账 until a condition, as the office says it: the plan first, then the measure. */
function suspend(world: World, text: string, more: object = {}, no = '1.1'): string {
  acts += 1
  const said = world.say(subscribe(text, no))
  if (typeof said !== 'string') return said.code
  const { id: conditionId } = world.plan.conditions.find((c) => c.text === text)!
  return world.act(no, {
    type: 'suspend',
    actId: `h-${acts}`,
    actor: OFFICE,
    obligationId: null,
    reason: '等待上级政策',
    ground: null,
    reviewOn: d('2015-12-01'),
    until: { conditionId, text, dueOn: null, keepDue: false, ...more },
  })
}
const only = (world: World, no = '1.1') => world.state(no).obligations[0]!

function counted(): World {
  const world = new World(['市人大批准后20个工作日内'])
  world.say(report('市人大批准', '2015-07-01', { eventId: 'ev-a' })) // due 2015-07-29
  world.pass(d('2015-07-08'))
  expect(suspend(world, '上级政策明确')).toBe('ok')
  return world
}

describe('挂账，待X后恢复', () => {
  it('stands still until the event, which the plan’s text may not know; a counted period goes on with what was left', () => {
    const world = counted()
    expect(only(world)).toMatchObject({ state: 'suspended', suspension: { until: { text: '上级政策明确' } } })
    expect(describeMeasure(world.state('1.1'), world.today)).toContain('待“上级政策明确”后恢复')
    world.pass(d('2015-09-10'))
    expect(only(world).state).toBe('suspended')
    expect(world.say(report('上级政策明确', '2015-09-08', { eventId: 'ev-p' }))).toBe('ok')
    // 15 working days were left on 8 July; counted on from 10 September, the day on which the measure heard of it.
    expect(only(world)).toMatchObject({ state: 'open', dueOn: '2015-10-08', suspension: null })
    expect(only(world).suspensions).toEqual([
      { from: '2015-07-08', to: '2015-09-10', reason: '等待上级政策', eventId: 'ev-p' },
    ])
    const facts = world.measures.get('1.1')!.facts
    expect(facts.map((f) => f.kind).slice(-2)).toEqual(['eventReceived', 'resumed'])
    expect(describeFact(facts.at(-1)!)).toBe(
      '触发事件 ev-p，恢复办理 1.1/ev-a：到期日 2015-07-29 → 2015-10-08（“上级政策明确”已发生）',
    )
    expect(replay(facts)).toEqual(world.state('1.1'))
  })

  it('by a condition of the plan, whoever else waits for it; reported twice, once', () => {
    const world = new World(['2015年7月', '待省出台办法后'])
    expect(suspend(world, '省出台办法', { dueOn: d('2015-09-30') })).toBe('ok')
    world.pass(d('2015-08-10'))
    world.say(report('省出台办法', '2015-08-10', { eventId: 'ev-a' }))
    expect(world.say(report('省出台办法', '2015-08-10', { eventId: 'ev-a' }))).toBe('already')
    expect(only(world)).toMatchObject({ state: 'open', dueOn: '2015-09-30', originalDueOn: '2015-07-31' })
    expect(world.state('2.1').obligations.map((o) => o.id)).toEqual(['2.1/ev-a'])
    expect(nextWake(world.state('1.1'))).toMatchObject({ kind: 'remind' })
  })

  it('a fixed date needs the date that holds then; what has come already is not waited for', () => {
    const world = new World(['2015年7月', '待省出台办法后'])
    expect(suspend(world, '省出台办法')).toBe('DUE_CHOICE')
    expect(only(world).state).toBe('open')
    expect(suspend(world, '省出台办法', { keepDue: true })).toBe('ok')
    world.say(report('省出台办法', '2015-07-01'))
    expect(only(world)).toMatchObject({ state: 'open', dueOn: '2015-07-31' })
    expect(suspend(world, '省出台办法', { keepDue: true })).toBe('EVENT_ALREADY_REPORTED')
    expect(world.say(subscribe(' '))).toMatchObject({ code: 'CONDITION_EMPTY' })
  })

  it('by hand before the event: the event finds nothing to do', () => {
    const world = counted()
    const by = {
      actId: 'r',
      actor: OFFICE,
      obligationId: null,
      reason: null,
      dueOn: d('2015-08-31'),
      keepDue: false,
    }
    expect(world.act('1.1', { type: 'resume', ...by })).toBe('ok')
    world.say(report('上级政策明确', '2015-07-08'))
    expect(only(world)).toMatchObject({ state: 'open', dueOn: '2015-08-31' })
  })

  it('a date that has passed by then is asked about, not taken', () => {
    const world = new World(['2015年7月'])
    expect(suspend(world, '上级政策明确', { dueOn: d('2015-08-31') })).toBe('ok')
    world.pass(d('2015-09-10'))
    world.say(report('上级政策明确', '2015-09-10'))
    expect(only(world)).toMatchObject({ state: 'suspended', suspension: { reviewed: true } })
  })

  it('the event revoked: the work goes on, and the office is asked to look; restored, no more', () => {
    const world = counted()
    world.say(report('上级政策明确', '2015-07-08', { eventId: 'ev-p' }))
    const { dueOn } = only(world)
    world.say(revoke('ev-p'))
    expect(only(world)).toMatchObject({ state: 'open', dueOn, flag: { because: 'revoked', eventId: 'ev-p' } })
    world.say(restore('ev-p'))
    expect(only(world)).toMatchObject({ state: 'open', dueOn, flag: null })
  })
})
