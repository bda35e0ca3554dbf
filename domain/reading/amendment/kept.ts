import {
  datesOf,
  type Measure,
  type MeasureDeadline,
  type PlanReviewItem,
  type WorkPlan,
} from '../../plan/plan.ts'
import type { ChangeKind } from './kinds.ts'
import type { Placed } from './match.ts'

/** A row of both texts, and in what they differ. */
export interface Revised {
  readonly was: Placed
  readonly now: Placed
  readonly kinds: readonly ChangeKind[]
}

/** It says what it said: at most another number, or a task that is called otherwise. */
const saysTheSame = (kinds: readonly ChangeKind[]): boolean =>
  kinds.every((kind) => kind === 'number' || kind === 'task')

/** The wording of a deadline with the document that it stands in, where the plan's is another from now on. */
function worded(
  deadline: MeasureDeadline,
  was: WorkPlan,
  revised: WorkPlan,
  measure: Measure,
): MeasureDeadline {
  const { wordedIn: _, ...rest } = deadline
  const dates = datesOf(was, measure)
  const same = dates.issuedOn === revised.issuedOn && dates.planYear === revised.year
  return same ? rest : { ...rest, wordedIn: dates }
}

/**
 * A row as the amended plan has it. What an amendment does not change stays as it was read for the running plan, answers
 * and all: its dates go on counting from the first document, whose 印发之日 it names.
 *
 * @example 印发之日起20个工作日内, issued 2026-03-02, a revision of 04-18 that leaves the row alone → still 2026-03-30
 */
export function keptOf({ was, now, kinds }: Revised, plan: WorkPlan, revised: WorkPlan): Measure {
  const { label, remark, people, columns } = now.measure
  const beside = { ...(remark === undefined ? {} : { remark }), ...(people ? { people } : {}) }
  const printed = { label, ...beside, ...(columns ? { columns } : {}) }
  if (saysTheSame(kinds)) {
    const { remark: _, shownNo: __, people: ___, columns: ____, ...before } = was.measure
    return { ...before, ...printed, deadline: worded(before.deadline, plan, revised, was.measure) }
  }
  if (kinds.includes('deadline')) return now.measure
  // Another text may say what the same deadline covers (上个月): the rule as read now, counted from the first document.
  const deadline = kinds.includes('text') ? now.measure.deadline : was.measure.deadline
  return { ...now.measure, deadline: worded(deadline, plan, revised, was.measure) }
}

/** The review of an amended plan: what a row that says the same raised was settled when it started. */
export function reviewOf(
  rows: readonly Revised[],
  was: WorkPlan,
  revised: WorkPlan,
  numbers: ReadonlyMap<string, string>,
): readonly PlanReviewItem[] {
  const same = rows.filter(({ kinds }) => saysTheSame(kinds))
  const printed = new Set(same.map(({ now }) => now.measure.no))
  const running = new Set(same.map(({ was: old }) => old.measure.no))
  const runsAs = (no: string | null) => (no === null ? null : (numbers.get(no) ?? no))
  return [
    ...revised.review
      .filter(({ measure }) => measure === null || !printed.has(measure))
      .map((item) => ({ ...item, measure: runsAs(item.measure) })),
    ...was.review.filter(({ measure }) => measure !== null && running.has(measure)),
  ]
}
