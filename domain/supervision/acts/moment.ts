import type { PlanTime } from '../../calendar/time.ts'
import type { CalendarAnswer } from '../calendar-question.ts'

/** Plan time of an input, and what the calendar answered to its question. */
export interface Moment {
  readonly at: PlanTime
  readonly answer: CalendarAnswer | null
}
