import { DEFAULT_OFFICE } from '../basics/actor.ts'
import { isOneOf } from '../basics/unit-name.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { unitsOf } from './units.ts'

/** Offices of the plan that a measure was told. Absent: begun by 0.2.0, where everybody but its units was one. */
export const officesOf = ({ setup }: Pick<MeasureState, 'setup'>): readonly string[] =>
  setup.offices ?? [DEFAULT_OFFICE]

/** The office that answers for a measure: the first one that does not work on it itself. */
export function officeFor(state: MeasureState): string {
  const offices = officesOf(state)
  const units = unitsOf(state)
  return offices.find((office) => !isOneOf(office, units)) ?? offices[0] ?? DEFAULT_OFFICE
}
