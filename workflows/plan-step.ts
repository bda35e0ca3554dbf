import { patched } from '@temporalio/workflow'
import type { PlanTime } from '../domain/calendar/time.ts'
import type { PlanState } from '../domain/plan/life.ts'
import { type PlanInput, type PlanStep, planStep } from '../domain/plan/steps.ts'
import type { Refusal, Result } from '../domain/result.ts'

/**
 * What follows from an input. Of a signal nothing is dropped; what release 0.1.0 dropped stays so in its histories, and
 * only where that makes a difference does a run note by which rules it goes.
 */
export function stepOf(state: PlanState, input: PlanInput, now: PlanTime): Result<PlanStep, Refusal> {
  const step = planStep(state, input, now)
  if (input.type !== 'signal') return step
  const kept = planStep(state, { ...input, keepAll: true }, now)
  return JSON.stringify(kept) !== JSON.stringify(step) && patched('signals-kept') ? kept : step
}
