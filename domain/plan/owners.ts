import type { Cell } from './grid.ts'
import type { PlanReviewItem, UnitRef, UnitRole } from './plan.ts'
import { planReview } from './review.ts'
import type { SourceRow } from './structure.ts'
import { type ReadUnits, readUnits } from './units.ts'

const ROLES: readonly UnitRole[] = ['lead', 'responsible', 'supporting']
export const ROLE_NAMES: Readonly<Record<UnitRole, string>> = {
  lead: '牵头单位',
  responsible: '责任单位',
  supporting: '配合单位',
}

/** Units by column as they stand in the task so far: what a blank cell below takes over. */
export type StandingUnits = Readonly<Partial<Record<UnitRole, ReadUnits>>>

export interface Owners {
  readonly standing: StandingUnits
  readonly units: readonly UnitRef[]
  /** Who answers, as one string: blank deadlines are inherited only where it is the same (rules §3, blank). */
  readonly key: string
  readonly review: readonly Pick<PlanReviewItem, 'code' | 'severity' | 'message'>[]
  /** The column that the review items speak of. */
  readonly cell: Cell | undefined
}

/**
 * The units of one row. The owner's column (牵头, else 责任) decides: where it is blank the row belongs to the
 * units above in the task, each blank column with it; where it is filled, blank columns name nobody.
 */
export function ownersOf(
  row: SourceRow,
  above: StandingUnits,
  plan: { readonly firstLeads: boolean; readonly places: readonly string[] },
): Owners {
  const owner = row.cells.lead ? 'lead' : row.cells.responsible ? 'responsible' : 'supporting'
  const goesOn = (row.cells[owner]?.lines.length ?? 0) === 0
  const standing: Partial<Record<UnitRole, ReadUnits>> = {}
  const review: Owners['review'][number][] = []
  for (const role of ROLES) {
    const cell = row.cells[role]
    if (cell !== undefined && cell.lines.length > 0) {
      const read = readUnits(cell.lines, {
        role,
        firstLeads: plan.firstLeads && role === owner,
        places: plan.places,
      })
      standing[role] = read
      if (cell.row === row.number) review.push(...findings(read))
    } else if (goesOn && above[role]) standing[role] = above[role]
  }
  const units = ROLES.flatMap((role) => standing[role]?.units ?? [])
  const shared = ROLES.flatMap((role) => standing[role]?.shared ?? [])
  const fresh = !goesOn || Object.keys(above).length === 0
  if (units.length === 0) review.push(planReview('no-owner'))
  else if (fresh && !units.some((unit) => unit.role === 'lead')) review.push(withoutLead(units, shared))
  const key = (
    units.filter((u) => u.role === 'lead').length > 0 ? units.filter((u) => u.role === 'lead') : units
  )
    .map((unit) => unit.name)
    .join('、')
  return { standing, units, key, review, cell: row.cells[owner] }
}

/** One responsible unit alone is no doubt about who answers; among several somebody must coordinate. */
function withoutLead(units: readonly UnitRef[], shared: readonly string[]) {
  const responsible = units.filter((unit) => unit.role === 'responsible')
  if (shared.length > 1) return planReview('no-lead', shared.join('、'))
  const first = responsible[0] ?? units[0]
  return planReview('lead-assumed', first?.name ?? '', '', responsible.length === 1 ? 'note' : 'confirm')
}

const findings = (read: ReadUnits) => [
  ...read.brackets.map(({ name, changesOwner }) =>
    changesOwner
      ? planReview('bracket-doubtful', name)
      : planReview('bracket-doubtful', name, 'office', 'note'),
  ),
  ...read.generic.map((name) => planReview('generic-owner', name)),
  ...read.unknown.map((name) => planReview('unit-unknown', name)),
  ...read.restored.map(({ name, raw }) => planReview('level-restored', name, raw)),
]
