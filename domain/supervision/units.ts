import { isOneOf, sameUnit } from '../basics/unit-name.ts'
import type { MeasureSetup } from '../plan/measure/state.ts'
import type { UnitRole } from '../plan/plan.ts'

/** Who is on a measure, and as what. */
export type Units = Pick<MeasureSetup, 'leadUnit' | 'units' | 'leads' | 'supporting'>
type Holder = { readonly setup: Units }

/** Every lead unit, the coordinator first. One, where the plan names no further ones (and in setups of 0.2.0). */
export const leadsOf = ({ leadUnit, leads }: Units): readonly string[] => leads ?? [leadUnit]

/** Only that of a setup (or a fact) that names units; what is absent stays absent. */
export const namedOn = ({ leadUnit, units, leads, supporting }: Units): Units => ({
  leadUnit,
  units,
  ...(leads ? { leads } : {}),
  ...(supporting ? { supporting } : {}),
})

/** All leads in one line. @example '市甲局、市乙局' */
export const leadsName = (setup: Units): string => leadsOf(setup).join('、')

/** Everyone on the measure, the leads first. */
export const unitsOf = ({ setup }: Holder): readonly string[] => [
  ...new Set([...leadsOf(setup), ...setup.units]),
]

/** What a unit is to a measure: the coordinator, another lead, responsible or supporting. */
export type Part = UnitRole | 'joint'

/** The part a unit has in a measure; null: none. */
export function partOf(setup: Units, unit: string): Part | null {
  if (sameUnit(setup.leadUnit, unit)) return 'lead'
  if (isOneOf(unit, leadsOf(setup))) return 'joint'
  if (!isOneOf(unit, setup.units)) return null
  return isOneOf(unit, setup.supporting ?? []) ? 'supporting' : 'responsible'
}

const PARTS: Readonly<Record<Part, string>> = {
  lead: '牵头',
  joint: '共同牵头',
  responsible: '责任',
  supporting: '配合',
}
export const partName = (part: Part): string => PARTS[part]
