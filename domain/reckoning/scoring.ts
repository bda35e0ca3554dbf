import type { PlanTime } from '../calendar/time.ts'
import type { PlanFact } from '../events/facts.ts'
import { DEFAULT_SCORING, type ScoringRules } from '../policy/scoring.ts'
import { inPlanTime } from './lines.ts'

/** The rules in force at an instant of plan time. */
export type RulesAt = (instant: PlanTime) => ScoringRules

/** The rules of a plan over its life: those of the policy set last, else the default. */
export function rulesAtFrom(planFacts: readonly PlanFact[]): RulesAt {
  const set = inPlanTime(planFacts).flatMap((fact) =>
    fact.kind === 'policySet' ? [{ at: fact.at, rules: fact.policy.scores ?? DEFAULT_SCORING }] : [],
  )
  return (instant) => set.findLast(({ at }) => at <= instant)?.rules ?? DEFAULT_SCORING
}
