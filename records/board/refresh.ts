import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { dutyValues } from '../duties/rows.ts'
import { writing } from '../exclusive.ts'
import type { Db } from '../open.ts'
import { putRows } from '../put-rows.ts'
import { boardValues } from './rows.ts'

/** Rows that are written anew in one transaction: writers beside it wait no longer than that takes. */
const AT_ONCE = 50

/**
 * Writes the list's rows anew, and what is counted, that are behind their measures. A worker of a release without the list writes measures and
 * leaves their rows as they were, for as long as it runs beside this one. @returns how many there were
 */
export async function refreshBoard(db: Db): Promise<number> {
  let refreshed = 0
  for (;;) {
    const n = await writing(db, async (tx) => {
      const behind = await tx
        .selectFrom('measures')
        .leftJoin('board', 'board.workflow_id', 'measures.workflow_id')
        .select(['measures.workflow_id', 'measures.state'])
        .where((e) => e.or([e('board.seq', 'is', null), e('board.seq', '<>', e.ref('measures.next_seq'))]))
        .orderBy('measures.workflow_id')
        .limit(AT_ONCE)
        .execute()
      for (const { workflow_id, state: text } of behind) {
        const state = JSON.parse(text) as MeasureState
        await putRows(tx, 'board', [boardValues(workflow_id, state)])
        await tx.deleteFrom('duties').where('workflow_id', '=', workflow_id).execute()
        await putRows(
          tx,
          'duties',
          state.obligations.map((o) => dutyValues(workflow_id, state, o)),
        )
      }
      return behind.length
    })
    refreshed += n
    if (n < AT_ONCE) return refreshed
  }
}
