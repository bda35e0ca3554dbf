import type { WorkCalendar } from '../calendar/table.ts'
import { compileProse } from '../deadline/compile.ts'
import type { DeadlineContext } from '../deadline/rule.ts'
import type { StandingClause } from '../plan/plan.ts'

const REPORTS = /报送|上报|反馈|报告|书面报|报至|报市|报县|报区|报我/
const WHO = /各|牵头单位|责任单位|单位要|部门要|请/

/**
 * Clauses of the covering notice that bind every lead unit: a sentence that asks the units to report, with a date.
 * @example standingIn(['请各牵头单位于每季度首月20日前将进展情况报送市府办公室。'], context, calendar)
 */
export const standingIn = (
  lines: readonly string[],
  context: DeadlineContext,
  calendar: WorkCalendar,
): readonly StandingClause[] =>
  lines
    .flatMap((line) => line.split(/(?<=[。；;！])/))
    .map((sentence) => sentence.trim())
    .filter((sentence) => REPORTS.test(sentence) && WHO.test(sentence))
    .flatMap((text) => {
      const { clauses } = compileProse(text, context, calendar)
      const dated = clauses.filter((c) => c.kind === 'recurring' || c.kind === 'fixed' || c.kind === 'window')
      return dated.length > 0 ? [{ text, clauses: dated }] : []
    })
