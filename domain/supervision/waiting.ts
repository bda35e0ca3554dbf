import type { IsoDate } from '../calendar/date.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { addWorkingDays } from '../calendar/workdays.ts'
import type { Wait } from '../plan/measure/state.ts'
import type { SupervisionPolicy } from '../policy/policy.ts'

/**
 * For each day on which a unit is asked whether its condition has come, the working day on which its silence is
 * escalated: the first one after the time to answer. Undefined when the policy does not watch answers.
 */
export const lapsesOf = (
  calendar: WorkCalendar,
  policy: SupervisionPolicy,
  asks: readonly IsoDate[],
): readonly IsoDate[] | undefined => {
  const { waits } = policy
  return waits && asks.map((ask) => addWorkingDays(calendar, ask, waits.answerDays + 1).date)
}

/** The day on which the latest question counts as ignored; null when it was answered, or nothing was asked. */
export function silenceOn(wait: Wait): IsoDate | null {
  if (wait.asked === 0 || (wait.lapsed ?? 0) >= wait.asked) return null
  const answered = wait.answers.some((answer) => wait.askedOn !== null && answer.on >= wait.askedOn)
  return answered ? null : (wait.lapses?.[wait.asked - 1] ?? null)
}
