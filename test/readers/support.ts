import type { InspectOptions } from '../../documents/inspect.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import { measuresOf, type WorkPlan } from '../../domain/plan/plan.ts'
import { inspect } from '../plan/support.ts'

export function planOf(content: Uint8Array | string, options: InspectOptions = {}): WorkPlan {
  const read = inspect(content, options)
  if (!read.ok) throw new Error(`${read.error.code} ${read.error.message}`)
  // No document loses a cell or a paragraph, whatever it is.
  if (read.value.cells.read !== read.value.cells.used + read.value.cells.ignored)
    throw new Error('cells lost')
  return read.value
}

export function refusalOf(content: Uint8Array | string): Refusal {
  const read = inspect(content)
  if (read.ok) throw new Error('read')
  return read.error
}

/** One line a measure: number, text, units with their roles, deadline as read, last due date. */
export const rowsOf = (plan: WorkPlan): readonly string[] =>
  measuresOf(plan).map(({ measure }) => {
    const units = measure.units.map(({ name, role }) => `${role[0]}:${name}`).join(' ')
    const { text, inherited, clauses } = measure.deadline
    const dates = clauses.flatMap((clause) => clause.occurrences.map((o) => o.dueOn))
    return `${measure.no} ${measure.text} | ${units} | ${text}${inherited ? '↑' : ''} | ${dates.at(-1) ?? '-'}`
  })

export const codesOf = (plan: WorkPlan): readonly string[] =>
  [...new Set(plan.review.map((item) => item.code))].sort()
