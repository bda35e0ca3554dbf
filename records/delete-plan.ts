import { inTransaction } from './exclusive.ts'
import type { Db } from './open.ts'

/** Takes a plan that was never started out of the records: its row and the rows of its import. Asked twice it does no more. */
export async function deleteDraft(db: Db, planId: string): Promise<void> {
  await inTransaction(db, planId, async (tx) => {
    const row = await tx.selectFrom('plans').select('phase').where('id', '=', planId).executeTakeFirst()
    if (row === undefined || row.phase !== 'draft') return
    await tx.deleteFrom('ledger').where('workflow_id', '=', planId).where('plan_id', '=', planId).execute()
    await tx.deleteFrom('plans').where('id', '=', planId).execute()
  })
}
