import type { PlanTime } from '../../calendar/time.ts'
import type { Obligation } from '../../plan/measure/obligation.ts'
import type { PlannedObligation } from '../../plan/measure/planned.ts'
import type { CalendarAnswer } from '../calendar-question.ts'

/** What the calendar said, by obligation. */
export type Answers = Readonly<Record<string, CalendarAnswer>>

/** With which a delivery is decided. */
export interface Known {
  readonly answers: Answers
  readonly now: PlanTime
  /** Whether the measure has had an event. */
  readonly hasHad: (eventId: string) => boolean
}

/** An obligation's ladder after the delivery: as the calendar answered, else as the delivery brought it. */
export function ladderOf(o: Obligation, planned: PlannedObligation | undefined, answers: Answers) {
  const answer = answers[o.id]
  if (answer?.ask === 'ladder' || answer?.ask === 'rework') return answer.ladder
  return planned?.ladder ?? null
}
