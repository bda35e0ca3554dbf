import { type SqlBool, sql } from 'kysely'
import type { PlanFact } from '../domain/events/facts.ts'
import type { LedgerLine, MeasureLedger } from '../domain/reckoning/lines.ts'
import { OWNING } from '../domain/reckoning/owners.ts'
import type { Fact } from '../domain/supervision/facts.ts'
import type { Db } from './open.ts'
import { factsOf } from './read.ts'

/** The ledgers of a plan's measures, one for each, in order of `seq`. */
export async function ledgersOf(db: Db, planId: string): Promise<readonly MeasureLedger[]> {
  const rows = await db
    .selectFrom('ledger')
    .select(['id', 'workflow_id', 'fact'])
    .where('plan_id', '=', planId)
    .where('no', '<>', '')
    .orderBy('workflow_id')
    .orderBy('seq')
    .execute()
  const found = new Map<string, LedgerLine[]>()
  for (const row of rows) {
    const lines = found.get(row.workflow_id) ?? []
    lines.push({ row: Number(row.id), fact: JSON.parse(row.fact) as Fact })
    found.set(row.workflow_id, lines)
  }
  return [...found.values()]
}

/** Measures whose units ever were others than today's: few. */
export async function changedHands(db: Db, planId: string): Promise<readonly string[]> {
  // As the index has it (0015_duties), so that both stores find them there.
  const rows = await db
    .selectFrom('ledger')
    .select('workflow_id')
    .distinct()
    .where('plan_id', '=', planId)
    .where(sql<SqlBool>`kind in ('reassigned', 'replanned')`)
    .orderBy('workflow_id')
    .execute()
  return rows.map((row) => row.workflow_id)
}

/**
 * The facts from which it follows who led what when, of the measures that changed hands: few, so that a list costs a query.
 * @param among only of these
 */
export async function owningFacts(
  db: Db,
  planId: string,
  among: readonly string[] | null = null,
): Promise<readonly (readonly Fact[])[]> {
  const all = await changedHands(db, planId)
  const changed = among === null ? all : all.filter((id) => among.includes(id))
  if (changed.length === 0) return []
  const rows = await db
    .selectFrom('ledger')
    .select(['workflow_id', 'fact'])
    .where('workflow_id', 'in', changed)
    .where('kind', 'in', [...OWNING])
    .orderBy('workflow_id')
    .orderBy('seq')
    .execute()
  const found = new Map<string, Fact[]>()
  for (const { workflow_id: id, fact } of rows) {
    const facts = found.get(id) ?? []
    facts.push(JSON.parse(fact) as Fact)
    found.set(id, facts)
  }
  return [...found.values()]
}

/** The plan's own facts, in order of `seq`. */
export const planFactsOf = async (db: Db, planId: string): Promise<readonly PlanFact[]> =>
  (await factsOf(db, planId)) as unknown as readonly PlanFact[]
