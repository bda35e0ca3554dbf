import { shortHash } from '../calendar/table.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState } from '../plan/measure/state.ts'

/** 抽查: what is drawn of the completed work that nobody has looked at yet. */
export interface Drawn {
  readonly state: MeasureState
  readonly o: Obligation
}

/** Completed, by an acceptance here, and not checked since. */
const isDrawable = (o: Obligation): boolean =>
  o.state === 'completed' && !o.doneBefore && (o.checks ?? []).length === 0

/** All that could be drawn. */
export const drawable = (states: readonly MeasureState[]): readonly Drawn[] =>
  states.flatMap((state) => state.obligations.filter(isDrawable).map((o) => ({ state, o })))

/**
 * `count` of them by a seed: whoever has the seed and the same work draws the same. Every one has the same chance, and
 * what comes or goes elsewhere changes the place of no other: a larger draw holds the smaller one.
 */
export function drawSample(states: readonly MeasureState[], seed: string, count: number): readonly Drawn[] {
  const rank = ({ state, o }: Drawn) => shortHash(`${seed}|${state.setup.planId}|${o.id}`)
  return drawable(states)
    .map((one) => ({ one, by: rank(one) }))
    .sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : a.one.o.id < b.one.o.id ? -1 : 1))
    .slice(0, count)
    .map(({ one }) => one)
}
