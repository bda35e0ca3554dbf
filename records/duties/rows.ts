import type { Selectable } from 'kysely'
import type { Obligation } from '../../domain/plan/measure/obligation.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { type Duty, dutyOf } from '../../domain/supervision/duty.ts'
import { NEVER } from '../board/rows.ts'
import type { Db } from '../db.ts'
import { printable } from '../ledger.ts'
import type { DutyTable } from './table.ts'

type Row = Selectable<DutyTable>
const since = (waiting: Duty['waiting'], kind: keyof Duty['waiting']): string | null =>
  kind in waiting ? (waiting[kind] ?? NEVER) : null

/** The obligation as it is counted. */
export function dutyValues(workflow: string, state: MeasureState, o: Obligation): Row {
  const duty = dutyOf(state, o)
  const { waiting } = duty
  return {
    workflow_id: workflow,
    id: duty.id,
    plan_id: duty.planId,
    no: duty.no,
    leads: printable(JSON.stringify(duty.leads)),
    state: duty.state,
    outcome: duty.outcome,
    closed: duty.closed ? 1 : 0,
    due_on: duty.dueOn,
    owed_by: duty.owedBy,
    review_on: since(waiting, 'review'),
    extension_on: since(waiting, 'extension'),
    undated_on: since(waiting, 'undated'),
    suspension_on: since(waiting, 'suspension'),
    flag_on: since(waiting, 'flag'),
    signature_on: since(waiting, 'signature'),
    done_before: duty.doneBefore ? 1 : 0,
    late_reported: duty.lateReported ? 1 : 0,
    slips: duty.slips,
    late_days: duty.lateDays,
  }
}

/** All rows of a plan, by workflow. */
export async function dutiesIn(db: Db, planId: string): Promise<Map<string, readonly Row[]>> {
  const found = new Map<string, Row[]>()
  for (const row of await db.selectFrom('duties').selectAll().where('plan_id', '=', planId).execute())
    found.set(row.workflow_id, [...(found.get(row.workflow_id) ?? []), row])
  return found
}
