import type { IsoDate } from '../calendar/date.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { PlannedObligation } from '../plan/measure/planned.ts'
import { isEnded } from './obligation.ts'
import { ofThePlan } from './replan-pairs.ts'

/** Owed, and past, lapsed or slipped: no text written later makes it anything else than late. */
export const hasHappened = (o: Obligation, today: IsoDate): boolean =>
  !isEnded(o) && ((o.dueOn !== null && o.dueOn < today) || o.overdueSince !== null || o.slips.length > 0)

type Dated = Pick<PlannedObligation, 'period' | 'eventId'>
const kindOf = ({ period, eventId }: Dated) => (period !== null ? null : eventId === null ? 'fixed' : 'event')

/**
 * Whether an amendment leaves an obligation its date and its slips. A period stays as it is: what was due of it was due.
 * So does a fixed date among several, where no one can say which of the new ones it is. The one date of a row that
 * names one date before and after is the same deliverable: a later date that the revision gives it is its date.
 *
 * @example 每月5日前 → 每月8日前 on 04-20: March, overdue, keeps 03-05 · 3月底前 → 6月底前: overdue since 04-01, now due 06-30
 */
export function staysAsItWas(
  old: readonly Obligation[],
  planned: readonly PlannedObligation[],
  today: IsoDate,
): (o: Obligation) => boolean {
  const live = old.filter((o) => !isEnded(o) && ofThePlan(o))
  const sole = (o: Obligation): boolean => {
    const kind = kindOf(o)
    if (kind === null || live.filter((other) => kindOf(other) === kind).length > 1) return false
    const now = planned.filter((p) => kindOf(p) === kind)
    return now.length === 1 && (now[0]?.dueOn ?? '') >= today
  }
  return (o) => hasHappened(o, today) && !sole(o)
}
