import { dateOf } from '../domain/calendar/time.ts'
import type { MeasureState } from '../domain/plan/measure/state.ts'
import { describeFact } from '../domain/supervision/describe.ts'
import { begin, evolve } from '../domain/supervision/evolve.ts'
import { type Fact, obligationIdOf } from '../domain/supervision/facts.ts'
import { noticesFor } from '../domain/supervision/notices.ts'
import { headOf } from './chain/head.ts'
import { settleDelivery } from './deliveries.ts'
import { inTransaction, lockSlipNumbers, type Tx } from './exclusive.ts'
import { appendFact, LedgerGapError, type Prove, printable, sameAsWritten } from './ledger.ts'
import type { Db } from './open.ts'
import { writeMeasure, writeObligations } from './projections.ts'

async function raiseSlip(tx: Tx, id: string, planId: string, fact: Fact & { kind: 'slipRaised' }) {
  await lockSlipNumbers(tx, planId)
  const last = await tx
    .selectFrom('slips')
    .select((e) => e.fn.max('number').as('n'))
    .where('plan_id', '=', planId)
    .executeTakeFirst()
  await tx
    .insertInto('slips')
    .values({
      plan_id: planId,
      number: Number(last?.n ?? 0) + 1,
      workflow_id: id,
      obligation_id: fact.obligationId,
      level: fact.level,
      due_on: fact.dueOn,
      raised_on: dateOf(fact.at),
    })
    .execute()
}

/** What a fact brings beside its row: a numbered slip, a settled delivery, notices. */
async function writeSideEffects(tx: Tx, id: string, state: MeasureState, fact: Fact, realAt: string) {
  const { planId, no } = state.setup
  if (fact.kind === 'slipRaised') await raiseSlip(tx, id, planId, fact)
  await settleDelivery(tx, planId, no, fact)
  for (const notice of noticesFor(state, fact))
    await tx
      .insertInto('outbox')
      .values({
        key: notice.key,
        plan_id: planId,
        no,
        obligation_id: notice.obligationId,
        kind: notice.kind,
        level: notice.level,
        to_unit: notice.toUnit,
        to_role: notice.toRole,
        subject: printable(notice.subject),
        body: printable(notice.body),
        plan_at: fact.at,
        created_at: realAt,
        sent_at: null,
      })
      // One day that many measures hang on is asked about once.
      .onConflict((c) => c.column('key').doNothing())
      .execute()
}

/**
 * Writes facts of one measure in one transaction: ledger rows, projections, slips, notices. Facts already
 * written (by workflow and number) are passed over, so a retry changes nothing.
 * @param realAt when it was written first (ISO 8601 UTC), for rows that are refilled
 * @param prove who is believed to be a signed-in person; nobody where it is left out
 * @throws LedgerGapError when a number is missing before them, LedgerConflictError when the ledger has others
 */
export async function writeFacts(
  db: Db,
  workflowId: string,
  facts: readonly Fact[],
  realAt = new Date().toISOString(),
  prove?: Prove,
): Promise<void> {
  await inTransaction(db, workflowId, async (tx) => {
    const row = await tx
      .selectFrom('measures')
      .select(['state', 'next_seq', headOf('measures.workflow_id', 'measures.next_seq')])
      .where('workflow_id', '=', workflowId)
      .executeTakeFirst()
    let head = row?.head ?? ''
    const before = row ? (JSON.parse(row.state) as MeasureState) : null
    let state = before
    const next = row?.next_seq ?? 1
    await sameAsWritten(
      tx,
      workflowId,
      facts.filter((fact) => fact.seq < next),
    )
    const fresh = facts.filter((fact) => fact.seq >= next)
    for (const fact of fresh) {
      if (state === null && fact.kind === 'started') state = begin(fact.at, fact.setup)
      if (state === null || fact.seq !== state.seq)
        throw new LedgerGapError(`${workflowId}: fact ${fact.seq}, expected ${state?.seq ?? 1}`)
      state = evolve(state, fact)
      const { planId, no } = state.setup
      const obligationId = obligationIdOf(fact)
      const says = describeFact(fact)
      head = await appendFact(tx, fact, { workflowId, planId, no, obligationId, says, realAt, prove }, head)
      await writeSideEffects(tx, workflowId, state, fact, realAt)
    }
    if (state === null || fresh.length === 0) return
    await writeMeasure(tx, workflowId, state)
    await writeObligations(tx, workflowId, before, state)
  })
}

/** Keeps a document by its SHA-256; the same document twice is one row. */
export async function keepDocument(db: Db, sha256: string, kind: string, body: string): Promise<void> {
  await db
    .insertInto('documents')
    .values({ sha256, kind, body, created_at: new Date().toISOString() })
    .onConflict((c) => c.doNothing())
    .execute()
}
