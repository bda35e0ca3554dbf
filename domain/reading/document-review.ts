import type { IsoDate } from '../calendar/date.ts'
import type { ReviewItem } from '../deadline/rule.ts'
import { placeOf } from '../plan/grid.ts'
import type { PlanReviewItem, StandingClause, Task } from '../plan/plan.ts'
import { saysDuty } from './duty.ts'
import { inTable } from './places.ts'
import { standingOf, type UnitRegister } from './registry.ts'
import { planReview } from './review.ts'
import { gapSays, gapsIn } from './sequence.ts'
import type { Structure } from './structure.ts'
import { type Unread, unreadReview } from './unread.ts'

interface Named {
  readonly register?: UnitRegister | null
  readonly issuedOn: IsoDate | null
  readonly places: readonly string[]
}

/** What the register says of the units named, each once, for the whole plan. */
export function registerReview(
  tasks: readonly Task[],
  { register, issuedOn, places }: Named,
): readonly PlanReviewItem[] {
  if (!register) return []
  const names = [...new Set(tasks.flatMap((t) => t.measures.flatMap((m) => m.units.map((u) => u.name))))]
  const unknown: string[] = []
  const items: ReviewItem[] = []
  for (const name of names) {
    const standing = standingOf(register, name, issuedOn, places)
    if (standing.kind === 'unknown') unknown.push(name)
    if (standing.kind === 'notYet') items.push(planReview('unit-not-yet', name, standing.on))
    if (standing.kind === 'ceased') {
      const now = standing.successor === null ? '' : `，职责由 ${standing.successor} 承接`
      items.push(planReview('unit-ceased', name, `在 ${standing.on} 之后已不用这个名称${now}，请核对`))
    }
  }
  if (unknown.length > 0) items.push(planReview('unit-provisional', unknown.join('、')))
  return items.map((item) => ({ ...item, measure: null, source: '单位' }))
}

/** What a person should know of the structure: what was not read, numbers, columns, choices. */
export function structureReview(
  structure: Structure,
  assumed: string | null,
  standing: readonly StandingClause[],
): readonly PlanReviewItem[] {
  const items = structure.unread.flatMap((unread) => unreadReview(unlessStanding(unread, standing)) ?? [])
  const { assumed: assumedAt } = structure.columns
  const named = assumedAt === undefined ? undefined : structure.header[assumedAt]
  if (named)
    items.push({
      ...planReview('measure-column-assumed', named.text),
      measure: null,
      source: `表头${placeOf(named)}`,
    })
  const gaps = gapsIn(structure.numbers)
  // One question for the document: a shortened list has many gaps, and the answer is the same for all.
  if (gaps.length > 0)
    items.push({
      ...planReview('numbers-missing', gaps.map(gapSays).join('；')),
      measure: null,
      source: gaps.map(({ after }) => after.place).join('、'),
    })
  for (const { row, text, why } of structure.left)
    items.push({
      ...planReview(
        why,
        text,
        '',
        why !== 'sum-row' && saysDuty(text, why === 'row-without-measure') ? 'confirm' : undefined,
      ),
      measure: null,
      source: `表格第${row}行`,
    })
  for (const { taken, leftOut, cell } of structure.choices)
    items.push({
      ...(taken.length > 0
        ? planReview('choice-taken', taken.join('、'), leftOut.join('、'))
        : planReview('choice-open', leftOut.join('、'))),
      measure: null,
      source: inTable(cell.row, cell),
    })
  if (assumed !== null)
    items.push({ ...planReview('task-numbers-assumed', assumed), measure: null, source: '序号栏' })
  return items
}

/** What binds every unit is used as such: a line that says no more is read. */
const unlessStanding = (unread: Unread, standing: readonly StandingClause[]): Unread => ({
  ...unread,
  lines: unread.lines.filter(({ text }) => {
    const rest = standing.reduce((left, said) => left.replace(said.text, ''), text)
    return rest === text || saysDuty(rest)
  }),
})
