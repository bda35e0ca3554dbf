import type { Actor } from '../basics/actor.ts'
import type { Refusal, Result } from '../basics/result.ts'
import type { Who } from '../basics/rights.ts'
import type { IsoDate } from '../calendar/date.ts'
import type { Fields, FieldsOf } from '../fields/field.ts'
import type { Obligation, ObligationState } from '../plan/measure/obligation.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import type { Moment } from './acts/moment.ts'
import type { CalendarQuestion } from './calendar-question.ts'
import type { FactDef } from './fact.ts'

/** What every act carries beside its own fields. */
export interface ByPerson {
  /** Made by the sender; the same id twice is one act. */
  readonly actId: string
  readonly actor: Actor
  /** Only if the measure's next fact has this number still: nothing has happened since the sender looked. */
  readonly ifSeq?: number | null
}

/** What an act may be done to, with the Chinese word for it in refusals. */
export interface Target {
  readonly what: string
  /** States of an obligation in which it fits. */
  readonly states: readonly ObligationState[]
  readonly fits: (o: Obligation) => boolean
}

export const LIVE: readonly ObligationState[] = ['scheduled', 'open', 'submitted', 'returned', 'suspended']
/** The unit owes something. */
export const OWED: readonly ObligationState[] = ['open', 'returned']

export const target = (
  what: string,
  states: readonly ObligationState[],
  also: (o: Obligation) => boolean = () => true,
): Target => ({ what, states, fits: (o) => states.includes(o.state) && also(o) })

/** How an act is said on the command line. */
export interface Verb {
  /** @example 'extension request' */
  readonly path: string
  readonly about: string
  /** What `--as` names. */
  readonly as: string
  readonly example: string
  /** Its options are written by hand (client/cli/verbs): the fields do not say all of it. */
  readonly byHand?: true
}

/** How an act stands in a rehearsal's script; false: not as its fields say (domain/rehearsal/play.ts). */
export type Step = { readonly do: string; readonly named?: Readonly<Record<string, string>> } | false

/** Where an act finds the measure. */
export interface OnMeasure {
  readonly state: MeasureState
  readonly moment: Moment
  readonly today: IsoDate
}
export interface OnObligation extends OnMeasure {
  /** The obligation it is done to: named, or the only one that fits. */
  readonly o: Obligation
}

/** Facts, in order; none while the calendar has not been asked. */
export type Decided<B> = Result<readonly B[], Refusal>

interface Common<A extends { readonly type: string }, B extends { readonly kind: string }> {
  readonly type: A['type']
  /** The update's name, which the timeline in the Temporal UI shows. */
  readonly name: string
  readonly by: Who
  /** A row for every field of its message: from it follow the parse, the bounds, forms, options and steps. */
  readonly fields: FieldsOf<A, 'type'>
  /** What it brings. */
  readonly facts: readonly FactDef<B>[]
  /** Absent: it is not said of one measure on the command line. */
  readonly verb?: Verb
  /** Absent: its own name and the names of its fields. */
  readonly step?: Step
  /** It is the plan's, and reaches a measure that is closed. */
  readonly ofPlan?: true
  /** It gives a measure that is done something to do again. */
  readonly reopens?: true
  /** Who has no account may do it by a link (via: link); nothing else. */
  readonly byLink?: true
  /** Carry its types to the registry; never there. */
  readonly is?: A
  readonly gives?: B
}

/**
 * One act of people on an obligation, everything about it in one place. Checked in this order: closed, who, target, own
 * evidence, then its own rules.
 */
export interface ActDef<A extends { readonly type: string }, B extends { readonly kind: string }>
  extends Common<A, B> {
  /** What of a measure it is done to. */
  readonly on: Target | ((state: MeasureState) => Target)
  /** What it asks the calendar before it is decided. */
  asks?(at: OnObligation, act: A & ByPerson): CalendarQuestion | null
  decide(at: OnObligation, act: A & ByPerson): Decided<B>
}

/** One act on a measure as a whole. */
export interface MeasureActDef<A extends { readonly type: string }, B extends { readonly kind: string }>
  extends Common<A, B> {
  readonly on: null
  /** Whether there is anything to do. Absent: there is. */
  readonly fits?: (state: MeasureState) => boolean
  asks?(at: OnMeasure, act: A & ByPerson): CalendarQuestion | null
  decide(at: OnMeasure, act: A & ByPerson): Decided<B>
}

export const act = <A extends { readonly type: string }, B extends { readonly kind: string }>(
  def: ActDef<A, B>,
): ActDef<A, B> => def
export const measureAct = <A extends { readonly type: string }, B extends { readonly kind: string }>(
  def: MeasureActDef<A, B>,
): MeasureActDef<A, B> => def

export type ActIn<D> = D extends { readonly is?: infer A } ? Exclude<A, undefined> : never
export type FactIn<D> = D extends { readonly gives?: infer B } ? Exclude<B, undefined> : never

/** Any act, for whoever goes through them all. */
// biome-ignore-start lint/suspicious/noExplicitAny: each has types of its own, which the registry keeps apart
export type AnyAct = ActDef<any, any> | MeasureActDef<any, any>
// biome-ignore-end lint/suspicious/noExplicitAny: as above

export const fieldsOf = (def: AnyAct): Fields => def.fields as Fields
export const targetOf = ({ on }: AnyAct, state: MeasureState): Target | null =>
  typeof on === 'function' ? on(state) : on

/** Obligations of a measure that an act fits; none for an act on the measure as a whole. */
export const obligationsFor = (def: AnyAct, state: MeasureState): readonly Obligation[] =>
  state.obligations.filter((o) => targetOf(def, state)?.fits(o))

/** Whether there is anything at a measure to which an act might be done. */
export const hasUse = (def: AnyAct, state: MeasureState): boolean =>
  def.on === null ? (def.fits?.(state) ?? true) : obligationsFor(def, state).length > 0
