import { type IsoDate, isoDate, maxDate, year } from '../calendar/date.ts'
import { periodName, periodsBetween } from '../calendar/period.ts'
import { ours } from './profile.ts'
import type { DeadlineContext, Occurrence } from './rule.ts'
import { planYearOf } from './span-dates.ts'

/**
 * Work without a completion date is looked at on each quarter's last day, from the issue date to the end of the
 * plan's year (or to `until`): Duban's policy, marked as ours, not a date of the document (rules §3, continuous).
 */
export function checkIns(context: DeadlineContext, notBefore: IsoDate | null): readonly Occurrence[] {
  const planYear = planYearOf(context)
  if (planYear === null) return []
  const y = notBefore ? Math.max(planYear, year(notBefore)) : planYear
  const first = isoDate(y, 1, 1)
  const last = context.until ?? isoDate(y, 12, 31)
  if (first === null || last === null) return []
  const issued = context.issuedOn ?? first
  const from = notBefore ? maxDate(issued, notBefore) : issued
  return periodsBetween('quarter', year(from) < y ? first : from, last)
    .filter((quarter) => quarter.last <= last)
    .map((quarter) => ({
      period: quarter.id,
      notBefore,
      dueOn: quarter.last,
      provisional: false,
      policy: true,
      beforeIssue: false,
      why: [ours(`${periodName(quarter)}末查看一次进展，不是文件写明的期限`)],
    }))
}
