import type { WorkCalendar } from '../calendar/table.ts'
import { workingDaysBetween } from '../calendar/workdays.ts'
import type { CalendarAnswer, CalendarQuestion } from './acts.ts'
import { ladderFor, reworkLadder } from './ladder.ts'
import type { SupervisionPolicy } from './policy.ts'

/** Answers a question about dates with a calendar; pure, so the oracle asks it too. */
export function answerCalendar(
  calendar: WorkCalendar,
  policy: SupervisionPolicy,
  question: CalendarQuestion,
): CalendarAnswer {
  switch (question.ask) {
    case 'ladder':
      return { ask: 'ladder', ladder: ladderFor(calendar, policy, question) }
    case 'rework':
      return { ask: 'rework', ...reworkLadder(calendar, policy, question) }
    case 'lateness': {
      const { count } = workingDaysBetween(calendar, question.dueOn, question.doneOn)
      return { ask: 'lateness', workdays: count }
    }
  }
}
