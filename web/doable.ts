import { noRole } from '../accounts/rights.ts'
import type { Principal } from '../accounts/roles.ts'
import type { FoundMeasure } from '../client/views/reading.ts'
import type { PlanState } from '../domain/plan/model/state.ts'
import type { Refusal } from '../domain/result.ts'
import { unacknowledged } from '../domain/supervision/acknowledge.ts'
import type { Obligation } from '../domain/supervision/model/obligation.ts'
import type { MeasureState } from '../domain/supervision/model/state.ts'
import { latestEvidence } from '../domain/supervision/obligation.ts'
import { outstandingWaits } from '../domain/supervision/phase.ts'
import { TARGET_OF } from '../domain/supervision/target.ts'
import { mayAct } from '../domain/supervision/who.ts'
import { ACT_TABLES, type ActTable, type PersonAct } from './act-tables.ts'
import { hatsFor } from './acting.ts'

/** Whether there is anything to do for an act that concerns the measure as a whole. */
const wholeFits = (state: MeasureState, type: PersonAct): boolean => {
  if (type === 'acknowledge') return Boolean(state.acknowledging) && unacknowledged(state).length > 0
  if (type === 'answerWait') return outstandingWaits(state).length > 0
  return true
}

export interface Doable {
  readonly table: ActTable
  /** Obligations that it fits; empty for an act on the measure as a whole. */
  readonly obligations: readonly Obligation[]
}
export interface NotDoable {
  readonly table: ActTable
  readonly because: string
}

/** The acts that somebody may do to a measure now, and the others with the reason why not. */
export function doableOf(
  principal: Principal,
  measure: FoundMeasure & { readonly plan: PlanState },
): { readonly can: readonly Doable[]; readonly cannot: readonly NotDoable[] } {
  const can: Doable[] = []
  const cannot: NotDoable[] = []
  const { state } = measure
  for (const table of ACT_TABLES) {
    const target = TARGET_OF[table.type]
    const fitting = target === null ? [] : state.obligations.filter(target.fits)
    const fits =
      measure.plan.phase === 'running' &&
      (target === null ? wholeFits(state, table.type) : fitting.length > 0)
    const refusal = refusalOf(principal, measure, table, fitting[0] ?? null)
    if (refusal !== null) cannot.push({ table, because: refusal.message })
    else if (!fits) cannot.push({ table, because: '现在没有可以这样办的事项' })
    else can.push({ table, obligations: fitting })
  }
  return { can, cannot }
}

function refusalOf(
  principal: Principal,
  measure: FoundMeasure & { readonly plan: PlanState },
  { type, who }: ActTable,
  obligation: Obligation | null,
): Refusal | null {
  const evidence = obligation === null ? null : (latestEvidence(obligation) ?? null)
  let first: Refusal | null = null
  for (const actor of hatsFor(principal, measure, who)) {
    const allowed = mayAct(measure.state, { type, actor }, evidence)
    if (allowed.ok) return null
    first ??= allowed.error
  }
  return first ?? noRole().error
}
