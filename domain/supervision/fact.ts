import type { IsoDate } from '../calendar/date.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import type { Stamped } from '../plan/stamped.ts'
import type { ScoringRules } from '../policy/scoring.ts'
import { change } from './change.ts'
import type { Draft, Tell } from './tell.ts'

/** A deduction or bonus that follows from a fact; without a unit it is each lead's. */
export interface Points {
  readonly reason: string
  readonly points: number
  /** For people, in Chinese. */
  readonly says: string
  readonly unit?: string
  readonly obligationId?: string | null
}

/** What is known of an earlier entry when a fact takes entries back. */
export interface Counted {
  readonly reason: string
  readonly obligationId: string | null
  readonly on: IsoDate
}

/** What a fact may count, beside what every policy has (policy/scoring.ts): its name in the rules and in a policy's file. */
export interface OwnScore {
  readonly key: string
  /** As a policy's file names it. */
  readonly name: string
  /** Where the policy says nothing. */
  readonly points: number
}

/**
 * One kind of fact, everything about it in one place. `o` is the obligation it speaks of, `before` the state before it.
 * A part that is left out: it changes, tells, counts nothing.
 */
export interface FactDef<B extends { readonly kind: string }> {
  readonly kind: B['kind']
  /** What it changes; numbering and time are `evolve`'s. */
  apply?(state: MeasureState, fact: Stamped<B>, on: IsoDate): MeasureState
  /** The same where it changes one obligation: the one that it names. */
  changes?(o: Obligation, fact: Stamped<B>, on: IsoDate): Partial<Obligation>
  /** As a clerk would say it. `who` did it, empty where a date did. */
  says(fact: Stamped<B>, who: string): string
  /** The rule, the dates or the paper behind it, for the story; null where `says` has it already. */
  why?(fact: Stamped<B>, o: Obligation | undefined, before: MeasureState): string | null
  /** Who is told of it, and what; most facts tell nobody. */
  tells?(fact: Stamped<B>, tell: Tell): readonly Draft[]
  readonly score?: OwnScore
  counts?(fact: Stamped<B>, rules: ScoringRules, before: MeasureState): readonly Points[]
  /** Which earlier entries count no longer because of it. */
  takesBack?(fact: Stamped<B>, before: MeasureState): ((entry: Counted) => boolean) | null
  /** Carries the type of its content to the registry; never there. */
  readonly is?: B
}

export const fact = <B extends { readonly kind: string }>(def: FactDef<B>): FactDef<B> => def

/** The content that a registered kind of fact has. */
export type BodyOf<D> = D extends FactDef<infer B> ? B : never

/** A measure's state after a fact. */
export function applied<B extends { readonly kind: string }>(
  def: FactDef<B>,
  state: MeasureState,
  stamped: Stamped<B>,
  on: IsoDate,
): MeasureState {
  if (def.apply) return def.apply(state, stamped, on)
  const id = 'obligationId' in stamped ? stamped.obligationId : null
  return def.changes && typeof id === 'string'
    ? change(state, id, (o) => def.changes?.(o, stamped, on) ?? {})
    : state
}

/** The points that the rules in force give to a fact that brings its own score. */
export const ownPoints = ({ key, points }: OwnScore, rules: ScoringRules): number =>
  rules.own?.[key] ?? points
