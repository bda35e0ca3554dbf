import type { IsoDate } from '../calendar/date.ts'

/** One unit of a register, without its level: 自然资源局 is the 市's and the 县's alike. */
export interface RegisteredUnit {
  readonly name: string
  readonly aliases: readonly string[]
  /** First and last day on which it bore the name; null: not bounded by the register. */
  readonly from: IsoDate | null
  readonly until: IsoDate | null
  /** Who took its work over. */
  readonly successor: string | null
}

/** 单位名录 of a jurisdiction; data, handed in by whoever reads a document. */
export interface UnitRegister {
  readonly jurisdiction: string
  readonly units: readonly RegisteredUnit[]
}

export type Standing =
  | { readonly kind: 'known'; readonly canonical: string }
  | {
      readonly kind: 'ceased'
      readonly canonical: string
      readonly on: IsoDate
      readonly successor: string | null
    }
  | { readonly kind: 'notYet'; readonly canonical: string; readonly on: IsoDate }
  | { readonly kind: 'unknown' }

const LEVEL = /^(?:省|自治区|市(?!场|容|政)|区(?!域)|县|州|镇)/

/** The name without brackets, place and level: 云州市自然资源局(用地科) → 自然资源局. */
function bareOf(name: string, places: readonly string[]): string {
  const bare = name
    .normalize('NFKC')
    .replace(/\(.*?\)/g, '')
    .replace(/\s/g, '')
  const place = places.find((p) => bare.startsWith(p))
  return (place === undefined ? bare : bare.slice(place.length)).replace(LEVEL, '')
}

/**
 * What the register knows of a name on a day. By name and alias only: two names are never taken for one because they
 * look alike. A successor bears its predecessor's level.
 *
 * @example standingOf(register, '市国土资源局', '2020-03-01', [])
 *   // { kind: 'ceased', canonical: '市国土资源局', on: '2019-03-31', successor: '市自然资源局' }
 */
export function standingOf(
  register: UnitRegister,
  name: string,
  on: IsoDate | null,
  places: readonly string[],
): Standing {
  const bare = bareOf(name, places)
  const unit = register.units.find((u) => u.name === bare || u.aliases.includes(bare))
  if (unit === undefined) return { kind: 'unknown' }
  const outer = name
    .normalize('NFKC')
    .replace(/\(.*?\)/g, '')
    .replace(/\s/g, '')
  const level = outer.endsWith(bare) ? outer.slice(0, outer.length - bare.length) : ''
  const canonical = level + unit.name
  if (on !== null && unit.until !== null && on > unit.until)
    return { kind: 'ceased', canonical, on: unit.until, successor: unit.successor && level + unit.successor }
  if (on !== null && unit.from !== null && on < unit.from) return { kind: 'notYet', canonical, on: unit.from }
  return { kind: 'known', canonical }
}
