import { isForDemo, isRehearsal } from '../domain/events/rehearsal.ts'
import type { Db } from '../records/db.ts'
import { planStates } from '../records/read.ts'

/** The plans that 演示账户 may know of; null: a plan goes by the real clock, and there are none any more. */
export async function demoPlans(db: Db): Promise<readonly string[] | null> {
  const plans = await planStates(db)
  if (plans.some((plan) => plan.phase !== 'draft' && !isRehearsal(plan))) return null
  return plans.filter(isForDemo).map(({ planId }) => planId)
}
