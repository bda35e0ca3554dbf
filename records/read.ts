import { fromEpochMs, type PlanTime, toIsoInstant } from '../domain/calendar/time.ts'
import { isNoPlan } from '../domain/events/life.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import type { Obligation } from '../domain/plan/measure/obligation.ts'
import type { MeasureState } from '../domain/plan/measure/state.ts'
import type { WorkPlan } from '../domain/plan/plan.ts'
import type { Fact } from '../domain/supervision/facts.ts'
import type { Db } from './open.ts'

export const workflowIdOf = (planId: string, no: string): string => `${planId}-${no}`

export async function planState(db: Db, planId: string): Promise<PlanState | null> {
  const row = await db.selectFrom('plans').select('state').where('id', '=', planId).executeTakeFirst()
  const state = row ? (JSON.parse(row.state) as PlanState) : null
  return state !== null && isNoPlan(state) ? null : state
}

export async function planStates(db: Db): Promise<readonly PlanState[]> {
  const rows = await db.selectFrom('plans').select('state').orderBy('id').execute()
  return rows.map((row) => JSON.parse(row.state) as PlanState).filter((state) => !isNoPlan(state))
}

/** A document's text, as it was handed in. */
export async function documentText(db: Db, sha256: string): Promise<string | null> {
  const row = await db.selectFrom('documents').select('body').where('sha256', '=', sha256).executeTakeFirst()
  return row?.body ?? null
}

export async function document(db: Db, sha256: string): Promise<WorkPlan | null> {
  const body = await documentText(db, sha256)
  return body === null ? null : (JSON.parse(body) as WorkPlan)
}

export async function measureState(db: Db, planId: string, no: string): Promise<MeasureState | null> {
  const row = await db
    .selectFrom('measures')
    .select('state')
    .where('workflow_id', '=', workflowIdOf(planId, no))
    .executeTakeFirst()
  return row ? (JSON.parse(row.state) as MeasureState) : null
}

/** The numbers under which a plan's measures run, in its order. */
export async function measureNumbers(db: Db, planId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('measures')
    .select('no')
    .where('plan_id', '=', planId)
    .orderBy('ord')
    .execute()
  return rows.map((row) => row.no)
}

export async function measureStates(db: Db, planId: string): Promise<readonly MeasureState[]> {
  const rows = await db
    .selectFrom('measures')
    .select('state')
    .where('plan_id', '=', planId)
    .orderBy('ord')
    .execute()
  return rows.map((row) => JSON.parse(row.state) as MeasureState)
}

/** Ids that one query names: a store takes a bounded number of parameters. */
const IDS_AT_ONCE = 500

