import { noticeLink } from '../accounts/submit-link.ts'
import { isOneOf } from '../domain/basics/unit-name.ts'
import { planTimeAt } from '../domain/calendar/clock.ts'
import { dateOf } from '../domain/calendar/time.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { SUBMITTED_TO } from '../domain/supervision/acts/submit.ts'
import { linkEndsOn } from '../domain/supervision/link.ts'
import { unitsWithAccounts } from '../records/accounts/reach.ts'
import type { Db } from '../records/db.ts'
import type { OutboxRow } from '../records/outbox.ts'
import { measureState } from '../records/read.ts'

/** Notices that ask a unit for evidence. */
const ASKING = new Set(['request', 'reminder', 'overdue', 'slip', 'returned', 'renewal'])

/**
 * A way in for each notice that asks somebody for evidence whose unit has no account: his own link, the same at every
 * try. A unit with accounts signs in.
 * @param key of the installation (accounts/seal.ts) @param base where the pages are
 */
export async function linksFor(
  db: Db,
  { key, base, nowMs }: { readonly key: string; readonly base: string; readonly nowMs: number },
  plans: ReadonlyMap<string, PlanState>,
  notices: readonly OutboxRow[],
  recipient: string,
): Promise<ReadonlyMap<string, string>> {
  const asking = notices.filter(
    ({ kind, obligation_id, to_role }) =>
      ASKING.has(kind) && obligation_id !== null && (to_role === 'liaison' || to_role === 'unitHead'),
  )
  const found = new Map<string, string>()
  if (asking.length === 0) return found
  const served = await unitsWithAccounts(db)
  for (const { key: notice, plan_id, no, obligation_id, to_unit } of asking) {
    const plan = plans.get(plan_id)
    if (plan === undefined || isOneOf(to_unit, served)) continue
    const o = (await measureState(db, plan_id, no))?.obligations.find(({ id }) => id === obligation_id)
    if (o === undefined || !SUBMITTED_TO.fits(o)) continue
    const today = dateOf(planTimeAt(plan.clock, nowMs))
    const token = await noticeLink(
      db,
      key,
      {
        ...{ planId: plan_id, no, obligationId: o.id, unit: to_unit, recipient },
        endsOn: linkEndsOn(o.dueOn, today),
      },
      nowMs,
    )
    found.set(notice, `${base.replace(/\/+$/, '')}/s/${token}`)
  }
  return found
}
