import { addDays, type IsoDate, maxDate } from '../calendar/date.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { at, type PlanTime } from '../calendar/time.ts'
import { addWorkingDays } from '../calendar/workdays.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { Ladder, PlannedObligation } from '../plan/measure/planned.ts'
import type { SupervisionPolicy } from '../policy/policy.ts'
import { change } from './change.ts'
import { fact } from './fact.ts'
import { ladderFor } from './ladder.ts'
import { latestEvidence, plainObligation, plannedToLive } from './obligation.ts'

/**
 * 佐证有效期: evidence that holds until a day (a licence, a public notice) is asked for again when it has run out, as an
 * obligation of its own (`3.1/2015-07-r2`). The completed one stays completed.
 */
export type RenewalFact = {
  readonly kind: 'evidenceExpired'
  readonly obligationId: string
  readonly validUntil: IsoDate
  readonly renewal: PlannedObligation
}

export interface RenewalQuestion {
  readonly ask: 'renewal'
  readonly validUntil: IsoDate
  readonly today: IsoDate
}
export interface RenewalAnswer {
  readonly ask: 'renewal'
  readonly dueOn: IsoDate
  readonly ladder: Ladder
}

/** Due as long after the evidence has run out as a rework is after a return (policy); never counted from a day gone by. */
export function answerRenewal(
  calendar: WorkCalendar,
  policy: SupervisionPolicy,
  { validUntil, today }: RenewalQuestion,
): RenewalAnswer {
  const opensOn = maxDate(addDays(validUntil, 1), today)
  const dueOn = addWorkingDays(calendar, maxDate(validUntil, today), policy.reworkDays).date
  return { ask: 'renewal', dueOn, ladder: ladderFor(calendar, policy, { dueOn, openOn: opensOn }) }
}

/** What accepting evidence with an expiry asks the calendar; null for evidence that holds for good. */
export function renewalQuestion(o: Obligation, today: IsoDate): RenewalQuestion | null {
  const validUntil = latestEvidence(o)?.validUntil
  return validUntil ? { ask: 'renewal', validUntil, today } : null
}

const ROUND = /-r\d+$/

/** The next round of an obligation whose evidence runs out. */
export function renewalOf(
  o: Obligation,
  siblings: readonly Obligation[],
  validUntil: IsoDate,
  { dueOn, ladder }: RenewalAnswer,
): PlannedObligation {
  const base = o.id.replace(ROUND, '')
  const rounds = siblings.filter((one) => one.id.replace(ROUND, '') === base).length
  const { clause, ask, policy, milestone, id: renews } = o
  return plainObligation({
    id: `${base}-r${rounds + 1}`,
    ...{ clause, ask, policy, milestone, renews, dueOn, provisional: ladder.provisional },
    opensOn: addDays(validUntil, 1),
    why: [`${o.id} 的佐证材料有效期到 ${validUntil}，到期后重新提交；补交期限同重办期限，到 ${dueOn}`],
    ladder,
  })
}

/** When the evidence of a completed obligation runs out; null when it does not, or nobody needs it any more. */
export const expiresAt = (o: Obligation): PlanTime | null =>
  o.state === 'completed' && o.renewal && o.flag?.because !== 'revoked'
    ? at(addDays(validUntilOf(o.renewal), 1), '00:00')
    : null

const validUntilOf = (renewal: PlannedObligation): IsoDate => addDays(renewal.opensOn, -1)

/** Evidence has run out: the fact that asks for it again. */
export const expired = (o: Obligation): readonly RenewalFact[] =>
  o.renewal
    ? [
        {
          kind: 'evidenceExpired',
          obligationId: o.id,
          validUntil: validUntilOf(o.renewal),
          renewal: o.renewal,
        },
      ]
    : []

export const evidenceExpired = fact<RenewalFact>({
  kind: 'evidenceExpired',
  apply(state, { obligationId, renewal }) {
    const next = change(state, obligationId, () => ({ renewal: null }))
    return { ...next, obligations: [...next.obligations, plannedToLive(renewal)] }
  },
  says: ({ obligationId, validUntil, renewal }) =>
    `${obligationId} 的佐证材料有效期到 ${validUntil}，已到期，立项 ${renewal.id}（${renewal.dueOn ?? '到期日待定'}）`,
  tells: (_, { o, to, says }) => [to('renewal', `${o?.id} 的佐证材料已到期`, says)],
})
