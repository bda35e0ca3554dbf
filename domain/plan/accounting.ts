import { type Cell, cellsOf, type Grid } from './grid.ts'

/** Why a cell is not part of the plan. The names are stable and listed in docs/reading-plans.md. */
export type IgnoredReason =
  | 'header'
  | 'header-repeated'
  | 'before-header'
  | 'group-row'
  | 'note-row'
  | 'empty-row'
  | 'sum-row'
  | 'column-unknown'
  | 'row-without-measure'
  | 'preface'
  | 'text-without-owner'

export interface IgnoredCell {
  readonly row: number
  readonly col: number
  readonly text: string
  readonly reason: IgnoredReason
}

export interface CellAccount {
  readonly read: number
  readonly used: number
  readonly ignored: readonly IgnoredCell[]
}

/**
 * The account of a table's cells: a merged one counts once, one used anywhere is used, the rest has its reason.
 * read = used + ignored holds by construction; a cell that nobody named is a fault and throws.
 */
export function account(
  rows: Grid['rows'],
  used: ReadonlySet<Cell>,
  reasons: ReadonlyMap<Cell, IgnoredReason>,
): CellAccount {
  const cells = cellsOf(rows)
  const ignored = cells
    .filter((cell) => !used.has(cell))
    .map((cell): IgnoredCell => {
      const reason = reasons.get(cell)
      if (reason === undefined) throw new Error(`cell ${cell.row},${cell.col} is neither used nor ignored`)
      return { row: cell.row, col: cell.col, text: cell.text, reason }
    })
  return { read: cells.length, used: cells.length - ignored.length, ignored }
}
