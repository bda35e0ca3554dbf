import type { Measure } from '../../plan/plan.ts'
import type { Placed } from './match.ts'
import { sameWording } from './similarity.ts'

export type ChangeKind = 'text' | 'deadline' | 'units' | 'task' | 'number' | 'columns'

const NAMES: Readonly<Record<ChangeKind, string>> = {
  text: '内容',
  deadline: '时限',
  units: '单位',
  task: '任务',
  number: '编号',
  columns: '分管领导等栏',
}
export const changeKindName = (kind: ChangeKind): string => NAMES[kind]

const unitsOf = (measure: Measure): string =>
  measure.units.map((unit) => `${unit.role}:${unit.name}`).join(' ')
/** A person may have said of the same words that they happen once, or again and again. */
const streamsOf = (measure: Measure): string =>
  measure.deadline.clauses.map(({ trigger }) => `${trigger?.text}:${trigger?.stream}`).join(' ')
/** The number that the running text prints. */
export const shown = (measure: Measure): string => measure.shownNo ?? measure.no

/** In what a row of the revised text differs from the running one; nothing: an empty list. `columns`: what else is compared. */
export function kindsOf(
  was: Placed,
  now: Placed,
  columns: (measure: Measure) => string = () => '',
): readonly ChangeKind[] {
  const kinds: ChangeKind[] = []
  if (!sameWording(was.measure.text, now.measure.text)) kinds.push('text')
  if (
    was.measure.deadline.text !== now.measure.deadline.text ||
    streamsOf(was.measure) !== streamsOf(now.measure)
  )
    kinds.push('deadline')
  if (unitsOf(was.measure) !== unitsOf(now.measure)) kinds.push('units')
  if (!sameWording(was.task.title, now.task.title)) kinds.push('task')
  if (shown(was.measure) !== now.measure.no) kinds.push('number')
  if (columns(was.measure) !== columns(now.measure)) kinds.push('columns')
  return kinds
}
