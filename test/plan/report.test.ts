import { describe, expect, it } from 'vitest'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { at, type PlanTime } from '../../domain/calendar/time.ts'
import type { PlanInput } from '../../domain/events/acts/registry.ts'
import { type PlanFactBody, planFact } from '../../domain/events/facts.ts'
import { evolvePlan, newPlan } from '../../domain/events/life.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { planStep } from '../../domain/events/steps.ts'
import { targetsOf } from '../../domain/events/subscriptions.ts'
import type { PlanCondition } from '../../domain/plan/condition.ts'
import { reportOf } from '../event-report.ts'

const NOW = at(mustDate('2015-09-10'), '12:00')
const by = { actor: { role: 'office', unit: '督查室' }, actId: 'a', at: null } as const
const condition = (
  id: string,
  text: string,
  stream: boolean,
  alternatives: string[],
  nos: string[],
): PlanCondition => ({
  id,
  text,
  stream,
  alternatives,
  kind: 'onEvent',
  waits: nos.map((no) => ({ no, clause: 1 })),
})
const conditions = [
  condition('c-1', '省出台具体规定', false, [], ['3.6', '4.1']),
  condition('c-2', '审批或核准', true, ['审批', '核准'], ['5.1']),
]

function after(...bodies: PlanFactBody[]): PlanState {
  const write = (state: PlanState, body: PlanFactBody) =>
    evolvePlan(state, planFact(state, body, { at: NOW, actor: by.actor, actId: null }))
  return bodies.reduce(write, newPlan('p'))
}
const imported: PlanFactBody = { kind: 'imported', title: '方案', document: 'd', measures: 3, conditions }
const started: PlanFactBody = {
  kind: 'planStarted',
  clock: { kind: 'stepped', at: NOW },
  startOn: mustDate('2015-07-01'),
  acceptedReview: [],
}
const running = after(imported, started)

const report = (text: string, on: string, more: object = {}): PlanInput => ({
  type: 'report',
  ...by,
  ...reportOf(text, on, more),
})
const step = (state: PlanState, input: PlanInput, now: PlanTime = NOW) => planStep(state, input, now)
const codeOf = (state: PlanState, input: PlanInput) => {
  const result = step(state, input)
  return result.ok ? result.value.type : result.error.code
}
const told = (state: PlanState, input: PlanInput): PlanState => {
  const result = step(state, input)
  if (!result.ok || result.value.type !== 'event') throw new Error(JSON.stringify(result))
  return result.value.facts.reduce(
    (s, body) => evolvePlan(s, planFact(s, body, { at: NOW, actor: by.actor, actId: null })),
    state,
  )
}

