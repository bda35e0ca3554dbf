import { dateOf } from '../domain/calendar/time.ts'
import { evolvePlan, newPlan, type PlanFact, type PlanState } from '../domain/plan/life.ts'
import { describePlanFact } from '../domain/plan/says.ts'
import { describeFact } from '../domain/supervision/describe.ts'
import { type Fact, obligationIdOf } from '../domain/supervision/facts.ts'
import { noticesFor } from '../domain/supervision/notices.ts'
import type { Obligation } from '../domain/supervision/obligation.ts'
import { summaryOf } from '../domain/supervision/phase.ts'
import { begin, evolve, type MeasureState } from '../domain/supervision/state.ts'
import { sameContent } from './content.ts'
import { inTransaction, lockSlipNumbers, type Tx } from './exclusive.ts'
import type { Db } from './open.ts'

/** A gap in a workflow's numbering: a fact before this one was never written. Retried by Temporal, never skipped. */
export class LedgerGapError extends Error {}

/** The ledger holds another fact under that number: what wrote it is not in this workflow's history. Never passed over. */
export class LedgerConflictError extends Error {}

/** @throws LedgerConflictError when a fact that counts as written is not the one that was written */
async function sameAsWritten(tx: Tx, workflowId: string, known: readonly { seq: number }[]): Promise<void> {
  if (known.length === 0) return
  const rows = await tx
    .selectFrom('ledger')
    .select(['seq', 'fact'])
    .where('workflow_id', '=', workflowId)
    .where(
      'seq',
      'in',
      known.map((fact) => fact.seq),
    )
    .execute()
  const written = new Map(rows.map((row) => [row.seq, JSON.parse(row.fact)]))
  for (const fact of known)
    if (!sameContent(written.get(fact.seq), fact))
      throw new LedgerConflictError(
        `${workflowId}：台账第 ${fact.seq} 条是另一件事；恢复过备份的，运行 npx duban records reconcile`,
      )
}

/** PostgreSQL keeps no NUL in a text, and a signal may bring one; JSON columns have it escaped. */
const printable = (text: string): string => text.replaceAll('\0', '')

/** 3.6 → 300006; what was carried over (J1) comes after the plan's own. */
const orderOf = (no: string): number =>
  /^J\d+$/.test(no)
    ? 900_000_000 + Number(no.slice(1))
    : no.split('.').reduce((sum, part, i) => sum + Number.parseInt(part, 10) * (i === 0 ? 100_000 : 1), 0)

async function writeObligations(tx: Tx, id: string, before: MeasureState | null, state: MeasureState) {
  const known = new Map<string, Obligation>(before?.obligations.map((o) => [o.id, o]) ?? [])
  // A reopened plan waits again for what its closing had put down as 未触发.
  const gone = new Set(known.keys())
  for (const o of state.obligations) gone.delete(o.id)
  for (const obligation of gone)
    await tx.deleteFrom('obligations').where('workflow_id', '=', id).where('id', '=', obligation).execute()
  for (const o of state.obligations) {
    // Facts replace what they change: an untouched obligation is the same object.
    if (known.get(o.id) === o) continue
    const row = {
      state: o.state,
      due_on: o.dueOn,
      outcome: o.outcome,
      data: JSON.stringify(o),
      lead_unit: state.setup.leadUnit,
    }
    await tx
      .insertInto('obligations')
      .values({ workflow_id: id, id: o.id, plan_id: state.setup.planId, no: state.setup.no, ...row })
      .onConflict((c) => c.columns(['workflow_id', 'id']).doUpdateSet(row))
      .execute()
  }
}

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

/** The delivery that a fact settles: of one event, and of one revision of it where it names one. */
function deliveryOf(fact: Fact): { readonly eventId: string; readonly revision: string | undefined } | null {
  switch (fact.kind) {
    case 'eventReceived':
    case 'eventRestored':
      return { eventId: fact.event.eventId, revision: fact.revision }
    case 'eventCorrected':
    case 'eventRevoked':
      return { eventId: fact.eventId, revision: fact.revision }
    default:
      return null
  }
}

async function settleDelivery(tx: Tx, planId: string, no: string, fact: Fact) {
  const delivery = deliveryOf(fact)
  if (delivery === null) return
  const { eventId, revision } = delivery
  const query = tx
    .updateTable('deliveries')
    .set({ settled: 1 })
    .where('plan_id', '=', planId)
    .where('event_id', '=', eventId)
    .where('no', '=', no)
  await (revision === undefined ? query : query.where('kind', '=', revision)).execute()
}

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
      .execute()
}

