import type { Actor } from '../domain/basics/actor.ts'
import type { Db } from './db.ts'

export interface Acted {
  readonly row: number
  readonly seq: number
  readonly actor: Actor
}

/** Who is proven to have done what, line by line of one workflow's ledger, in order of `seq`. */
export async function whoActed(db: Db, workflowId: string): Promise<readonly Acted[]> {
  const rows = await db
    .selectFrom('ledger')
    .select(['id', 'seq', 'actor'])
    .where('workflow_id', '=', workflowId)
    .orderBy('seq')
    .execute()
  return rows.map(({ id, seq, actor }) => ({ row: Number(id), seq, actor: JSON.parse(actor) as Actor }))
}
