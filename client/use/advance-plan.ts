import { randomUUID } from 'node:crypto'
import type { Actor } from '../../domain/basics/actor.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import { isPlanMishap } from '../../domain/events/mishap.ts'
import { officeOf } from '../../domain/events/offices.ts'
import { PLAN_NAMES } from '../../domain/messages/plan.ts'
import { type LedgerRow, lastRow, ledger } from '../../records/read.ts'
import type { AdvancePlan } from '../../workflows/messages.ts'
import type { Office } from '../office.ts'

/** Moves a stepped clock to noon of a day; answers when every measure has done what was due up to it, with what happened. */
export async function advancePlan(
  duban: Office,
  planId: string,
  to: IsoDate,
  by?: Actor,
): Promise<{
  readonly moved: number
  readonly changes: readonly LedgerRow[]
  /** What the plan could not do, above all which measures gave no answer. */
  readonly mishaps: readonly LedgerRow[]
}> {
  const before = await lastRow(duban.db)
  const actId = randomUUID()
  const actor = by ?? officeOf(await duban.plan(planId))
  const message: AdvancePlan = { to: steppedAt(to), actor, actId, at: null }
  const { moved } = await duban.askPlan<{ moved: number }>(planId, PLAN_NAMES.advance, message)
  const rows = await ledger(duban.db, planId, undefined, before)
  const changes = rows.filter(({ no }) => no !== '')
  return {
    moved,
    mishaps: rows.filter(({ no, kind }) => no === '' && isPlanMishap(kind)),
    changes: [...changes].sort((a, b) =>
      a.planAt < b.planAt ? -1 : a.planAt > b.planAt ? 1 : a.row - b.row,
    ),
  }
}
