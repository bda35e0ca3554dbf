import type { Db } from '../db.ts'
import { type Cuts, chainSince, cutsOf, nextOfPlan, plansOfLedger, rowsOfPlan } from './store.ts'
import { EXPORT_FORMAT, withoutNames } from './verify-ledger.mjs'

export interface LedgerExportAsked {
  /** Absent: every plan. */
  readonly plan?: string
  /** With the names of persons; without them the chain can be verified all the same. */
  readonly names: boolean
  /** ISO 8601, told in its first line. */
  readonly at: string
}

/**
 * The ledger for whoever wants to verify it, one JSON value a line: what it is, every row, how far each workflow is,
 * what its bulletins stand on, and the number of rows at the end.
 */
export async function* ledgerExport(db: Db, cut: Cuts, asked: LedgerExportAsked): AsyncGenerator<string> {
  const line = (value: object) => `${JSON.stringify(value)}\n`
  const plans = asked.plan === undefined ? await plansOfLedger(db) : [asked.plan]
  yield line({ format: EXPORT_FORMAT, at: asked.at, plans, chain: await chainSince(db) })
  let count = 0
  for (const planId of plans) {
    for await (const rows of rowsOfPlan(db, planId)) {
      count += rows.length
      yield rows.map((row) => line(asked.names ? row : withoutNames(row))).join('')
      for (const [sha256, text] of cutsOf(rows, cut)) yield line({ cut: sha256, text })
    }
    for (const [workflow, next] of await nextOfPlan(db, planId)) yield line({ workflow, next })
  }
  yield line({ end: count })
}