/**
 * Writes facts of one measure in one transaction: ledger rows, projections, slips, notices. Facts already
 * written (by workflow and number) are passed over, so a retry changes nothing.
 * @param realAt when it was written first (ISO 8601 UTC), for rows that are refilled
 * @throws LedgerGapError when a number is missing before them, LedgerConflictError when the ledger has others
 */
export async function writeFacts(
  db: Db,
  workflowId: string,
  facts: readonly Fact[],
  realAt = new Date().toISOString(),
): Promise<void> {
  await inTransaction(db, workflowId, async (tx) => {
    const row = await tx
      .selectFrom('measures')
      .select(['state', 'next_seq'])
      .where('workflow_id', '=', workflowId)
      .executeTakeFirst()
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
      await tx
        .insertInto('ledger')
        .values({
          workflow_id: workflowId,
          seq: fact.seq,
          plan_id: planId,
          no,
          obligation_id: obligationIdOf(fact),
          kind: fact.kind,
          plan_at: fact.at,
          real_at: realAt,
          actor: JSON.stringify(fact.actor),
          act_id: fact.actId,
          fact: JSON.stringify(fact),
          says: printable(describeFact(fact)),
        })
        .execute()
      await writeSideEffects(tx, workflowId, state, fact, realAt)
    }
    if (state === null || fresh.length === 0) return
    const { phase, wakeAt, dueOn } = summaryOf(state)
    const { planId, no, leadUnit } = state.setup
    const values = {
      phase,
      wake_at: wakeAt,
      due_on: dueOn,
      next_seq: state.seq,
      state: JSON.stringify(state),
      lead_unit: leadUnit,
    }
    await tx
      .insertInto('measures')
      .values({ workflow_id: workflowId, plan_id: planId, no, ord: orderOf(no), ...values })
      .onConflict((c) => c.column('workflow_id').doUpdateSet(values))
      .execute()
    await writeObligations(tx, workflowId, before, state)
  })
}

/** The same for the plan's own ledger. */
export async function writePlanFacts(
  db: Db,
  planId: string,
  facts: readonly PlanFact[],
  realAt = new Date().toISOString(),
): Promise<void> {
  await inTransaction(db, planId, async (tx) => {
    const row = await tx.selectFrom('plans').select(['state']).where('id', '=', planId).executeTakeFirst()
    let state: PlanState = row ? (JSON.parse(row.state) as PlanState) : newPlan(planId)
    const next = state.seq
    await sameAsWritten(
      tx,
      planId,
      facts.filter((fact) => fact.seq < next),
    )
    for (const fact of facts) {
      if (fact.seq < state.seq) continue
      if (fact.seq > state.seq) throw new LedgerGapError(`${planId}: fact ${fact.seq}, expected ${state.seq}`)
      state = evolvePlan(state, fact)
      await tx
        .insertInto('ledger')
        .values({
          workflow_id: planId,
          seq: fact.seq,
          plan_id: planId,
          no: '',
          obligation_id: null,
          kind: fact.kind,
          plan_at: fact.at,
          real_at: realAt,
          actor: JSON.stringify(fact.actor),
          act_id: fact.actId,
          fact: JSON.stringify(fact),
          says: printable(describePlanFact(fact)),
        })
        .execute()
    }
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

/** Notes that an event is on its way to measures; settled when each has written it down. */
export async function noteDeliveries(
  db: Db,
  planId: string,
  eventId: string,
  kind: string,
  nos: readonly string[],
): Promise<void> {
  for (let i = 0; i < nos.length; i += 100)
    await db
      .insertInto('deliveries')
      .values(
        nos.slice(i, i + 100).map((no) => ({ plan_id: planId, event_id: eventId, no, kind, settled: 0 })),
      )
      .onConflict((c) => c.doNothing())
      .execute()
}

/** Keeps a document by its SHA-256; the same document twice is one row. */
export async function keepDocument(db: Db, sha256: string, kind: string, body: string): Promise<void> {
  await db
    .insertInto('documents')
    .values({ sha256, kind, body, created_at: new Date().toISOString() })
    .onConflict((c) => c.doNothing())
    .execute()
}
