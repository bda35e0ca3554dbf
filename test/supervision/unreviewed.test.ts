import { expect, it } from 'vitest'
import { measureText } from '../../client/cli/measure-text.ts'
import { planShowText } from '../../client/cli/verbs/plan-shown.ts'
import { planShowJson } from '../../client/views/json.ts'
import { yearEndRows } from '../../client/views/year-end.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { newPlan } from '../../domain/events/life.ts'
import { yearEndItems } from '../../domain/reckoning/carry.ts'
import { stateName } from '../../domain/supervision/names.ts'
import { give, measureOf, must, noon, OFFICE, startedOn, submit } from './support.ts'

const today = mustDate('2015-08-05')
const waiting = must(give(startedOn(measureOf('2015年7月')), submit('2015-07-28'), '2015-07-28'))
const closed = must(give(waiting, { type: 'close', actId: 'c', actor: OFFICE, reason: null }, '2015-08-05'))
const shown = (phase: 'running' | 'closed') => {
  const plan = { ...newPlan('p'), phase, clock: { kind: 'stepped', at: noon('2015-08-05') } } as const
  return planShowText(planShowJson(plan, [phase === 'closed' ? closed : waiting], today))
}

it('evidence that nobody reviewed is 待审核 while the plan runs and 未审核 once it is closed, counted to the office', () => {
  expect([stateName('submitted'), stateName('submitted', true)]).toEqual(['待审核', '未审核'])
  expect(measureText(waiting, today, '1.1')).toContain('1.1/2015-07  待审核')
  expect(measureText(closed, today, '1.1')).toContain('1.1/2015-07  未审核')
  expect(shown('running')).not.toContain('未审核')
  expect(shown('closed')).toContain('未审核 1，计督查机构')
})

it('and the closing says so before it is done', () => {
  const decided = { carryTo: null, carryWaits: false, dueOn: null, dueOns: {}, terminate: {} }
  expect(yearEndRows(yearEndItems([waiting], decided))).toMatchObject([
    { obligation: '1.1/2015-07', state: '待审核', outcome: '未审核（计督查机构）' },
  ])
})
