import type { Actor } from '../basics/actor.ts'
import type { PlanTime } from '../calendar/time.ts'

/** A fact in the ledger: its own content, numbered within its workflow, dated in plan time, with who and which act. */
export type Stamped<B> = B & {
  readonly seq: number
  readonly at: PlanTime
  readonly actor: Actor
  /** Id of the person's act that caused it; the same act twice is recognised by it. */
  readonly actId: string | null
}
