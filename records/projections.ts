import type { Obligation } from '../domain/plan/measure/obligation.ts'
import type { MeasureState } from '../domain/plan/measure/state.ts'
import { summaryOf } from '../domain/supervision/phase.ts'
import { leadsName } from '../domain/supervision/units.ts'
import { orderOf } from './board/rows.ts'
import { writeBoard } from './board/write.ts'
import { writeDuty } from './duties/rows.ts'
import type { Tx } from './exclusive.ts'

/** The measure as lists and advances read it. */
export async function writeMeasure(tx: Tx, id: string, state: MeasureState): Promise<void> {
  const { phase, wakeAt, dueOn } = summaryOf(state)
  const { planId, no, leadUnit } = state.setup
  const values = {
    phase,
    wake_at: wakeAt,
    due_on: dueOn,
    next_seq: state.seq,
    state: JSON.stringify(state),
    lead_unit: leadUnit,
  }
  await tx
    .insertInto('measures')
    .values({ workflow_id: id, plan_id: planId, no, ord: orderOf(no), ...values })
    .onConflict((c) => c.column('workflow_id').doUpdateSet(values))
    .execute()
  await writeBoard(tx, id, state)
}

/** Its obligations, those that changed since `before`. */
export async function writeObligations(
  tx: Tx,
  id: string,
  before: MeasureState | null,
  state: MeasureState,
): Promise<void> {
  const known = new Map<string, Obligation>(before?.obligations.map((o) => [o.id, o]) ?? [])
  // A reopened plan waits again for what its closing had put down as 未触发.
  const gone = new Set(known.keys())
  for (const o of state.obligations) gone.delete(o.id)
  for (const obligation of gone) {
    await tx.deleteFrom('obligations').where('workflow_id', '=', id).where('id', '=', obligation).execute()
    await tx.deleteFrom('duties').where('workflow_id', '=', id).where('id', '=', obligation).execute()
  }
  // Who leads its measure, and whether that has ended, stands in each row.
  const whole =
    before === null ||
    before.closedOn !== state.closedOn ||
    leadsName(before.setup) !== leadsName(state.setup)
  for (const o of state.obligations) {
    // Facts replace what they change: an untouched obligation is the same object.
    if (!whole && known.get(o.id) === o) continue
    const row = {
      state: o.state,
      due_on: o.dueOn,
      outcome: o.outcome,
      data: JSON.stringify(o),
      lead_unit: state.setup.leadUnit,
    }
    await tx
      .insertInto('obligations')
      .values({ workflow_id: id, id: o.id, plan_id: state.setup.planId, no: state.setup.no, ...row })
      .onConflict((c) => c.columns(['workflow_id', 'id']).doUpdateSet(row))
      .execute()
    await writeDuty(tx, id, state, o)
  }
}
