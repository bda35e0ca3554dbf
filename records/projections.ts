import type { Obligation } from '../domain/plan/measure/obligation.ts'
import type { MeasureState } from '../domain/plan/measure/state.ts'
import { summaryOf } from '../domain/supervision/phase.ts'
import { leadsName } from '../domain/supervision/units.ts'
import { boardValues, orderOf } from './board/rows.ts'
import { dutyValues } from './duties/rows.ts'
import type { Tx } from './exclusive.ts'
import { putRows, type RowOf } from './put-rows.ts'

/** One measure's rows in the tables that are read. */
export interface Projection {
  readonly workflow: string
  readonly measure: RowOf<'measures'>
  readonly board: RowOf<'board'>
  /** Those that changed. */
  readonly obligations: readonly RowOf<'obligations'>[]
  readonly duties: readonly RowOf<'duties'>[]
  /** Obligations that are no more. */
  readonly gone: readonly string[]
}

/** The measure as lists and advances read it. */
function measureValues(id: string, state: MeasureState): RowOf<'measures'> {
  const { phase, wakeAt, dueOn } = summaryOf(state)
  const { planId, no, leadUnit } = state.setup
  return {
    ...{ workflow_id: id, plan_id: planId, no, ord: orderOf(no), lead_unit: leadUnit },
    ...{ phase, wake_at: wakeAt, due_on: dueOn, next_seq: state.seq, state: JSON.stringify(state) },
  }
}

const obligationValues = (id: string, { setup }: MeasureState, o: Obligation): RowOf<'obligations'> => ({
  ...{ workflow_id: id, id: o.id, plan_id: setup.planId, no: setup.no, lead_unit: setup.leadUnit },
  ...{ state: o.state, due_on: o.dueOn, outcome: o.outcome, data: JSON.stringify(o) },
})

/** @param before as it was written last; null: not at all */
export function projectionOf(id: string, before: MeasureState | null, state: MeasureState): Projection {
  const known = new Map<string, Obligation>(before?.obligations.map((o) => [o.id, o]) ?? [])
  // A reopened plan waits again for what its closing had put down as 未触发.
  const gone = new Set(known.keys())
  for (const o of state.obligations) gone.delete(o.id)
  // Who leads its measure, and whether that has ended, stands in each row.
  const whole =
    before === null ||
    before.closedOn !== state.closedOn ||
    leadsName(before.setup) !== leadsName(state.setup)
  // Facts replace what they change: an untouched obligation is the same object.
  const changed = state.obligations.filter((o) => whole || known.get(o.id) !== o)
  return {
    workflow: id,
    measure: measureValues(id, state),
    board: boardValues(id, state),
    obligations: changed.map((o) => obligationValues(id, state, o)),
    duties: changed.map((o) => dutyValues(id, state, o)),
    gone: [...gone],
  }
}

/** Within the transaction that writes their facts; by workflow, so that two that write some of the same do not wait for each other. */
export async function writeProjections(tx: Tx, given: readonly Projection[]): Promise<void> {
  const all = [...given].sort((a, b) => (a.workflow < b.workflow ? -1 : 1))
  for (const { workflow, gone } of all)
    for (const table of gone.length === 0 ? [] : (['obligations', 'duties'] as const))
      await tx.deleteFrom(table).where('workflow_id', '=', workflow).where('id', 'in', gone).execute()
  await putRows(
    tx,
    'measures',
    all.map(({ measure }) => measure),
  )
  await putRows(
    tx,
    'board',
    all.map(({ board }) => board),
  )
  await putRows(
    tx,
    'obligations',
    all.flatMap(({ obligations }) => obligations),
  )
  await putRows(
    tx,
    'duties',
    all.flatMap(({ duties }) => duties),
  )
}

/** All rows of a measure, as if it had none. */
export const writeMeasure = (tx: Tx, id: string, state: MeasureState): Promise<void> =>
  writeProjections(tx, [projectionOf(id, null, state)])
