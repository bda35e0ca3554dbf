/** A name as it is kept: NFKC, without white space. @example cleanUnit(' 市国资办（一科） ') // '市国资办(一科)' */
export const cleanUnit = (name: string): string =>
  name.normalize('NFKC').replace(/[\s\u200b-\u200f\ufeff]/g, '')

const bare = (name: string): string => cleanUnit(name).replace(/\(.*?\)/g, '')

/**
 * What a name is compared by, with or without the bracket that names its section or host: 市国资办(市经济和信息化局) = 市国资办.
 * A name that is nothing but a bracket is only itself, and the empty one is nobody: ''.
 */
export const unitKey = (name: string): string => bare(name) || cleanUnit(name)

/** Same unit. @example sameUnit('市国资办（市经济和信息化局）', '市国资办') // true */
export const sameUnit = (a: string, b: string): boolean => unitKey(a) !== '' && unitKey(a) === unitKey(b)

/** Whether a name is one of these. */
export const isOneOf = (name: string, units: readonly string[]): boolean =>
  units.some((unit) => sameUnit(unit, name))
