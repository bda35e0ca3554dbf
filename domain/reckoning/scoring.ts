import type { PlanTime } from '../calendar/time.ts'
import type { PlanFact } from '../plan/facts.ts'
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

/** A sum of points without the rounding of binary fractions. @example sumPoints([-0.1, -0.2]) // -0.3 */
export const sumPoints = (points: readonly number[]): number =>
  points.reduce((sum, p) => sum + Math.round(p * 100), 0) / 100
