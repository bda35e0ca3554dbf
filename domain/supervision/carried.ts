import { type IsoDate, maxDate } from '../calendar/date.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { Ladder } from '../plan/measure/planned.ts'
import type { CarriedWork } from '../plan/measure/state.ts'
import type { SupervisionPolicy } from '../policy/policy.ts'
import { ladderFor } from './ladder.ts'
import { dueByPerson, levelsRaised } from './obligation.ts'

/** `1.1/2026-03` → `J1/2026-03`: the same item under the number of its measure in the next plan. */
const renamed = (id: string, no: string): string => `${no}${id.slice(id.indexOf('/'))}`

/**
 * One obligation as it goes on: its date stays, unless the office gave another when it closed the plan. Then the ladder
 * is laid for that when the next plan starts.
 */
export function carriedOn(o: Obligation, no: string, dueOn: IsoDate | null): Obligation {
  const { id, renews } = o
  const same = { ...o, id: renamed(id, no), ...(renews ? { renews: renamed(renews, no) } : {}) }
  if (dueOn === o.dueOn) return same
  return {
    ...same,
    ...dueByPerson(o, dueOn),
    originalDueOn: o.originalDueOn ?? dueOn,
    provisional: false,
    ladder: null,
    remindersSent: 0,
    overdueSince: null,
  }
}

/** Reminders and slips from the day on: what would have gone out between two plans goes out to nobody. */
function ladderFrom(
  o: Obligation,
  startOn: IsoDate,
  calendar: WorkCalendar,
  policy: SupervisionPolicy,
): Ladder | null {
  const { dueOn, ladder } = o
  if (dueOn === null) return null
  const raised = levelsRaised(o)
  const anew = () => ladderFor(calendar, policy, { dueOn, openOn: startOn }, raised)
  if (ladder === null) return anew()
  const reminders = ladder.reminders.slice(o.remindersSent).filter((reminder) => reminder.on > startOn)
  const gone = ladder.slips.some(({ level, on }) => on <= startOn && !raised.includes(level))
  return gone ? { ...anew(), reminders, from: startOn } : { ...ladder, reminders }
}

/** The work on the day on which its measure starts in the next plan: lateness, slips and ladder go on. */
export const carriedAt = (
  { obligations, ...rest }: CarriedWork,
  startOn: IsoDate,
  calendar: WorkCalendar,
  policy: SupervisionPolicy,
): CarriedWork => ({
  ...rest,
  obligations: obligations.map((o) => ({
    ...o,
    ...(o.state === 'scheduled' ? { opensOn: maxDate(o.opensOn, startOn) } : {}),
    ladder: ladderFrom(o, startOn, calendar, policy),
    remindersSent: 0,
  })),
})
