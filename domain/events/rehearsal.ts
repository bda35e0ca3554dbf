import type { PlanInput } from './acts/registry.ts'
import type { PlanState } from './model/state.ts'

/** 演练: the plan does not go by the real clock. A draft has none yet, and is none. */
export const isRehearsal = ({ clock }: Pick<PlanState, 'clock'>): boolean => clock.kind !== 'wall'

/** What a 演示账户 may know of: rehearsals, and drafts that one of them imported. */
export const isForDemo = (plan: Pick<PlanState, 'clock' | 'phase' | 'demo'>): boolean =>
  isRehearsal(plan) || (plan.phase === 'draft' && plan.demo === true)

/** Whether something done to a plan stays within rehearsals: the start is what makes a draft one. */
export const staysRehearsal = (plan: PlanState, input: PlanInput): boolean => {
  if (input.type === 'import') return isForDemo(plan) || (plan.phase === 'draft' && plan.document === null)
  return isForDemo(plan) && (input.type !== 'start' || isRehearsal(input))
}
