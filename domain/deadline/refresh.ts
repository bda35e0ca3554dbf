import type { WorkCalendar } from '../calendar/table.ts'
import { occurrencesOf } from './dates.ts'
import type { Clause, DeadlineContext } from './rule.ts'

/**
 * The same clauses with their dates counted anew on another calendar. The rules are what was read; nothing is parsed
 * again, so a later version of the grammar changes no running plan.
 */
export const refreshClauses = (
  clauses: readonly Clause[],
  context: DeadlineContext,
  calendar: WorkCalendar,
): readonly Clause[] =>
  clauses.map((clause) => ({ ...clause, occurrences: occurrencesOf(clause.rule, context, calendar) }))
