import type { LedgerLine, MeasureLedger } from '../domain/reckoning/lines.ts'
import type { Fact } from '../domain/supervision/facts.ts'
import type { Db } from './open.ts'

/** The ledgers of a plan's measures, by measure; `lastRow` leaves out what was written after that row. */
export async function ledgersOf(
  db: Db,
  planId: string,
  lastRow: number | null = null,
): Promise<readonly MeasureLedger[]> {
  let query = db
    .selectFrom('ledger')
    .select(['id', 'workflow_id', 'fact'])
    .where('plan_id', '=', planId)
    .where('no', '<>', '')
  if (lastRow !== null) query = query.where('id', '<=', lastRow)
  const found = new Map<string, LedgerLine[]>()
  for (const row of await query.orderBy('workflow_id').orderBy('seq').execute()) {
    const lines = found.get(row.workflow_id) ?? []
    lines.push({ row: Number(row.id), fact: JSON.parse(row.fact) as Fact })
    found.set(row.workflow_id, lines)
  }
  return [...found.values()]
}

/** Number of the plan's last ledger row; 0 while there is none. */
export async function lastRowOf(db: Db, planId: string): Promise<number> {
  const row = await db
    .selectFrom('ledger')
    .select((e) => e.fn.max('id').as('id'))
    .where('plan_id', '=', planId)
    .executeTakeFirst()
  return Number(row?.id ?? 0)
}
