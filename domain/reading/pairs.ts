import { type Cell, makeCell } from '../plan/grid.ts'
import { splitLabel, taskNumber } from './labels.ts'
import type { ColumnRole, SourceRow } from './source-row.ts'

interface Part {
  readonly label: string
  readonly text: string
}

/** Where one line holds several numbered parts: 1.…；2.…。 */
const INSIDE = /(?<=[。；;])[ \t]{0,9}(?=(?:\d{1,2}[.．、](?!\d{1,3}(?!\d|月))|[(（]\d{1,2}[)）]|[①-⑳]))/

/** Parts numbered from 1 without a gap, two or more; null where a text is not such a list. */
export function numberedParts(cell: Cell | undefined): readonly Part[] | null {
  const lines = cell?.lines ?? []
  const parts: { label: string; text: string }[] = []
  for (const line of lines.length === 1 ? (lines[0] ?? '').split(INSIDE) : lines) {
    const { label, text } = labelled(line.trim())
    const number = label === null ? null : taskNumber(label.replace(/[①-⑳]/, (c) => String(circled(c))))
    if (label !== null && number === String(parts.length + 1)) parts.push({ label, text })
    else if (parts.length === 0) return null
    else (parts.at(-1) as Part & { text: string }).text += line.trim()
  }
  return parts.length > 1 ? parts : null
}

/** 1.6月底前 in a list is the first of it; elsewhere it would be the sixth month of something. */
const BEFORE_MONTH = /^(\d{1,2}[.．])(\d{1,2}月.*)$/s

const labelled = (line: string): ReturnType<typeof splitLabel> => {
  const [, label, text] = BEFORE_MONTH.exec(line) ?? []
  return label !== undefined && text !== undefined ? { label, text } : splitLabel(line)
}

const circled = (char: string): number => (char.codePointAt(0) ?? 0) - 0x245f

/** Whether a text that begins with this label holds the next one of its kind: the label is the list's, not the item's. */
export const beginsList = (cell: Cell | undefined): boolean => numberedParts(cell) !== null

export interface Pairing {
  readonly rows: readonly { readonly row: SourceRow; readonly label: string; readonly text: string }[]
  /** Numbered both, and not alike: how many on either side. */
  readonly unlike: readonly [measures: number, deadlines: number] | null
}

const NONE: Pairing = { rows: [], unlike: null }

/**
 * Measures numbered in one cell beside as many numbered dates: one measure each, with the units of its number where
 * those are numbered too. Numbered differently, nothing is paired and a person is told.
 */
export function pairedRows(row: SourceRow): Pairing {
  const measures = numberedParts(row.cells.measure)
  const deadlines = numberedParts(row.cells.deadline)
  if (measures === null || deadlines === null) return NONE
  if (measures.length !== deadlines.length) return { rows: [], unlike: [measures.length, deadlines.length] }
  const split = (role: ColumnRole): ((i: number) => Cell | undefined) => {
    const cell = row.cells[role]
    const parts = numberedParts(cell)
    return (i) =>
      cell !== undefined && parts?.length === measures.length
        ? makeCell(parts[i]?.text ?? '', cell.row, cell.col)
        : cell
  }
  const owners = (['lead', 'responsible', 'supporting'] as const).map((role) => [role, split(role)] as const)
  return {
    unlike: null,
    rows: measures.map(({ label, text }, i) => {
      const due = row.cells.deadline as Cell
      const cells: SourceRow['cells'] = {
        ...row.cells,
        ...Object.fromEntries(owners.flatMap(([role, of]) => (of(i) ? [[role, of(i)]] : []))),
        deadline: makeCell(deadlines[i]?.text ?? '', due.row, due.col),
      }
      return { row: { ...row, cells }, label, text }
    }),
  }
}
