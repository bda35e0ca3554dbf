import type { IsoDate } from '../calendar/date.ts'
import { readDate } from '../calendar/written.ts'
import type { PlanReviewItem, WorkPlan } from '../plan/plan.ts'
import type { ReviewAnswer } from './answers.ts'
import { questionsOf } from './questions.ts'

const CODE = 'issue-date-unknown'

/** A missing 印发日期 is one question of the document; what hangs on it in each measure is told, and asked no more. */
export const askedOnce = (review: readonly PlanReviewItem[]): readonly PlanReviewItem[] =>
  review.some((item) => item.code === CODE && item.measure === null)
    ? review.map((item) =>
        item.code === CODE && item.measure !== null ? { ...item, severity: 'note' as const } : item,
      )
    : review

/** 印发日期 as a person answered it, for a document that has none; null: nobody did. */
export function issuedOnAnswered(
  plan: WorkPlan,
  answers: readonly ReviewAnswer[],
): { readonly issuedOn: IsoDate; readonly settled: PlanReviewItem } | null {
  if (plan.issuedOn !== null) return null
  const question = questionsOf(plan).find(({ item }) => item.code === CODE && item.measure === null)
  const answer = answers.find(({ id, choice }) => id === question?.id && choice === 'issued-on')
  const issuedOn = readDate(answer?.value ?? '')
  if (question === undefined || answer === undefined || issuedOn === null) return null
  const message = `文件中没有成文或印发日期（${answer.by} ${answer.at.slice(0, 10)} 答复：${issuedOn} 印发）`
  return { issuedOn, settled: { ...question.item, severity: 'note', message } }
}
