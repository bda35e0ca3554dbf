import { waitsForEvent } from '../../domain/plan/conditions.ts'
import { leadUnitOf, type Measure, measuresOf, type WorkPlan } from '../../domain/plan/plan.ts'

const leadNames = (measure: Measure): string => {
  const leads = measure.units.filter((unit) => unit.role === 'lead').map((unit) => unit.name)
  return leads.join('、') || leadUnitOf(measure) || '（未写）'
}

function datesOf({ deadline }: Measure): string {
  const dates = deadline.clauses.flatMap((c) => c.occurrences.map((o) => o.dueOn ?? '待定'))
  const waits = deadline.clauses.flatMap((c) =>
    c.trigger && waitsForEvent(c) ? [`等待：${c.trigger.text}`] : [],
  )
  const shown =
    dates.length > 3 ? [`${dates.slice(0, 2).join(' ')} … ${dates.at(-1)}（${dates.length} 次）`] : dates
  return [...shown, ...waits].join(' ')
}

/** What was read of a document, a row a measure, before anything of it runs. */
export const measuresRead = (plan: WorkPlan) =>
  measuresOf(plan).map(({ task, measure }) => ({
    no: measure.no,
    task: task.title,
    text: measure.text,
    leads: leadNames(measure),
    deadline: `${measure.deadline.text}${measure.deadline.inherited ? '（沿用上格）' : ''}`,
    dates: datesOf(measure),
  }))
