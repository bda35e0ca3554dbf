import type { WorkCalendar } from '../../domain/calendar/table.ts'
import { dateOf } from '../../domain/calendar/time.ts'
import { shownNumberOf } from '../../domain/plan/numbers.ts'
import type { WorkPlan } from '../../domain/plan/plan.ts'
import type { Amendment } from '../../domain/reading/amendment/amend.ts'
import { type Answers, type Doubt, matchMeasures } from '../../domain/reading/amendment/match.ts'
import type { AcceptedReading } from '../../domain/reading/questions.ts'
import { type OpenQuestion, questionsOf } from '../../domain/reading/questions.ts'
import { withoutCarried } from '../../domain/reckoning/carry.ts'
import { acceptedReadings } from '../../records/answers.ts'
import { document } from '../../records/read.ts'
import type { Office } from '../office.ts'
import { numbersOf } from '../use/amend-plan.ts'
import { previewAmendment } from '../use/preview-changes.ts'

/** Old → new of what runs, worked out from the records; nothing is sent. */
export async function amendedDates(
  duban: Office,
  planId: string,
  { plan }: Amendment,
  calendar: WorkCalendar,
) {
  const today = dateOf(duban.now(await duban.plan(planId)))
  const numbers = numbersOf(plan)
  const found = await previewAmendment(duban.db, planId, plan, calendar, today)
  return found.map((one) => ({ ...one, shown: shownNumberOf({ numbers }, one.no) }))
}

/**
 * What is asked of new or changed measures and of the document as a whole holds the amendment back as it holds a
 * start; what was taken as proposed before is not asked again.
 */
export async function openInAmendment(
  duban: Office,
  planId: string,
  amendment: Amendment,
): Promise<readonly OpenQuestion[]> {
  const concerned = new Set([...amendment.added, ...amendment.changed].map(({ no }) => no))
  const before = new Set((await acceptedReadings(duban.db, planId)).map((one) => one.id))
  return questionsOf(amendment.plan).filter(
    (q) => (q.item.measure === null || concerned.has(q.item.measure)) && !before.has(q.id),
  )
}

/** Matches that nobody named, kept like a reading taken as proposed. */
export const likeliestTaken = ({ likeliest }: Amendment): readonly AcceptedReading[] =>
  Object.entries(likeliest).map(([measure, old]) => ({
    id: null,
    measure,
    code: 'match-likeliest',
    message: old === null ? `新 ${measure} 按新增处理` : `新 ${measure} 按最像的对应原 ${old}`,
  }))

/** Measures of a revised document of which a person has to say which they are, with the likeliest first. */
export async function doubtfulMatches(
  duban: Office,
  planId: string,
  revised: WorkPlan,
  answers: Answers,
): Promise<readonly Doubt[]> {
  const state = await duban.plan(planId)
  const was = state.document === null ? null : await document(duban.db, state.document)
  return was === null ? [] : matchMeasures(withoutCarried(was), revised, answers).doubts
}
