import type { PlanByNo } from '../../plan/by-no.ts'
import { comparable } from '../../plan/columns.ts'
import { datesOf, type Measure, type WorkPlan } from '../../plan/plan.ts'

/** All of a row that a running measure goes by. Its printed number, label and remark are not of it. */
const goesBy = (plan: WorkPlan, title: string, measure: Measure, columns: string): string => {
  const { text, units, deadline } = measure
  const { text: words, clauses } = deadline
  return JSON.stringify([title, text, units, words, clauses, datesOf(plan, measure), columns])
}

/**
 * Whether an amendment names a measure: its row is another than before, new, or left out. Only these are told of it; an
 * amendment changes nothing of a row that it does not name, whatever calendar or release it is read with.
 */
export function namedBy(was: PlanByNo, now: PlanByNo): (no: string) => boolean {
  const columns = comparable(was.plan, now.plan)
  const row = ({ plan, measure: find }: PlanByNo, no: string): string | null => {
    const found = find(no)
    return found && goesBy(plan, found.task.title, found.measure, columns(found.measure))
  }
  return (no) => row(was, no) !== row(now, no)
}
