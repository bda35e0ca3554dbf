import type { ClauseKind } from '../deadline/rule.ts'

/** 触发条件 of a plan: one for every distinct text, with the clauses that wait for it. */
export interface PlanCondition {
  readonly id: string
  readonly text: string
  readonly alternatives: readonly string[]
  /** X且Y: it has come when all of these have. Absent: one way, or any of the alternatives. */
  readonly all?: readonly string[]
  readonly stream: boolean
  readonly kind: ClauseKind
  /** `before`: due before it happens, so that it opens by the day on which it is expected. */
  readonly waits: readonly { readonly no: string; readonly clause: number; readonly before?: true }[]
}

/** A measure that hears of a condition it does not wait for: its suspension ends with it (挂账，待X后恢复). */
export interface Subscription {
  readonly conditionId: string
  readonly text: string
  readonly no: string
}
