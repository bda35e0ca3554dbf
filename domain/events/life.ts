import { type PlanFact, planFactDefOf } from './facts.ts'
import { newPlan, type PlanState } from './model/state.ts'

export { newPlan }

/** Nothing stands under its id: never imported, or deleted as a draft. */
export const isNoPlan = (state: PlanState): boolean => state.phase === 'draft' && state.document === null

const KEEP_ACTS = 500

/** The plan's state after one more fact; the ledger replayed gives the same state again. */
export function evolvePlan(state: PlanState, fact: PlanFact): PlanState {
  const next = planFactDefOf(fact.kind).apply?.(state, fact) ?? state
  const { actId } = fact
  const seenActs = actId === null ? next.seenActs : [...next.seenActs.slice(1 - KEEP_ACTS), actId]
  return { ...next, seenActs, seq: fact.seq + 1, at: fact.at }
}
