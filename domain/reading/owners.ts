import type { ReviewItem } from '../deadline/rule.ts'
import type { Cell } from '../plan/grid.ts'
import type { Person } from '../plan/people.ts'
import type { UnitRef, UnitRole } from '../plan/plan.ts'
import { planReview } from './review.ts'
import type { SourceRow } from './source-row.ts'
import { type ReadUnits, readUnits } from './units.ts'

const ROLES: readonly UnitRole[] = ['lead', 'responsible', 'supporting']
const ROLE_NAMES: Readonly<Record<UnitRole, string>> = {
  lead: '牵头单位',
  responsible: '责任单位',
  supporting: '配合单位',
}

/** Units by column as they stand in the task so far: what a blank cell below takes over. */
export type StandingUnits = Readonly<Partial<Record<UnitRole, ReadUnits>>>

export interface Owners {
  readonly standing: StandingUnits
  readonly units: readonly UnitRef[]
  /** Persons named among them. */
  readonly people: readonly Person[]
  /** Who answers, as one string: blank deadlines are inherited only where it is the same (rules §3, blank). */
  readonly key: string
  readonly review: readonly OwnerFinding[]
}

/** Something to look at, with the column and the cell that it speaks of. */
export interface OwnerFinding {
  readonly item: ReviewItem
  readonly column: string
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
  const review: OwnerFinding[] = []
  const add = (role: UnitRole, items: readonly ReviewItem[]) =>
    review.push(...items.map((item) => ({ item, column: ROLE_NAMES[role], cell: row.cells[role] })))
  for (const role of ROLES) {
    const cell = row.cells[role]
    if (cell !== undefined && cell.lines.length > 0) {
      const read = readUnits(cell.lines, {
        role,
        firstLeads: plan.firstLeads && role === owner,
        places: plan.places,
      })
      standing[role] = read
      if (cell.row === row.number) add(role, findings(read))
    } else if (goesOn && above[role]) standing[role] = above[role]
  }
  const units = ROLES.flatMap((role) => standing[role]?.units ?? [])
  const shared = ROLES.flatMap((role) => standing[role]?.shared ?? [])
  const fresh = !goesOn || Object.keys(above).length === 0
  if (units.length === 0) add(owner, [planReview('no-owner')])
  else if (fresh && !units.some((unit) => unit.role === 'lead')) add(owner, [withoutLead(units, shared)])
  const leads = units.filter((unit) => unit.role === 'lead')
  const key = (leads.length > 0 ? leads : units).map((unit) => unit.name).join('、')
  const people = ROLES.flatMap((role) => standing[role]?.people ?? [])
  return { standing, units, people, key, review }
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
  // A bare 等 mostly closes a list that is complete; 等部门 does not.
  ...read.unnamed.map((name) =>
    planReview('others-unnamed', name, '', name.endsWith('等') ? 'note' : 'confirm'),
  ),
  ...read.unknown.map(({ name, proven }) =>
    planReview('unit-unknown', name, '', proven ? 'note' : 'confirm'),
  ),
  ...read.restored.map(({ name, raw }) => planReview('level-restored', name, raw)),
]
