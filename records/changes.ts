import type { Db } from './db.ts'

/** A row of the ledger as far as a stream tells of it: where, and what kind; what it says is read where rights are asked. */
export interface Change {
  readonly row: number
  readonly planId: string
  /** '' for the plan itself. */
  readonly no: string
  readonly kind: string
}

/** What was written after a row, oldest first, over all plans. */
export async function changesAfter(db: Db, row: number, most: number): Promise<readonly Change[]> {
  const rows = await db
    .selectFrom('ledger')
    .select(['id', 'plan_id', 'no', 'kind'])
    .where('id', '>', row)
    .orderBy('id')
    .limit(most)
    .execute()
  return rows.map(({ id, plan_id, no, kind }) => ({ row: Number(id), planId: plan_id, no, kind }))
}
