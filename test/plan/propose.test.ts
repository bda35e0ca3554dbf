import { expect, it } from 'vitest'
import type { Actor } from '../../domain/basics/actor.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import type { PlanInput } from '../../domain/events/acts/registry.ts'
import { describePlanFact, planFact } from '../../domain/events/facts.ts'
import { deliveriesAfter } from '../../domain/events/firings.ts'
import { evolvePlan, newPlan } from '../../domain/events/life.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { planStep } from '../../domain/events/steps.ts'

/** Proposals that wait for the office. */
const proposalsIn = ({ events }: Pick<PlanState, 'events'>) =>
  events.filter(({ proposed, conditionId, revoked }) => proposed !== undefined && !conditionId && !revoked)

const NOW = at(mustDate('2015-09-10'), '12:00')
const OFFICE: Actor = { role: 'office', unit: '督查室' }
const LIAISON: Actor = { role: 'unit', unit: '市甲局', userId: 'u-1', via: 'session' }
const running: PlanState = {
  ...newPlan('p'),
  phase: 'running',
  document: 'd',
  startOn: mustDate('2015-07-01'),
  offices: ['督查室'],
  conditions: [
    {
      ...{ id: 'c-1', text: '省出台具体规定', stream: false, alternatives: [], kind: 'onEvent' },
      waits: [{ no: '3.6', clause: 1 }],
    },
  ],
}
const said = { effectiveOn: mustDate('2015-09-01'), title: null, document: null, url: null }
const propose = (actor: Actor, more: object = {}): PlanInput =>
  ({
    type: 'propose',
    condition: '省出台具体规定',
    ...said,
    actor,
    actId: `a${Math.random()}`,
    at: null,
    ...more,
  }) as PlanInput

function told(state: PlanState, input: PlanInput) {
  const step = planStep(state, input, NOW)
  if (!step.ok || step.value.type !== 'event') throw new Error(step.ok ? step.value.type : step.error.code)
  const facts = step.value.facts.map((body, i) =>
    planFact({ seq: state.seq + i }, body, { at: NOW, actor: input.actor, actId: input.actId }),
  )
  const after = facts.reduce(evolvePlan, state)
  return { after, facts, step: step.value, woke: deliveriesAfter(state, after, step.value) }
}
const codeOf = (state: PlanState, input: PlanInput) => {
  const step = planStep(state, input, NOW)
  return step.ok ? step.value.type : step.error.code
}

it('what a unit proposes wakes nobody until the office takes it under its condition', () => {
  const proposed = told(running, propose(LIAISON))
  expect(proposed.woke).toEqual([])
  expect(describePlanFact(proposed.facts[0] as never)).toBe(
    `市甲局 提出事件“省出台具体规定”（${proposed.step.eventId}），2015-09-01 生效，待督查机构确认`,
  )
  expect(proposalsIn(proposed.after).map(({ eventId }) => eventId)).toEqual([proposed.step.eventId])
  const confirm = (actor: Actor): PlanInput => ({
    ...{ type: 'assign', eventId: proposed.step.eventId, condition: '省出台具体规定' },
    ...{ actor, actId: 'c', at: null },
  })
  expect(codeOf(proposed.after, confirm(LIAISON))).toBe('NOT_OFFICE')
  const confirmed = told(proposed.after, confirm(OFFICE))
  expect(confirmed.woke.map(({ nos, event }) => [nos, event.effectiveOn])).toEqual([[['3.6'], '2015-09-01']])
  expect(proposalsIn(confirmed.after)).toEqual([])
})

it('the office gives a proposal up by revoking it; then it may be proposed again', () => {
  const { after, step } = told(running, propose(LIAISON))
  expect(codeOf(after, propose({ ...LIAISON, unit: '市乙局' }))).toBe('EVENT_ALREADY_REPORTED')
  const revoke: PlanInput = {
    ...{ type: 'revoke', eventId: step.eventId, reason: '查无此事' },
    ...{ actor: OFFICE, actId: 'r', at: null },
  }
  const given = told(after, revoke)
  expect(given.woke).toEqual([])
  expect(proposalsIn(given.after)).toEqual([])
  expect(codeOf(given.after, propose(LIAISON))).toBe('event')
})

it.each([
  ['a condition that nothing waits for', { condition: '月亮升起' }, 'CONDITION_UNKNOWN'],
  ['a day that has not come', { effectiveOn: '2015-09-11' }, 'EVENT_IN_FUTURE'],
])('it is refused: %s', (_, more, code) => {
  expect(codeOf(running, propose(LIAISON, more))).toBe(code)
})

it('who is signed in for a unit proposes and does not report; at the command line it stands on the operator’s word', () => {
  const report = (actor: Actor): PlanInput =>
    ({ ...propose(actor), type: 'report', eventId: null, dueOn: null, measures: null }) as PlanInput
  expect(codeOf(running, report(LIAISON))).toBe('NOT_OFFICE')
  expect(codeOf(running, report({ role: 'unit', unit: '市甲局' }))).toBe('event')
  expect(codeOf({ ...running, phase: 'closed' }, propose(LIAISON))).toBe('PLAN_CLOSED')
})
