import type { Stamped } from '../plan/stamped.ts'
import type { PlanState } from './model/state.ts'

/** One kind of fact of a plan, everything about it in one place. */
export interface PlanFactDef<B extends { readonly kind: string }> {
  readonly kind: B['kind']
  /** What it changes; numbering and time are `evolvePlan`'s. Absent: nothing. */
  apply?(state: PlanState, fact: Stamped<B>): PlanState
  /** As a clerk would say it; `by` is the unit that did it. */
  says(fact: Stamped<B>, by: string): string
  /** Carries the type of its content to the registry; never there. */
  readonly is?: B
}

export const planFactDef = <B extends { readonly kind: string }>(def: PlanFactDef<B>): PlanFactDef<B> => def

/** A reason in brackets, where there is one. */
export const because = (reason: string | null): string => (reason ? `（${reason}）` : '')
