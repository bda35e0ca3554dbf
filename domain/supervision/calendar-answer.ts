import { addDays, diffDays, type IsoDate } from '../calendar/date.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { addWorkingDays, rollForward, workingDaysBetween } from '../calendar/workdays.ts'
import type { Ladder } from '../plan/measure/planned.ts'
import type { SupervisionPolicy } from '../policy/policy.ts'
import { acknowledgeClock } from './acknowledge.ts'
import type { CalendarAnswer, CalendarQuestion } from './acts.ts'
import { ladderFor, reworkLadder } from './ladder.ts'
import { answerRenewal } from './renewal.ts'

/** A date that a person set while it ran: another calendar counts from that day again. */
const since = (from: IsoDate, ladder: Ladder): Ladder => ({ ...ladder, from })

/** Answers a question about dates with a calendar; pure, so the oracle asks it too. */
export function answerCalendar(
  calendar: WorkCalendar,
  policy: SupervisionPolicy,
  question: CalendarQuestion,
): CalendarAnswer {
  switch (question.ask) {
    case 'ladder':
      return { ask: 'ladder', ladder: since(question.openOn, ladderFor(calendar, policy, question)) }
    case 'rework':
      return { ask: 'rework', ...reworkLadder(calendar, policy, question) }
    case 'resume': {
      const { dueOn, suspendedOn, resumedOn, counts } = question
      const next =
        counts === 'workday'
          ? addWorkingDays(calendar, resumedOn, workingDaysBetween(calendar, suspendedOn, dueOn).count).date
          : rollForward(calendar, addDays(dueOn, diffDays(suspendedOn, resumedOn))).date
      return {
        ask: 'resume',
        dueOn: next,
        ladder: since(resumedOn, ladderFor(calendar, policy, { dueOn: next, openOn: resumedOn })),
      }
    }
    case 'acknowledge':
      return { ask: 'acknowledge', clock: acknowledgeClock(calendar, policy, question.from) }
    case 'lateness': {
      const { count } = workingDaysBetween(calendar, question.dueOn, question.doneOn)
      return { ask: 'lateness', workdays: count }
    }
    case 'renewal':
      return answerRenewal(calendar, policy, question)
    case 'several': {
      const each = Object.entries(question.questions).map(
        ([id, one]) => [id, answerCalendar(calendar, policy, one)] as const,
      )
      return { ask: 'several', answers: Object.fromEntries(each) }
    }
  }
}
