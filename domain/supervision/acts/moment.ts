import type { PlanTime } from '../../calendar/time.ts'
import type { CalendarAnswer } from '../calendar-question.ts'

/** Plan time of an input, and what the calendar answered to its question. */
export interface Moment {
  readonly at: PlanTime
  readonly answer: CalendarAnswer | null
  /** By the rules of release 0.2.0: its histories replay as they ran. */
  readonly earlier?: true
  /** The plan is a rehearsal. Absent: it goes by the real clock. */
  readonly rehearsal?: boolean
}
