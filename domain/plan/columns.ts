import type { Person } from './people.ts'

interface CarriedColumn {
  /** 中文名, as lists, papers and options call it. */
  readonly name: string
  /** What stands in it, for the sheet 说明 and the help of the command line. */
  readonly means: string
  /** Of its column in the 台账, in characters. */
  readonly width: number
  /** `people`: those whose printed role fits. A list can be asked for them. `text`: a column of the table so headed. */
  readonly holds: 'people' | 'text'
  readonly heads: RegExp
}

/**
 * What a document says of a measure beside its work, units and deadline, and what goes along with the measure as it is
 * printed. A line here is enough: readers, the measure, search, filters, lists, papers and exports follow from it.
 * Telephone numbers and 联系人 do not go along: they are no part of the work (docs/security.md).
 */
const COLUMNS = {
  leader: {
    name: '分管领导',
    means: '方案里写的分管、责任、牵头领导，按原文',
    width: 14,
    holds: 'people',
    heads: /领导/,
  },
  goal: {
    name: '工作目标',
    means: '方案里写的工作、整改、年度目标，按原文',
    width: 26,
    holds: 'text',
    heads: /^(?:工作|整改|年度|预期|总体|具体|阶段|绩效|完成)目标(?:要求)?$|^目标要求$/,
  },
} as const satisfies Readonly<Record<string, CarriedColumn>>

export type CarriedKey = keyof typeof COLUMNS
/** By key, as printed; people of one column joined by 、. What the document does not say is absent. */
export type Carried = Readonly<Partial<Record<CarriedKey, string>>>

/** The table, in the order in which lists show it. */
export const CARRIED: readonly (CarriedColumn & { readonly key: CarriedKey })[] = (
  Object.keys(COLUMNS) as CarriedKey[]
).map((key) => ({ key, ...(COLUMNS[key] as CarriedColumn) }))

/** Those that a list can be asked for. */
export const CARRIED_FILTERS = CARRIED.filter(({ holds }) => holds === 'people')
/** Those that a reader finds by their heading. */
export const CARRIED_TEXTS = CARRIED.filter(({ holds }) => holds === 'text')

/** Columns that the reader of a plan knew: what it could not read is no change of the text. */
export interface ReadColumns {
  readonly carries?: readonly CarriedKey[]
}

/**
 * What of a measure's columns two readings of a plan can be compared by: those that both readers knew.
 * @example comparable({}, { carries: ['leader'] }) // of any measure: '{}'; the plan was read before leaders went along
 */
export const comparable = (was: ReadColumns, now: ReadColumns) => {
  const known = (was.carries ?? []).filter((key) => now.carries?.includes(key))
  return (measure: Parameters<typeof carriedOf>[0]): string => {
    const carried = carriedOf(measure)
    return JSON.stringify(known.map((key) => carried[key] ?? null))
  }
}

/** Numbers that stand behind a name. */
const PHONE = /[\d\-+()*]{5,}/g

/**
 * All that a measure carries of its row: its texts, and its people by the roles they are printed under.
 * @example carriedOf({ people: [{ role: '责任领导', name: '张某' }, { role: '责任人', name: '李某' }] }) // { leader: '张某' }
 */
export function carriedOf(measure: {
  readonly people?: readonly Person[]
  readonly columns?: Carried
}): Carried {
  const named = CARRIED_FILTERS.flatMap(({ key, heads }) => {
    const names = (measure.people ?? [])
      .filter(({ role }) => heads.test(role))
      .map(({ name }) => name.replace(PHONE, '').trim())
    const all = [...new Set(names)].filter((name) => name !== '').join('、')
    return all === '' ? [] : [[key, all]]
  })
  return { ...Object.fromEntries(named), ...measure.columns }
}

/** The columns that are filled, each under its name. @example [['分管领导', '张某、李某']] */
export const carriedShown = (carried: Carried = {}): readonly (readonly [name: string, text: string])[] =>
  CARRIED.flatMap(({ key, name }) => {
    const text = carried[key]
    return text === undefined ? [] : [[name, text] as const]
  })
