import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { DEFAULT_SCORING, type ScoringRules } from '../../domain/policy/scoring.ts'
import { entriesOf } from '../../domain/reckoning/entries.ts'
import type { LedgerLine } from '../../domain/reckoning/lines.ts'
import type { Input } from '../../domain/supervision/acts.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { firstFacts, give, measureOf, noon } from '../supervision/support.ts'

/** Facts as rows of a ledger. */
export const numbered = (facts: readonly Fact[]): readonly LedgerLine[] =>
  facts.map((fact, i) => ({ row: i + 1, fact }))

/** Plays inputs on their days; the ledger of it all, up to a last day. */
export function ledgerOf(deadline: string, steps: readonly (readonly [string, Input])[], last: string) {
  const measure = measureOf(deadline)
  let { state, facts } = firstFacts(measure)
  const go = (next: { state: MeasureState; facts: readonly Fact[] }) => {
    state = next.state
    facts = [...facts, ...next.facts]
  }
  for (const [day, input] of steps) {
    const done = give(state, input, day)
    if (!done.ok) throw new Error(done.error.message)
    go(done.value)
  }
  go(settle(state, noon(last)))
  return numbered(facts)
}
/** Every entry by its day, reason and points. */
export const brief = (lines: readonly LedgerLine[], rules: ScoringRules = DEFAULT_SCORING) =>
  entriesOf(lines, () => rules).map((e) => [e.on, e.reason, e.points])
