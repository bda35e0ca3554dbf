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

/**
 * The facts from which it follows who led what when, of the measures whose units ever were others than today's: few, so
 * that a list costs a query.
 */
export async function owningFacts(db: Db, planId: string): Promise<readonly (readonly Fact[])[]> {
  const changed = db
    .selectFrom('ledger')
    .select('workflow_id')
    .where('plan_id', '=', planId)
    .where('kind', 'in', ['reassigned', 'replanned'])
  const rows = await db
    .selectFrom('ledger')
    .select(['workflow_id', 'fact'])
    .where('workflow_id', 'in', changed)
    .where('kind', 'in', [...OWNING])
    .orderBy('workflow_id')
    .orderBy('seq')
    .execute()
  const found = new Map<string, Fact[]>()
  for (const { workflow_id: id, fact } of rows)
    found.set(id, [...(found.get(id) ?? []), JSON.parse(fact) as Fact])
  return [...found.values()]
}

/** The plan's own facts, in order of `seq`. */
export const planFactsOf = async (db: Db, planId: string): Promise<readonly PlanFact[]> =>
  (await factsOf(db, planId)) as unknown as readonly PlanFact[]
