import { type AccessTarget, may, mayAsDemo, mayWithoutOffices } from '../basics/access.ts'
import type { Actor } from '../basics/actor.ts'
import type { Refusal, Result } from '../basics/result.ts'
import type { Evidence } from '../plan/measure/planned.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { type ActType, actOfType } from './acts/registry.ts'
import { officesOf } from './offices.ts'
import { leadsOf, unitsOf } from './units.ts'

/**
 * Whether its sender may do an act on a measure. `rehearsal`: its plan goes by no real clock; `evidence`: what somebody
 * submitted, where it is about that.
 */
export function mayAct(
  state: MeasureState,
  { type, actor }: { readonly type: ActType; readonly actor: Actor },
  rehearsal: boolean,
  evidence: Evidence | null = null,
): Result<true, Refusal> {
  const { setup } = state
  const target: AccessTarget = {
    offices: officesOf(state),
    units: unitsOf(state),
    leads: leadsOf(setup),
    submittedBy: evidence?.by ?? null,
    signedBy: evidence?.signedBy ?? null,
    rehearsal,
  }
  const { name, by, byLink } = actOfType(type)
  const asked = { what: name, who: by, ...(byLink ? { byLink } : {}) }
  if (setup.offices !== undefined) return may(actor, asked, target)
  return type === 'remind' && actor.via !== 'link'
    ? mayAsDemo(actor, target)
    : mayWithoutOffices(actor, asked, target)
}
