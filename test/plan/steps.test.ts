import { expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import type { PlanInput } from '../../domain/events/acts/registry.ts'
import { newPlan } from '../../domain/events/life.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { planStep } from '../../domain/events/steps.ts'

const NOW = at(mustDate('2015-09-10'), '12:00')
const running: PlanState = { ...newPlan('p'), phase: 'running', document: 'old' }
const amend = (from: string, document: string): PlanInput => ({
  type: 'amend',
  from,
  document,
  numbers: {},
  counts: { changed: 0, added: 0, withdrawn: 0 },
  reference: null,
  reason: null,
  actor: { role: 'office', unit: '督查室' },
  actId: 'a',
  at: null,
})
const answer = (input: PlanInput) => {
  const step = planStep(running, input, NOW)
  return step.ok ? step.value.type : step.error.code
}

it('an amendment is carried out on the document it was compared with, and on no other', () => {
  expect(answer(amend('old', 'new'))).toBe('amend')
  expect(answer(amend('older', 'new'))).toBe('AMEND_OUTDATED')
  expect(answer(amend('old', 'old'))).toBe('already')
})

it('whoever has found an amendment in the ledger may ask whether it is done, also before the workflow knows of it', () => {
  // A task of the workflow that was lost half-way is done again: for a moment the ledger is ahead of it.
  expect(answer(amend('new', 'new'))).toBe('already')
})
