import { isOneOf, sameUnit } from '../basics/unit-name.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { isOwed } from './obligation.ts'
import { leadsOf } from './units.ts'

/**
 * 会办: units beside the lead that have not given their part to this obligation, in the order of the plan. Empty once
 * it is submitted, and where nobody has given a part: then the units work on it without one.
 */
export function partsMissing(state: MeasureState, o: Obligation): readonly string[] {
  const { units } = state.setup
  const leads = leadsOf(state.setup)
  if (!isOwed(o) || !o.parts?.length) return []
  return units.filter((unit) => !isOneOf(unit, leads) && !o.parts?.some((part) => sameUnit(part.unit, unit)))
}
