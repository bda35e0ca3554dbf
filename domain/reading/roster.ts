import type { UnitRef } from '../plan/plan.ts'

/** 名册: whom a person has named for owners that a plan names only by kind (各县区, 市直各单位). */
export interface Roster {
  readonly title: string
  /** Who chose it. */
  readonly by: string
  /** Of the file, so that the record tells which one was used. */
  readonly sha256: string
  readonly groups: readonly { readonly name: string; readonly units: readonly string[] }[]
}

const key = (name: string): string => name.normalize('NFKC').replace(/[\s()、,]/g, '')

/**
 * Owners with the generic ones replaced by the roster's units, each in the role and with the print of the one it
 * stands for. A name that stands in the plan already is not repeated.
 */
export function expandOwners(
  units: readonly UnitRef[],
  roster: Roster | null,
): { readonly units: readonly UnitRef[]; readonly expanded: readonly string[] } {
  if (roster === null) return { units, expanded: [] }
  const expanded: string[] = []
  const all = units.flatMap((unit): readonly UnitRef[] => {
    const group = roster.groups.find(({ name }) => key(name) === key(unit.name))
    if (group === undefined) return [unit]
    expanded.push(unit.name)
    return group.units.map((name) => ({ name, raw: unit.raw, role: unit.role }))
  })
  const seen = new Set<string>()
  return {
    units: all.filter((unit) => {
      const one = `${unit.role} ${unit.name}`
      if (seen.has(one)) return false
      seen.add(one)
      return true
    }),
    expanded,
  }
}
