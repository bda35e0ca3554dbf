import type { PlanState } from '../../domain/events/model/state.ts'
import { deadlineJson } from '../../domain/plan/json.ts'
import { measuresOf } from '../../domain/plan/plan.ts'
import { isItemNo, originName } from '../../domain/reckoning/items.ts'
import type { Db } from '../../records/open.ts'
import { document } from '../../records/read.ts'
import type { ItemDraft } from '../use/add-item.ts'

/** An item before it is put in: how it was read, what it would ask for, what is to be answered first. */
export const itemJson = ({
  planId,
  plan,
  state,
  measure,
  open,
  obligations,
  waits,
  issuedOn,
}: ItemDraft) => ({
  plan: planId,
  title: plan.title,
  /** The plan is made with this item. */
  newPlan: state === null,
  no: measure.no,
  text: measure.text,
  units: measure.units.map(({ name, role }) => ({ name, role })),
  deadline: deadlineJson({ ...measure.deadline, review: [] }),
  issuedOn,
  origin: measure.origin === undefined ? '' : originName(measure.origin),
  obligations: obligations.map(({ id, ask, dueOn, provisional, why, ladder }) => ({
    ...{ id, ask, dueOn, provisional, why },
    reminders: (ladder?.reminders ?? []).map(({ on }) => on),
    slips: (ladder?.slips ?? []).map(({ level, on }) => ({ level, on })),
  })),
  waitingFor: waits.map(({ text, stream }) => ({ condition: text, stream })),
  open: open.map(({ id, item, options }) => ({ id, ...item, options })),
})

/** Where an item comes from that was put in by hand; null for what a document names. */
export async function originOf(db: Db, plan: PlanState, no: string): Promise<string | null> {
  const whole = isItemNo(no) && plan.document !== null ? await document(db, plan.document) : null
  const origin = whole && measuresOf(whole).find(({ measure }) => measure.no === no)?.measure.origin
  return origin ? originName(origin) : null
}
