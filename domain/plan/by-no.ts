import { type Measure, measuresOf, type Task, type WorkPlan } from './plan.ts'

/** A plan whose measures are asked for one by one: a long one is gone through once. */
export interface PlanByNo {
  readonly plan: WorkPlan
  /** The measure that runs under a number, with its task; null where the plan has none. */
  readonly measure: (no: string) => { readonly task: Task; readonly measure: Measure } | null
}

export function byNo(plan: WorkPlan): PlanByNo {
  const found = new Map<string, { readonly task: Task; readonly measure: Measure }>()
  for (const placed of measuresOf(plan))
    if (!found.has(placed.measure.no)) found.set(placed.measure.no, placed)
  return { plan, measure: (no) => found.get(no) ?? null }
}
