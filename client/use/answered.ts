import type { IsoDate } from '../../domain/calendar/date.ts'
import type { WorkCalendar } from '../../domain/calendar/table.ts'
import type { WorkPlan } from '../../domain/plan/plan.ts'
import { applyAnswers, type ReviewAnswer } from '../../domain/reading/answers.ts'
import { issuedOnAnswered } from '../../domain/reading/issue-date.ts'

export interface AnsweredPlan {
  readonly plan: WorkPlan
  /** As it was read, its questions open. */
  readonly read: WorkPlan
  readonly answered: number
}

/**
 * A document read with the answers that were given to it: an 印发日期 that was answered is read in, and the rest is applied.
 * @param read reads it, with another 印发日期 where one is given
 */
export async function answeredPlan(
  read: (issuedOn: IsoDate | null) => WorkPlan,
  answersOf: (read: WorkPlan) => Promise<readonly ReviewAnswer[]>,
  calendar: WorkCalendar,
): Promise<AnsweredPlan> {
  const first = read(null)
  const answers = await answersOf(first)
  const dated = issuedOnAnswered(first, answers)
  const again = dated === null ? first : read(dated.issuedOn)
  const whole = dated === null ? first : { ...again, review: [dated.settled, ...again.review] }
  return { plan: applyAnswers(whole, answers, calendar), read: whole, answered: answers.length }
}
