import type { WorkCalendar } from '../calendar/table.ts'
import { refreshClauses } from '../deadline/refresh.ts'
import { datesOf, type WorkPlan } from '../plan/plan.ts'

/** The plan with its dates on this calendar: one installed since the document was read counts from the start. */
export function refreshPlan(plan: WorkPlan, calendar: WorkCalendar): WorkPlan {
  if (plan.calendar === calendar.version) return plan
  return {
    ...plan,
    calendar: calendar.version,
    tasks: plan.tasks.map((task) => ({
      ...task,
      measures: task.measures.map((measure) => ({
        ...measure,
        deadline: {
          ...measure.deadline,
          clauses: refreshClauses(
            measure.deadline.clauses,
            { ...datesOf(plan, measure), measure: measure.text },
            calendar,
          ),
        },
      })),
    })),
  }
}
