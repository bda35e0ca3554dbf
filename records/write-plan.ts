import type { PlanFact } from '../domain/events/facts.ts'
import { describePlanFact } from '../domain/events/facts.ts'
import { evolvePlan, newPlan } from '../domain/events/life.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { headOf } from './chain/head.ts'
import { inTransaction } from './exclusive.ts'
import {
  appendRows,
  LedgerGapError,
  ledgerRow,
  type Prove,
  printable,
  sameAsWritten,
  writtenFacts,
} from './ledger.ts'
import type { Db } from './open.ts'

/**
 * Writes facts of a plan in one transaction: ledger rows and its projection. Facts already written (by number) are
 * passed over, so a retry changes nothing.
 * @param realAt when it was written first (ISO 8601 UTC), for rows that are refilled
 * @throws LedgerGapError when a number is missing before them, LedgerConflictError when the ledger has others
 */
export async function writePlanFacts(
  db: Db,
  planId: string,
  facts: readonly PlanFact[],
  realAt = new Date().toISOString(),
  prove?: Prove,
): Promise<void> {
  await inTransaction(db, planId, async (tx) => {
    const row = await tx
      .selectFrom('plans')
      .select(['state', headOf('plans.id', 'plans.next_seq')])
      .where('id', '=', planId)
      .executeTakeFirst()
    let head = row?.head ?? ''
    let state: PlanState = row ? (JSON.parse(row.state) as PlanState) : newPlan(planId)
    const next = state.seq
    const known = facts.filter((fact) => fact.seq < next)
    sameAsWritten(planId, known, await writtenFacts(tx, new Map([[planId, known]])))
    const rows: ReturnType<typeof ledgerRow>[] = []
    for (const fact of facts) {
      if (fact.seq < state.seq) continue
      if (fact.seq > state.seq) throw new LedgerGapError(`${planId}: fact ${fact.seq}, expected ${state.seq}`)
      state = evolvePlan(state, fact)
      const says = describePlanFact(fact)
      const place = { workflowId: planId, planId, no: '', obligationId: null, says, realAt, prove }
      const row = ledgerRow(fact, place, head)
      head = row.hash
      rows.push(row)
    }
    await appendRows(tx, rows)
    const values = {
      title: printable(state.title),
      phase: state.phase,
      next_seq: state.seq,
      state: JSON.stringify(state),
      updated_at: realAt,
    }
    await tx
      .insertInto('plans')
      .values({ id: planId, ...values })
      .onConflict((c) => c.column('id').doUpdateSet(values))
      .execute()
  })
}