describe('a report', () => {
  it('finds its condition by text, by id, with function words, and by one of its ways', () => {
    for (const text of ['省出台具体规定', '待省出台具体规定后', 'c-1', ' 省出台具体规定 ']) {
      const state = told(running, report(text, '2015-09-01'))
      expect(targetsOf(state, state.events[0]!)).toEqual(['3.6', '4.1'])
    }
    expect(told(running, report('核准', '2015-09-01')).events[0]?.conditionId).toBe('c-2')
  })

  it('twice is one; a single act with another date is a conflict; a taken id too', () => {
    const once = told(running, report('省出台具体规定', '2015-09-01'))
    expect(codeOf(once, report('省出台具体规定', '2015-09-01', { title: '换个说法' }))).toBe('already')
    expect(codeOf(once, report('省出台具体规定', '2015-09-02'))).toBe('EVENT_ALREADY_REPORTED')
    const stream = told(running, report('审批', '2015-09-01', { eventId: 'ev-a' }))
    expect(codeOf(stream, report('审批', '2015-09-01', { eventId: 'ev-a' }))).toBe('already')
    expect(codeOf(stream, report('审批', '2015-09-02', { eventId: 'ev-a' }))).toBe('EVENT_ID_TAKEN')
    expect(codeOf(stream, report('审批', '2015-09-01', { title: '另一个项目' }))).toBe('event')
  })

  it('of what was revoked and happened after all is a new event', () => {
    const once = told(running, report('省出台具体规定', '2015-09-01'))
    const { eventId } = once.events[0]!
    const revoked = told(once, { type: 'revoke', ...by, eventId, reason: '误报' })
    const again = told(revoked, report('省出台具体规定', '2015-09-01'))
    expect(again.events.map((e) => [e.eventId, e.revoked])).toEqual([
      [eventId, true],
      [`${eventId}-2`, false],
    ])
    expect(codeOf(again, report('省出台具体规定', '2015-09-01'))).toBe('already')
  })

  it('of something unknown names the nearest; of the future, or outside its scope, is refused', () => {
    const unknown = step(running, report('省出台规定', '2015-09-01'))
    expect(unknown).toMatchObject({
      ok: false,
      error: { code: 'CONDITION_UNKNOWN', fields: { nearest: ['省出台具体规定'] } },
    })
    expect(codeOf(running, report('省出台具体规定', '2015-09-11'))).toBe('EVENT_IN_FUTURE')
    expect(codeOf(running, report('省出台具体规定', '2015-09-01', { measures: ['5.1'] }))).toBe(
      'MEASURE_NOT_WAITING',
    )
    const scoped = told(running, report('省出台具体规定', '2015-09-01', { measures: ['4.1'] }))
    expect(targetsOf(scoped, scoped.events[0]!)).toEqual(['4.1'])
  })

  it('by signal is never lost, whatever it holds', () => {
    for (const signal of [{ condition: '火星登陆' }, {}, null, 'text', { condition: 7, effectiveOn: 'x' }]) {
      const state = told(running, { type: 'signal', ...by, signal: signal as never })
      expect(state.events).toMatchObject([{ conditionId: null, effectiveOn: '2015-09-10' }])
      expect(targetsOf(state, state.events[0]!)).toEqual([])
    }
  })

  it('by signal for measures that do not wait for it is kept too: those that wait hear of it, the others are named', () => {
    const signal = { condition: '省出台具体规定', effectiveOn: '2015-09-09', measures: ['4.1', '5.1'] }
    const kept = told(running, { type: 'signal', ...by, signal })
    expect(kept.events).toMatchObject([{ conditionId: 'c-1', measures: ['4.1'], strangers: ['5.1'] }])
    const only = told(running, {
      type: 'signal',
      ...by,
      signal: { ...signal, measures: ['5.1'] },
    })
    expect(only.events).toMatchObject([{ conditionId: null, measures: ['5.1'], strangers: ['5.1'] }])
    // The one that was meant comes after it.
    const both = told(only, {
      type: 'signal',
      ...by,
      signal: { ...signal, measures: undefined },
    })
    expect(both.events).toMatchObject([{}, { conditionId: 'c-1', measures: null }])
  })

  it('by signal for one measure after another is an event for each; the same again is none', () => {
    for (const eventId of [undefined, 'ev-a']) {
      const to = (measures: string[] | undefined): PlanInput => ({
        type: 'signal',
        ...by,
        signal: { condition: '省出台具体规定', effectiveOn: '2015-09-09', measures, eventId },
      })
      const first = told(running, to(['3.6']))
      const second = told(first, to(['4.1']))
      expect(second.events.map((e) => e.measures)).toEqual([['3.6'], ['4.1']])
      expect(new Set(second.events.map((e) => e.eventId)).size).toBe(2)
      expect([codeOf(second, to(['4.1'])), codeOf(second, to(['3.6']))]).toEqual(['already', 'already'])
      const all = told(first, to(undefined))
      expect(all.events.map((e) => e.measures)).toEqual([['3.6'], null])
      expect([codeOf(all, to(['4.1'])), codeOf(all, to(undefined))]).toEqual(['already', 'already'])
    }
  })

  it('by signal under an id that is taken: another date is a further source, another condition another event', () => {
    const say = (state: PlanState, signal: object) =>
      told(state, { type: 'signal', ...by, signal: { eventId: 'ev-a', ...signal } })
    const first = say(running, { condition: '省出台具体规定', effectiveOn: '2015-09-09' })
    const dated = say(first, { condition: '省出台具体规定', effectiveOn: '2015-09-08' })
    expect(dated.events).toMatchObject([
      { effectiveOn: '2015-09-09', sources: [{ effectiveOn: '2015-09-08' }] },
    ])
    const other = say(first, { condition: '审批', effectiveOn: '2015-09-09' })
    expect(other.events).toMatchObject([{}, { eventId: 'ev-a-2', conditionId: 'c-2' }])
  })
})

