import { planFieldsOf } from '../events/act.ts'
import { PLAN_ACTS } from '../events/acts/registry.ts'
import type { Fields } from '../fields/field.ts'
import { SAID } from '../plan/fields.ts'

export { PLAN_NAMES, PLAN_TYPES, type PlanUpdate } from '../events/acts/registry.ts'

/** Every update of a plan by its name, with what its message may hold. */
export const PLAN_UPDATES: Readonly<Record<string, Fields>> = Object.fromEntries(
  PLAN_ACTS.map((act) => [act.name, { ...SAID, ...planFieldsOf(act) }]),
)
