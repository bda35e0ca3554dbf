import type { Db } from './db.ts'

const count = (row: { n: unknown } | undefined): number => Number(row?.n ?? 0)

/** The plan whose workflows would have the ids that a plan and its measures are about to take; null when none. */
export async function planWithIds(
  db: Db,
  planId: string,
  measureIds: readonly string[],
): Promise<string | null> {
  const measure = await db
    .selectFrom('measures')
    .select('plan_id')
    .where('workflow_id', 'in', [planId, ...measureIds])
    .where('plan_id', '<>', planId)
    .executeTakeFirst()
  if (measure !== undefined) return measure.plan_id
  if (measureIds.length === 0) return null
  const plan = await db.selectFrom('plans').select('id').where('id', 'in', measureIds).executeTakeFirst()
  return plan?.id ?? null
}

/** The number of the next fact in the ledger, by workflow: plans and measures. */
export async function nextSequences(db: Db): Promise<ReadonlyMap<string, number>> {
  const plans = await db.selectFrom('plans').select(['id', 'next_seq']).execute()
  const measures = await db.selectFrom('measures').select(['workflow_id', 'next_seq']).execute()
  return new Map([
    ...plans.map((row) => [row.id, row.next_seq] as const),
    ...measures.map((row) => [row.workflow_id, row.next_seq] as const),
  ])
}

/** How many notices there are, sent and unsent. */
export async function noticesCount(db: Db): Promise<number> {
  return count(
    await db
      .selectFrom('outbox')
      .select((e) => e.fn.countAll().as('n'))
      .executeTakeFirst(),
  )
}

/** How many measures of a plan have written their start. */
export async function measuresCount(db: Db, planId: string): Promise<number> {
  const there = db.selectFrom('measures').where('plan_id', '=', planId)
  return count(await there.select((e) => e.fn.countAll().as('n')).executeTakeFirst())
}

/** Asks the store for one row, to see that it can be read. @throws what the driver says when it can't */
export async function canBeRead(db: Db): Promise<void> {
  await db.selectFrom('plans').select('id').limit(1).execute()
}
