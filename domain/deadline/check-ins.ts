import { type IsoDate, isoDate, maxDate, year } from '../calendar/date.ts'
import { type Period, parsePeriod, periodName, periodsBetween } from '../calendar/period.ts'
import { ours } from './profile.ts'
import type { DeadlineContext, Occurrence } from './rule.ts'
import { planYearOf } from './span-dates.ts'

/** How often work without a date is looked at. */
export type CheckInUnit = 'month' | 'quarter' | 'halfYear'

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
    .map((quarter) => checkIn(quarter, notBefore))
}

/** One look at the progress of a period, on its last day. */
const checkIn = (period: Period, notBefore: IsoDate | null): Occurrence => ({
  period: period.id,
  notBefore,
  dueOn: period.last,
  provisional: false,
  policy: true,
  beforeIssue: false,
  why: [ours(`${periodName(period)}末查看一次进展，不是文件写明的期限`)],
})

/**
 * The same span of check-ins, one a period of another unit; dates that a document writes are not touched.
 * @example quarters Q3 and Q4 of 2015, every month → 2015-07 … 2015-12
 */
export function checkInsEvery(unit: CheckInUnit, occurrences: readonly Occurrence[]): readonly Occurrence[] {
  const quarters = occurrences.filter((o) => o.policy && o.period !== null)
  const [first] = quarters
  const from = first && parsePeriod(first.period ?? '')
  const to = parsePeriod(quarters.at(-1)?.period ?? '')
  if (first === undefined || !from || !to || unit === 'quarter') return occurrences
  const periods = periodsBetween(unit, from.first, to.last).filter((period) => period.last <= to.last)
  const others = occurrences.filter((o) => !quarters.includes(o))
  return [...others, ...periods.map((period) => checkIn(period, first.notBefore))]
}
