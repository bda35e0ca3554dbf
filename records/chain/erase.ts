import { ledgerUnlocked } from '../append-only.ts'
import type { Db } from '../db.ts'
import { writing } from '../exclusive.ts'
import { rebuildWorkflow } from '../rebuild.ts'
import { chainRowOf } from './rows.ts'
import { namesIn, withoutNames } from './verify-ledger.mjs'

/**
 * Deletes a person's name from the ledger: in every row that has it, names become their marks, and the salts with which
 * one could try names against them go. The rows' hashes stay what they were, so the chain proves what it proved. Rows
 * with several names lose all of them. Lists are written anew; texts that people wrote are not looked into.
 * @returns how many rows had the name
 */
export async function eraseName(db: Db, name: string): Promise<number> {
  const rows = await db.selectFrom('ledger').selectAll().where('salt', '<>', '').execute()
  const having = rows.map(chainRowOf).filter((row) => namesIn(row).includes(name))
  if (having.length === 0) return 0
  await writing(db, async (tx) => {
    await ledgerUnlocked(tx, async () => {
      for (const row of having) {
        const { actor, fact, says, salt } = withoutNames(row)
        await tx.updateTable('ledger').set({ actor, fact, says, salt }).where('id', '=', row.row).execute()
      }
    })
    for (const { workflow, plan, no } of new Map(having.map((row) => [row.workflow, row])).values())
      await rebuildWorkflow(tx, { workflow, plan, no })
  })
  return having.length
}
