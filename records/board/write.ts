import type { MeasureState } from '../../domain/plan/measure/state.ts'
import type { Tx } from '../exclusive.ts'
import { boardValues } from './rows.ts'

/** The measure as lists filter, sort and show it; within the transaction that writes its facts. */
export async function writeBoard(tx: Tx, id: string, state: MeasureState): Promise<void> {
  const { workflow_id, ...values } = boardValues(id, state)
  await tx
    .insertInto('board')
    .values({ workflow_id, ...values })
    .onConflict((c) => c.column('workflow_id').doUpdateSet(values))
    .execute()
}
