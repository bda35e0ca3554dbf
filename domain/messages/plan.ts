import { planFieldsOf } from '../plan/act.ts'
import { PLAN_ACTS } from '../plan/acts/registry.ts'
import { SAID } from './common.ts'
import type { Fields } from './field.ts'

export { PLAN_NAMES, PLAN_TYPES, type PlanUpdate } from '../plan/acts/registry.ts'

/** Every update of a plan by its name, with what its message may hold. */
export const PLAN_UPDATES: Readonly<Record<string, Fields>> = Object.fromEntries(
  PLAN_ACTS.map((act) => [act.name, { ...SAID, ...planFieldsOf(act) }]),
)
