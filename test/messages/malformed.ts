import { isPlanTime } from '../../domain/calendar/time.ts'
import { parseFields } from '../../domain/fields/parse.ts'
import { actor } from '../../domain/plan/fields.ts'
import type { Db } from '../../records/open.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f]/

/** Ledger rows of a plan that hold what no reader of them should meet. */
export async function malformedRows(db: Db, planId: string): Promise<readonly string[]> {
  const rows = await db.selectFrom('ledger').selectAll().where('plan_id', '=', planId).execute()
  return rows.flatMap((row) => {
    const wrong = [
      ...(isPlanTime(row.plan_at) ? [] : ['plan_at']),
      ...(parseFields({ actor: JSON.parse(row.actor) }, { actor }).ok ? [] : ['actor']),
      ...(CONTROL.test(row.says) ? ['says'] : []),
      ...(row.fact.length > 600_000 ? ['size'] : []),
      ...(row.act_id !== null && row.act_id.length > 400 ? ['act_id'] : []),
    ]
    return wrong.length === 0 ? [] : [`${row.workflow_id} ${row.seq} ${row.kind}: ${wrong.join(', ')}`]
  })
}
