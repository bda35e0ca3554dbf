import type { WorkCalendar } from '../calendar/table.ts'
import { clockOf, dateOf, type PlanTime } from '../calendar/time.ts'
import { isWorkingDay } from '../calendar/workdays.ts'
import type { SupervisionPolicy } from '../policy/policy.ts'

/**
 * 静默: whether notices wait at this time (Asia/Shanghai). Red slips never do: who may be sent away from a dinner for
 * them is the point of the level. What waits is sent when the time is over; nothing is lost, dates do not move.
 *
 * @example quiet from 20:00 to 08:00 and on rest days: Friday 21:00, Saturday noon, Monday 07:59 → true
 */
export function isQuiet(policy: SupervisionPolicy, calendar: WorkCalendar, now: PlanTime): boolean {
  const { quiet } = policy
  if (quiet === undefined) return false
  const time = clockOf(now)
  const { from, to } = quiet
  const night = from <= to ? time >= from && time < to : time >= from || time < to
  return night || (quiet.restDays && !isWorkingDay(calendar, dateOf(now)))
}