/** Some measures, by the ids of their workflows. */
export async function measuresById(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, MeasureState>> {
  const found = new Map<string, MeasureState>()
  for (let i = 0; i < ids.length; i += IDS_AT_ONCE) {
    const rows = await db
      .selectFrom('measures')
      .select(['workflow_id', 'state'])
      .where('workflow_id', 'in', ids.slice(i, i + IDS_AT_ONCE))
      .execute()
    for (const row of rows) found.set(row.workflow_id, JSON.parse(row.state) as MeasureState)
  }
  return found
}

export async function obligations(db: Db, planId: string): Promise<readonly Obligation[]> {
  const rows = await db.selectFrom('obligations').select('data').where('plan_id', '=', planId).execute()
  return rows.map((row) => JSON.parse(row.data) as Obligation)
}

/**
 * Measures that an advance to `until` concerns: those with a wake up to it, and those to which an event was
 * sent that they have not yet written down.
 */
export async function measuresToAdvance(db: Db, planId: string, until: string): Promise<readonly string[]> {
  const due = await db
    .selectFrom('measures')
    .select(['no', 'wake_at'])
    .where('plan_id', '=', planId)
    .where('wake_at', '<=', until)
    .orderBy('wake_at')
    .execute()
  const unsettled = await unsettledDeliveries(db, planId)
  return [...new Set([...due.map((row) => row.no), ...unsettled])]
}

export async function unsettledDeliveries(db: Db, planId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('deliveries')
    .select('no')
    .where('plan_id', '=', planId)
    .where('settled', '=', 0)
    .execute()
  return rows.map((row) => row.no)
}

/** One line of the 台账; both times ISO 8601 with +08:00. */
export interface LedgerRow {
  /** Its number in the ledger; scores and bulletins refer to it. */
  readonly row: number
  readonly no: string
  readonly kind: string
  readonly planAt: string
  readonly realAt: string
  readonly says: string
  readonly actor: string
  readonly obligationId: string | null
}

/** Rows of a plan, of one measure of it, or only those after a row. */
export async function ledger(
  db: Db,
  planId: string,
  no?: string,
  after?: number,
): Promise<readonly LedgerRow[]> {
  let query = db
    .selectFrom('ledger')
    .select(['id', 'no', 'kind', 'plan_at', 'real_at', 'says', 'actor', 'obligation_id'])
    .where('plan_id', '=', planId)
  if (no !== undefined) query = query.where('no', '=', no)
  if (after !== undefined) query = query.where('id', '>', after)
  const rows = await query.orderBy('id').execute()
  return rows.map((row) => ({
    row: Number(row.id),
    no: row.no,
    kind: row.kind,
    planAt: toIsoInstant(row.plan_at as PlanTime),
    realAt: toIsoInstant(fromEpochMs(Date.parse(row.real_at))),
    says: row.says,
    actor: (JSON.parse(row.actor) as { unit: string }).unit,
    obligationId: row.obligation_id,
  }))
}

/** The number of the ledger's last row; 0: it is empty. */
export async function lastRow(db: Db): Promise<number> {
  const row = await db
    .selectFrom('ledger')
    .select((e) => e.fn.max('id').as('id'))
    .executeTakeFirst()
  return Number(row?.id ?? 0)
}

export async function factsOf(db: Db, workflowId: string): Promise<readonly Fact[]> {
  const rows = await db
    .selectFrom('ledger')
    .select('fact')
    .where('workflow_id', '=', workflowId)
    .orderBy('seq')
    .execute()
  return rows.map((row) => JSON.parse(row.fact) as Fact)
}

/** Whether a person's act is already in the ledger. */
export async function actDone(db: Db, planId: string, actId: string): Promise<boolean> {
  const row = await db
    .selectFrom('ledger')
    .select('id')
    .where('plan_id', '=', planId)
    .where('act_id', '=', actId)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether an act on the plan itself is in its ledger. */
export async function planActDone(db: Db, planId: string, actId: string): Promise<boolean> {
  const row = await db
    .selectFrom('ledger')
    .select('id')
    .where('workflow_id', '=', planId)
    .where('act_id', '=', actId)
    .executeTakeFirst()
  return row !== undefined
}

/** Notices of the outbox, oldest first; `sentAt` is null until a channel has taken one. */
export async function notices(db: Db, planId: string, filter: { unit?: string; no?: string } = {}) {
  let query = db.selectFrom('outbox').selectAll().where('plan_id', '=', planId)
  if (filter.unit !== undefined) query = query.where('to_unit', '=', filter.unit)
  if (filter.no !== undefined) query = query.where('no', '=', filter.no)
  const rows = await query.orderBy('plan_at').orderBy('key').execute()
  return rows.map((row) => ({
    key: row.key,
    measure: row.no,
    obligation: row.obligation_id,
    kind: row.kind,
    level: row.level,
    toUnit: row.to_unit,
    toRole: row.to_role,
    subject: row.subject,
    body: row.body,
    planAt: toIsoInstant(row.plan_at as PlanTime),
    sentAt: row.sent_at === null ? null : toIsoInstant(fromEpochMs(Date.parse(row.sent_at))),
  }))
}
