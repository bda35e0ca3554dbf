import type { UnitRef, UnitRole } from './plan.ts'

/** The end of a whole unit's name: a line break between two of these separates units, any other joins. */
const WHOLE =
  /(?:局|委|委员会|办|办公室|厅|院|政府|公司|中心|部|署|站|所|处|行|会|联|社|校|大学|学院|集团|管委会|科技馆|总队|支队|大队)(?:[(（].*[)）])?$/
/** 和 inside a name does not split: 发展和改革局, 经济和信息化局, 住房和城乡建设局, 人力资源和社会保障局. */
const AND_INSIDE = /(?:发展|经济|工业|住房|人力资源|卫生|规划|文化|商务|农业|教育|科学|国土)和/
const LEVEL = /^(?:省|市|区|县|州|盟|旗)/
const GENERIC = /^各(?:县|市|区|镇|街道|部门|单位|级|有关)|^(?:有关|相关)(?:部门|单位)|直属.*单位$/
const ROLE_WORDS: readonly (readonly [RegExp, UnitRole])[] = [
  [/牵头(?:负责|落实)?$|^牵头(?:单位)?:/, 'lead'],
  [/(?:配合|协办|参与|协助)$|^(?:配合|协办)(?:单位)?:/, 'supporting'],
  [/按职责分工负责$|分别负责$/, 'responsible'],
  [/负责$/, 'lead'],
]

const tidy = (text: string) => text.normalize('NFKC').replace(/\s/g, '')

/** Printed lines to names: joined unless both sides are whole names. */
function joinLines(lines: readonly string[]): string {
  return lines.reduce((text, line) => {
    if (text === '') return line
    const bracket = /^[(（]/.test(line.trim())
    return WHOLE.test(text.trim()) && WHOLE.test(line.trim()) && !bracket ? `${text}、${line}` : text + line
  }, '')
}

function splitNames(text: string): string[] {
  const names: string[] = []
  let depth = 0
  let current = ''
  for (const char of text) {
    if (char === '(') depth += 1
    if (char === ')') depth -= 1
    if (depth === 0 && /[、,，;；/]/.test(char)) {
      names.push(current)
      current = ''
    } else current += char
  }
  names.push(current)
  return names.flatMap((name) =>
    AND_INSIDE.test(name) ? [name] : name.split(/(?<=局|委|办|厅|院|公司|中心|部)(?:和|及|与)(?=[市省县区])/),
  )
}

export interface ReadUnits {
  readonly units: readonly UnitRef[]
  readonly doubtful: readonly string[]
  readonly generic: readonly string[]
}

/**
 * Units named in one cell, in order, with the role of the column or of their own words (X牵头, Y配合).
 * A level left out after the first is restored: 市发展和改革局、工业和信息化局 → 市工业和信息化局.
 */
export function readUnits(lines: readonly string[], columnRole: UnitRole): ReadUnits {
  const raw = lines.join('\n')
  const text = tidy(joinLines(lines))
  const units: UnitRef[] = []
  const doubtful: string[] = []
  const generic: string[] = []
  let level = ''
  for (const piece of text === '' ? [] : splitNames(text)) {
    const worded = ROLE_WORDS.find(([pattern]) => pattern.test(piece))
    let name = worded ? piece.replace(worded[0], '') : piece
    if (name === '') continue
    const own = LEVEL.exec(name)?.[0]
    if (own) level = own
    else if (level && WHOLE.test(name) && !GENERIC.test(name) && units.length > 0) name = level + name
    if (/\(.+\)/.test(name)) doubtful.push(name)
    if (GENERIC.test(name)) generic.push(name)
    units.push({ name, raw, role: worded?.[1] ?? columnRole })
  }
  return { units, doubtful, generic }
}
