import { patched } from '@temporalio/workflow'
import type { Refusal, Result } from '../domain/basics/result.ts'
import type { PlanTime } from '../domain/calendar/time.ts'
import type { PlanInput } from '../domain/events/acts/registry.ts'
import type { PlanFactBody } from '../domain/events/facts.ts'
import type { PlanStep } from '../domain/events/model/input.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { planStep } from '../domain/events/steps.ts'
import { carried } from './carried.ts'

type Step = Result<PlanStep<PlanFactBody>, Refusal>

const same = (a: Step, b: Step): boolean => JSON.stringify(a) === JSON.stringify(b)

/**
 * What follows from an input. A signal is read by its table; what release 0.2.0 read otherwise stays so in its
 * histories, and only where that makes a difference does a run note by which rules it goes.
 */
export function stepOf(state: PlanState, input: PlanInput, now: PlanTime): Step {
  if (input.type !== 'signal') return planStep(state, input, now)
  const parsed = planStep(state, { ...input, parsed: true }, now)
  const before = byOldRules(() => planStep(state, input, now))
  carried('signals-kept')
  if (before === null || !same(parsed, before))
    return patched('messages-parsed') || before === null ? parsed : before
  // Runs before the next release noted it here too, where 0.1.0 had decided otherwise.
  carried('messages-parsed')
  return parsed
}

/** Null where they failed on it, and with them the workflow's task: no history holds what they would have said. */
function byOldRules(decide: () => Step): Step | null {
  try {
    return decide()
  } catch {
    return null
  }
}
