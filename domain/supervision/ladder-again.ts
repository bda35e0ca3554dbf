import { type IsoDate, maxDate } from '../calendar/date.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { at } from '../calendar/time.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { Ladder } from '../plan/measure/planned.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import type { CalendarQuestion } from './calendar-question.ts'
import { ladderFor } from './ladder.ts'
import { levelsRaised, reworkOn } from './obligation.ts'

// While something lies with somebody else (a request for extension, a signature) the ladder of an obligation stands
// still. When it goes on, days of it may have gone by; they would all go out in the same minute.

/** What of the ladder has not gone out yet. */
const ahead = (o: Obligation, ladder: Ladder): readonly { readonly on: IsoDate }[] => {
  const raised = levelsRaised(o)
  return [
    ...ladder.reminders.slice(o.remindersSent),
    ...ladder.slips.filter((slip) => !raised.includes(slip.level)),
  ]
}

/** Nobody answered until the end of `wake.by`: reminders and slips from the next working day on. */
export function ladderAfterLapse(
  state: MeasureState,
  o: Obligation,
  wake: { readonly at: string; readonly by: IsoDate },
  calendar: WorkCalendar,
): { readonly ladder?: Ladder } {
  const { dueOn, ladder } = o
  if (dueOn === null || ladder === null) return {}
  const { noticeAt } = state.setup.policy
  if (ahead(o, ladder).every(({ on }) => at(on, noticeAt) >= wake.at)) return {}
  const openOn = maxDate(wake.by, reworkOn(o) ?? wake.by)
  return {
    ladder: { ...ladderFor(calendar, state.setup.policy, { dueOn, openOn }, levelsRaised(o)), from: openOn },
  }
}

/** Answered today with a no: the ladder anew from today, where days of it have gone by. A rework date stays. */
export function ladderAnew(
  state: MeasureState,
  o: Obligation,
  now: { readonly at: string; readonly today: IsoDate },
): Extract<CalendarQuestion, { ask: 'ladder' }> | null {
  if (o.dueOn === null || o.ladder === null) return null
  if (ahead(o, o.ladder).every(({ on }) => at(on, state.setup.policy.noticeAt) > now.at)) return null
  return { ask: 'ladder', dueOn: o.dueOn, openOn: maxDate(now.today, reworkOn(o) ?? now.today) }
}
