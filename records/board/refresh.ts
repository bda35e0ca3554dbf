import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { writeDuty } from '../duties/rows.ts'
import { writing } from '../exclusive.ts'
import type { Db } from '../open.ts'
import { writeBoard } from './write.ts'

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
        .limit(AT_ONCE)
        .execute()
      for (const { workflow_id, state: text } of behind) {
        const state = JSON.parse(text) as MeasureState
        await writeBoard(tx, workflow_id, state)
        await tx.deleteFrom('duties').where('workflow_id', '=', workflow_id).execute()
        for (const o of state.obligations) await writeDuty(tx, workflow_id, state, o)
      }
      return behind.length
    })
    refreshed += n
    if (n < AT_ONCE) return refreshed
  }
}
