import type { By } from '../../accounts/people.ts'
import { endLink, makeLink } from '../../accounts/submit-link.ts'
import { sameUnit } from '../../domain/basics/unit-name.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import type { Obligation } from '../../domain/plan/measure/obligation.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { numberOf, shownNumberOf } from '../../domain/plan/numbers.ts'
import { SUBMITTED_TO } from '../../domain/supervision/acts/submit.ts'
import { LINK, linkEndsOn, linkHolds } from '../../domain/supervision/link.ts'
import { findTarget } from '../../domain/supervision/target.ts'
import { unitsOf } from '../../domain/supervision/units.ts'
import type { Db } from '../../records/db.ts'
import { holdersOf, type LinkRow, linksOf } from '../../records/reach/links.ts'
import { measureState } from '../../records/read.ts'
import { RefusedError, refused } from '../refusal.ts'
import { measureNamed, todayIn } from '../views/reading.ts'

export interface LinkFor {
  /** The measure's number, as people know it. */
  readonly no: string
  /** Null: the only one that is owed. */
  readonly obligation: string | null
  /** Null: the unit that leads. */
  readonly unit: string | null
  readonly recipient: string
  /** Days beyond the due date; null: 15. */
  readonly days: number | null
  readonly code: boolean
}

const LONGEST_RECIPIENT = 100

/**
 * Makes a link by which somebody without an account hands in evidence for one obligation of one unit.
 * @throws RefusedError MEASURE_NOT_FOUND, OBLIGATION_NOT_FOUND, OBLIGATION_AMBIGUOUS, NOTHING_TO_ACT_ON, WRONG_STATE, LINK_UNIT, LINK_DAYS
 */
export async function makeLinkFor(db: Db, plan: PlanState, asked: LinkFor, by: By) {
  const { state, shown } = await measureNamed(db, plan, asked.no)
  const target = findTarget(state, asked.obligation, SUBMITTED_TO)
  if (!target.ok) throw new RefusedError(target.error)
  const units = unitsOf(state)
  const unit = asked.unit === null ? units[0] : units.find((one) => sameUnit(one, asked.unit ?? ''))
  if (unit === undefined)
    throw refused(
      'LINK_UNIT',
      `${asked.unit} 不是 ${shown} 的承办单位`,
      `链接只发给承办单位：${units.join('、')}`,
    )
  const recipient = asked.recipient.trim() || unit
  if (recipient.length > LONGEST_RECIPIENT)
    throw refused('TEXT_TOO_LONG', `发给谁最多写 ${LONGEST_RECIPIENT} 字`, '只写姓名或岗位')
  const days = asked.days ?? LINK.days
  if (!Number.isInteger(days) || days < 0 || days > LINK.mostDays)
    throw refused('LINK_DAYS', `链接的有效期应为到期日后 0 至 ${LINK.mostDays} 天`)
  const made = await makeLink(
    db,
    {
      ...{ planId: plan.planId, no: state.setup.no, obligationId: target.value.id, unit },
      ...{ recipient, code: asked.code },
      endsOn: linkEndsOn(target.value.dueOn, todayIn(plan), days),
    },
    by,
  )
  return { ...made, path: `/s/${made.token}`, no: shown, obligation: target.value.id, unit }
}

/** @throws RefusedError LINK_NOT_FOUND */
export async function endLinkOf(db: Db, planId: string, id: string, by: By): Promise<void> {
  const ended = await endLink(db, planId, id, by)
  if (!ended.ok) throw new RefusedError(ended.error)
}

export const obligationOf = (state: MeasureState | null, id: string): Obligation | null =>
  state?.obligations.find((o) => o.id === id) ?? null

export const heldOf = ({ ends_on, revoked_at, used }: LinkRow) => ({
  endsOn: ends_on as Parameters<typeof linkHolds>[0]['endsOn'],
  revoked: revoked_at !== null,
  used,
})

/** The links of a plan, or of one measure or unit of it, and who used them; the newest first. No token is known any more. */
export async function linkList(
  db: Db,
  plan: PlanState,
  only: { readonly no?: string; readonly unit?: string } = {},
) {
  const no = only.no === undefined ? undefined : numberOf(plan, only.no)
  const rows = (await linksOf(db, plan.planId)).filter(
    (row) =>
      (no === undefined || row.no === no) && (only.unit === undefined || sameUnit(row.unit, only.unit)),
  )
  const used = await holdersOf(db, plan.planId)
  const states = new Map<string, MeasureState | null>()
  for (const one of new Set(rows.map((row) => row.no)))
    states.set(one, await measureState(db, plan.planId, one))
  return rows.map((row) => {
    const holds = linkHolds(
      heldOf(row),
      obligationOf(states.get(row.no) ?? null, row.obligation_id),
      todayIn(plan),
    )
    return {
      id: row.id,
      no: shownNumberOf(plan, row.no),
      obligation: row.obligation_id,
      unit: row.unit,
      recipient: row.recipient,
      madeAt: row.made_at,
      madeBy: row.made_by,
      endsOn: row.ends_on,
      code: row.code !== null,
      holds: holds.ok,
      because: holds.ok ? null : holds.error.message,
      submissions: used
        .filter(({ link_id }) => link_id === row.id)
        .map(({ at, name, phone }) => ({ at, name, phone })),
    }
  })
}
