import { type Actor, toldBy } from '../basics/actor.ts'
import type { PlanTime } from '../calendar/time.ts'
import type { Stamped } from '../plan/stamped.ts'
import { PLAN_ACTS, type PlanActFact } from './acts/registry.ts'
import type { PlanFactDef } from './fact.ts'
import { MISHAPS, type PlanMishapFact } from './mishap.ts'

/** One thing that happened to a plan; its state is a fold of these. */
export type PlanFactBody = PlanActFact | PlanMishapFact

export type PlanFact = Stamped<PlanFactBody>

/** Numbers and dates a fact body. */
export const planFact = (
  state: { readonly seq: number },
  body: PlanFactBody,
  by: { at: PlanTime; actor: Actor; actId: string | null },
): PlanFact => ({ ...body, seq: state.seq, ...by })

type AnyPlanFact = PlanFactDef<PlanFactBody>
/** Every kind of fact: those of acts come with their act, the same with several. */
const PLAN_FACTS = [
  ...PLAN_ACTS.flatMap((act): readonly unknown[] => act.facts),
  ...MISHAPS,
] as readonly AnyPlanFact[]

const BY_KIND: ReadonlyMap<string, AnyPlanFact> = new Map(PLAN_FACTS.map((def) => [def.kind, def]))

/** @throws of a kind that this release does not know: its state cannot be told */
export function planFactDefOf(kind: string): AnyPlanFact {
  const found = BY_KIND.get(kind)
  if (found === undefined) throw new Error(`unknown fact: ${kind}`)
  return found
}

/** One fact of the plan as a clerk would say it. */
export const describePlanFact = (fact: PlanFact): string =>
  planFactDefOf(fact.kind).says(fact, fact.actor.unit)

/** The same as told where histories are read: who was signed in stands there by his account. */
export const describePlanFactBy = (fact: PlanFact): string =>
  toldBy(fact.actor, describePlanFact(fact), (who) => planFactDefOf(fact.kind).says(fact, who))
