import type { PlanFact, PlanFactBody } from '../../../domain/events/facts.ts'
import type { MeasureState } from '../../../domain/plan/measure/state.ts'
import type { Fact } from '../../../domain/supervision/facts.ts'
import type { Finding } from '../../../records/chain/verify-ledger.mjs'
import type { Difference } from '../../../records/check.ts'
import type { HarmRecord, Sent } from '../journal.ts'
import type { FaultRecord } from '../nemesis.ts'
import type { Received } from '../receiver.ts'
import type { Stray } from '../strays.ts'

/** One measure after the run: what the oracle says, and what the records hold. */
export interface MeasureEvidence {
  readonly planId: string
  readonly no: string
  readonly oracle: { readonly facts: readonly Fact[]; readonly state: MeasureState }
  readonly ledger: readonly Fact[]
  readonly state: MeasureState | null
}

/** The plan's own ledger, and what the oracle would have in it. */
export interface PlanEvidence {
  readonly planId: string
  readonly oracle: readonly PlanFactBody[]
  readonly ledger: readonly PlanFact[]
}

/** Everything the checker looks at: plain data, so that it can be shown what it must find. */
export interface Evidence {
  readonly sent: readonly Sent[]
  readonly troubles: readonly string[]
  readonly measures: readonly MeasureEvidence[]
  readonly plans: readonly PlanEvidence[]
  readonly outbox: readonly { readonly key: string; readonly sentAt: string | null }[]
  readonly slips: readonly {
    readonly workflowId: string
    readonly obligationId: string
    readonly level: string
    readonly dueOn: string
  }[]
  readonly received: readonly Received[]
  readonly faults: readonly FaultRecord[]
  readonly harms: readonly HarmRecord[]
  readonly strays: readonly Stray[]
  readonly differences: readonly Difference[]
  /** What the verifier of the ledger's chain finds. */
  readonly chain: readonly Finding[]
  /** Whom the ledger names for acts of people with accounts, row by row. */
  readonly named: readonly { readonly actId: string; readonly userId: string }[]
}

export interface Violation {
  readonly code: string
  readonly where: string
  readonly message: string
}

export const idOf = ({ planId, no }: { readonly planId: string; readonly no: string | null }): string =>
  no === null ? planId : `${planId}-${no}`

export const countBy = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return counts
}
