import type { Db } from '../db.ts'
import { writing } from '../exclusive.ts'
import type { BulkJob, BulkJobRow } from './tables.ts'

const AT_ONCE = 100

/** Under a number that is kept already nothing is kept: of two that prepare it at once the first one's rows stand. */
export async function keepJob(db: Db, job: BulkJob, rows: readonly BulkJobRow[]): Promise<void> {
  await writing(db, async (tx) => {
    const once = tx.insertInto('bulk_jobs').values(job)
    const { numInsertedOrUpdatedRows } = await once
      .onConflict((c) => c.column('id').doNothing())
      .executeTakeFirst()
    if (!numInsertedOrUpdatedRows) return
    for (let from = 0; from < rows.length; from += AT_ONCE)
      await tx
        .insertInto('bulk_rows')
        .values(rows.slice(from, from + AT_ONCE).map((row) => ({ ...row, job_id: job.id })))
        .execute()
  })
}

export const jobOf = (db: Db, id: string): Promise<BulkJob | undefined> =>
  db.selectFrom('bulk_jobs').selectAll().where('id', '=', id).executeTakeFirst()

export async function jobRows(db: Db, id: string): Promise<readonly BulkJobRow[]> {
  const rows = await db
    .selectFrom('bulk_rows')
    .select(['nth', 'no', 'obligation', 'unit', 'refused', 'done_at'])
    .where('job_id', '=', id)
    .orderBy('nth')
    .execute()
  return rows.map((row) => ({ ...row, nth: Number(row.nth) }))
}

export async function beginJob(db: Db, id: string, at: string): Promise<void> {
  await db
    .updateTable('bulk_jobs')
    .set({ begun_at: at })
    .where('id', '=', id)
    .where('begun_at', 'is', null)
    .execute()
}

export async function endJob(db: Db, id: string, at: string): Promise<void> {
  await db.updateTable('bulk_jobs').set({ ended_at: at }).where('id', '=', id).execute()
}

export async function answerRow(
  db: Db,
  id: string,
  nth: number,
  answer: { readonly refused: string | null; readonly at: string },
): Promise<void> {
  await db
    .updateTable('bulk_rows')
    .set({ refused: answer.refused, done_at: answer.at })
    .where('job_id', '=', id)
    .where('nth', '=', nth)
    .execute()
}
