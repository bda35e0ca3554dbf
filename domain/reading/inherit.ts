import type { WorkCalendar } from '../calendar/table.ts'
import { compileDeadline, compileProse } from '../deadline/compile.ts'
import { conditionKey } from '../deadline/condition.ts'
import type { Clause, DeadlineContext, ReviewItem } from '../deadline/rule.ts'
import type { Cell } from '../plan/grid.ts'
import type { MeasureDeadline } from '../plan/plan.ts'
import { planReview } from './review.ts'

/** The deadline of the row above, as far as a blank cell may take it over. */
export interface Above {
  readonly text: string
  readonly ownerKey: string
  /** A default over several items (the bracket of their parent): a date in the item's own words goes before it. */
  readonly isDefault?: boolean
}

export interface ReadDeadline {
  readonly deadline: MeasureDeadline
  readonly review: readonly ReviewItem[]
  /** Where the deadline was read, as the review names it. */
  readonly where: '完成时限' | '措施正文'
}

/** Width and white space apart, a cell of dashes or 无 says nothing. */
const isBlank = (text: string): boolean => text.normalize('NFKC').replace(/\s/g, '') === ''

/**
 * The deadline of a row: its cell; a blank one takes the cell above inside the same task and the same owner, marked
 * so; else what the measure's own words say; else the plan's default, marked by the compiler (rules §3, blank).
 * A line break inside a cell joins: after ；and 。 the mark itself divides the clauses.
 */
export function readDeadline(
  measure: string,
  cell: Cell | undefined,
  above: Above | null,
  ownerKey: string,
  context: Pick<DeadlineContext, 'planYear' | 'issuedOn'>,
  calendar: WorkCalendar,
): ReadDeadline {
  const full: DeadlineContext = { ...context, measure }
  const own = cell?.text ?? ''
  const prose = compileProse(measure, full, calendar)
  const taken = above !== null && !(above.isDefault && prose.clauses.length > 0)
  const inherited = isBlank(own) && taken && above.ownerKey === ownerKey && !isBlank(above.text)
  if (isBlank(own) && !inherited && prose.clauses.length > 0) {
    const text = prose.clauses.map((clause) => clause.text).join('；')
    const review = prose.review.filter((item) => item.code !== 'unparsed')
    return {
      deadline: { text, inherited: false, clauses: prose.clauses, unparsed: [] },
      review: [planReview('deadline-from-text', text), ...review],
      where: '措施正文',
    }
  }
  const text = inherited ? above.text : isBlank(own) ? '' : own
  const { clauses, review, unparsed } = compileDeadline(text, full, calendar)
  const items = [...review]
  if (inherited && clauses.some((clause) => clause.trigger !== null))
    items.push(planReview('inherited-conditional', text))
  const other = prose.clauses.filter((clause) => !clauses.some((known) => agree(known, clause)))
  const dated = other.filter(isDated)
  const rest = other.filter((clause) => !isDated(clause))
  const said = (list: readonly Clause[]) => list.map((clause) => clause.text).join('；')
  if (dated.length > 0) items.push(planReview('text-date-differs', said(dated), text))
  if (rest.length > 0) items.push(planReview('deadline-in-text', said(rest), text))
  return { deadline: { text, inherited, clauses, unparsed }, review: items, where: '完成时限' }
}

const isDated = ({ kind }: Clause): boolean => kind === 'fixed' || kind === 'window'

/** The same dates, or the same event with the same limit. */
function agree(a: Clause, b: Clause): boolean {
  if (a.trigger && b.trigger)
    return (
      conditionKey(a.trigger.text) === conditionKey(b.trigger.text) && a.within?.count === b.within?.count
    )
  const dates = (clause: Clause) => clause.occurrences.map((o) => o.dueOn)
  const known = dates(a)
  return (
    a.trigger === null &&
    b.trigger === null &&
    dates(b).every((date) => date !== null && known.includes(date))
  )
}
