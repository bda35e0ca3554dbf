import type { PlanTime } from '../calendar/time.ts'
import type { PlanFact } from '../events/facts.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { replay } from '../supervision/evolve.ts'
import type { Fact } from '../supervision/facts.ts'

/** One row of the 台账 as reckoning reads it: its number in the ledger and the fact itself. */
export interface LedgerLine {
  readonly row: number
  readonly fact: Fact
}

/** The rows of one measure, in order of `seq`. */
export type MeasureLedger = readonly LedgerLine[]

/** The number of the measure whose ledger it is. */
export function numberOfLedger(lines: MeasureLedger): string {
  const first = lines[0]?.fact
  return first?.kind === 'started' ? first.setup.no : ''
}

/**
 * The plan's own facts in plan time: a draft is imported, and its rules are set, at the office's real time, which on a
 * rehearsal's clock may be long after the start. Whatever came before the start counts as of the start.
 */
export function inPlanTime(planFacts: readonly PlanFact[]): readonly PlanFact[] {
  const start = planFacts.findIndex((fact) => fact.kind === 'planStarted')
  const at = planFacts[start]?.at
  return planFacts.map((fact, i) => (at !== undefined && i < start && fact.at > at ? { ...fact, at } : fact))
}

/** What the ledgers said at an instant of plan time; measures that had not started yet are left out. */
export const upTo = (ledgers: readonly MeasureLedger[], instant: PlanTime): readonly MeasureLedger[] =>
  ledgers.map((lines) => lines.filter(({ fact }) => fact.at <= instant)).filter((lines) => lines.length > 0)

/** Where the measures stand, from their rows alone. */
export const statesOf = (ledgers: readonly MeasureLedger[]): readonly MeasureState[] =>
  ledgers.flatMap((lines) => replay(lines.map(({ fact }) => fact)) ?? [])
