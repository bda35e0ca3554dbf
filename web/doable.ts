import { noRole } from '../accounts/rights.ts'
import type { Principal } from '../accounts/roles.ts'
import type { FoundMeasure } from '../client/views/reading.ts'
import type { Refusal } from '../domain/basics/result.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { isRehearsal } from '../domain/events/rehearsal.ts'
import type { Obligation } from '../domain/plan/measure/obligation.ts'
import { hasUse, obligationsFor } from '../domain/supervision/act.ts'
import { actOfType } from '../domain/supervision/acts/registry.ts'
import { latestEvidence } from '../domain/supervision/obligation.ts'
import { mayAct } from '../domain/supervision/who.ts'
import { ACT_TABLES, type ActTable } from './act-tables.ts'
import { hatsFor } from './acting.ts'

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
    const act = actOfType(table.type)
    const obligations = obligationsFor(act, state)
    const fits = measure.plan.phase === 'running' && hasUse(act, state)
    const refusal = refusalOf(principal, measure, table, obligations[0] ?? null)
    if (refusal !== null) cannot.push({ table, because: refusal.message })
    else if (!fits) cannot.push({ table, because: '现在没有可以这样办的事项' })
    else can.push({ table, obligations })
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
    const allowed = mayAct(measure.state, { type, actor }, isRehearsal(measure.plan), evidence)
    if (allowed.ok) return null
    first ??= allowed.error
  }
  return first ?? noRole().error
}
