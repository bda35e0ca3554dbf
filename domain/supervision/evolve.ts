import { dateOf, type PlanTime } from '../calendar/time.ts'
import type { MeasureSetup, MeasureState } from '../plan/measure/state.ts'
import { startAcknowledging } from './acknowledge.ts'
import { applied } from './fact.ts'
import { type Fact, factDef } from './facts.ts'
import { plannedToLive } from './obligation.ts'
import { remember } from './remember.ts'

const KEEP_ACTS = 200

/** The state before any fact; only `started` may follow. */
export function begin(at: PlanTime, setup: MeasureSetup): MeasureState {
  const { obligations, waits, acknowledge, carried, ...rest } = setup
  const { obligations: live = [], ...people } = carried ?? {}
  return {
    v: 1,
    setup: rest,
    obligations: [...live, ...obligations.map(plannedToLive)],
    waits: waits.map((wait) => ({ ...wait, asked: 0, askedOn: null, answers: [], triggeredBy: [] })),
    seenEvents: [],
    seenActs: [],
    seq: 1,
    at,
    closedOn: null,
    ...people,
    ...(acknowledge ? { acknowledging: startAcknowledging(acknowledge) } : {}),
  }
}

/** State after one more fact. Pure: the ledger replayed through it gives the same state again. */
export function evolve(state: MeasureState, fact: Fact): MeasureState {
  const next = applied(factDef(fact.kind), state, fact, dateOf(fact.at))
  return {
    ...next,
    seq: fact.seq + 1,
    at: fact.at > state.at ? fact.at : state.at,
    seenActs: fact.actId === null ? next.seenActs : remember(next.seenActs, fact.actId, KEEP_ACTS),
  }
}

/** The state a measure's ledger rows yield, in order of seq; null for an empty ledger. */
export function replay(facts: readonly Fact[]): MeasureState | null {
  const [first] = facts
  if (first?.kind !== 'started') return null
  return facts.reduce(evolve, begin(first.at, first.setup))
}