it('refuses what does not fit the plan’s phase or clock', () => {
  const advance = (to: string): PlanInput => ({ type: 'advance', ...by, to: steppedAt(mustDate(to)) })
  const closed = after(imported, started, { kind: 'planClosed', reason: null })
  const draft = after(imported)
  expect(
    codeOf(newPlan('p'), {
      type: 'start',
      ...by,
      clock: { kind: 'wall' },
      startOn: mustDate('2015-07-01'),
      acceptedReview: [],
    }),
  ).toBe('PLAN_EMPTY')
  expect(codeOf(draft, advance('2015-10-01'))).toBe('PLAN_NOT_STARTED')
  expect(codeOf(running, advance('2015-09-09'))).toBe('CLOCK_BACKWARD')
  expect(codeOf(running, advance('2015-09-10'))).toBe('advance')
  expect(codeOf(after(imported, { ...started, clock: { kind: 'wall' } }), advance('2015-10-01'))).toBe(
    'CLOCK_NOT_STEPPED',
  )
  expect(codeOf(closed, report('审批', '2015-09-01'))).toBe('PLAN_CLOSED')
  expect(codeOf(closed, { type: 'close', ...by, reason: null })).toBe('PLAN_CLOSED')
  expect(codeOf(running, { type: 'import', ...by, document: 'other' })).toBe('PLAN_ALREADY_STARTED')
  expect(codeOf(running, { type: 'import', ...by, document: 'd' })).toBe('already')
  expect(codeOf(running, { type: 'revoke', ...by, eventId: 'ev-x', reason: null })).toBe('EVENT_NOT_FOUND')
})

describe('a second report with its hour', () => {
  const first = planStep(running, report('省出台具体规定', '2015-09-01', { another: false }), NOW)
  const known =
    first.ok && first.value.type === 'event' ? after(imported, started, ...first.value.facts) : running
  const hour = { effectiveAt: '2015-09-01T15:30', another: false, addsHour: true }
  const facts = (more: object, actor: { role: 'office' | 'unit'; unit: string } = by.actor) => {
    const step = planStep(
      known,
      { ...report('省出台具体规定', '2015-09-01', more), actor, actId: 'b' } as PlanInput,
      NOW,
    )
    return step.ok ? (step.value.type === 'event' ? step.value.facts : step.value.type) : step.error.code
  }
  it('corrects the one that had none: the measures are told, nothing is reported twice', () => {
    expect(facts(hour)).toMatchObject([{ kind: 'eventCorrected', effectiveAt: '2015-09-01T15:30' }])
    const [event] = known.events
    expect(facts({ ...hour, eventId: event?.eventId })).toMatchObject([{ kind: 'eventCorrected' }])
    const after2 = evolvePlan(
      known,
      planFact(known, (facts(hour) as PlanFactBody[])[0] as PlanFactBody, {
        at: NOW,
        actor: by.actor,
        actId: null,
      }),
    )
    expect(after2.events.map((e) => e.effectiveAt)).toEqual(['2015-09-01T15:30'])
    // Said again it is known; another hour is a correction that somebody has to make.
    const again = (at: string) => {
      const said = report('省出台具体规定', '2015-09-01', { ...hour, effectiveAt: at })
      const step = planStep(after2, { ...said, actId: 'c' } as PlanInput, NOW)
      return step.ok ? step.value.type : step.error.code
    }
    expect([again('2015-09-01T15:30'), again('2015-09-01T16:00')]).toEqual([
      'already',
      'EVENT_ALREADY_REPORTED',
    ])
  })
  it('is for whoever reported it, or an office; reports of earlier releases go by their own rule', () => {
    expect(facts(hour, { role: 'unit', unit: '市甲局' })).toBe('EVENT_ALREADY_REPORTED')
    expect(facts({ ...hour, addsHour: undefined })).toBe('already')
  })
})
