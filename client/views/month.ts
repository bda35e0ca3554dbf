import type { IsoDate } from '../../domain/calendar/date.ts'
import type { Obligation } from '../../domain/plan/measure/obligation.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import type { Db } from '../../records/db.ts'
import { dueByDay, dueWithin } from '../../records/duties/query.ts'
import { measuresById } from '../../records/read.ts'
import type { PlanSeen } from './measure-list.ts'
import { todayIn } from './reading.ts'

export interface Dated {
  readonly state: MeasureState
  readonly o: Obligation
}

/** What is due from one day to another: counted day by day, and the first of it whole. */
export async function dueIn(
  db: Db,
  { plan, mine }: PlanSeen,
  { from, to }: { readonly from: IsoDate; readonly to: IsoDate },
  most: number,
) {
  const scope = { planId: plan.planId, today: todayIn(plan), mine }
  const load = await dueByDay(db, scope, from, to)
  const named = await dueWithin(db, scope, from, to, most)
  const states = await measuresById(db, [...new Set(named.map((row) => row.workflow_id))])
  const items = named.flatMap(({ workflow_id, id }): Dated[] => {
    const state = states.get(workflow_id)
    const o = state?.obligations.find((one) => one.id === id)
    return state === undefined || o === undefined ? [] : [{ state, o }]
  })
  return { load, items, count: [...load.values()].reduce((sum, { n }) => sum + n, 0) }
}
