import type { Cell, Grid } from '../plan/grid.ts'
import { headerAt } from './header.ts'

/** A table of a document, or several that are one, with their numbers in it (from 1). */
export interface Numbered {
  readonly grid: Grid
  readonly numbers: readonly number[]
}

/** 续表, page numbers: what may stand between two halves of one table. */
const BETWEEN =
  /^(?:[(（]?(?:续表|续上表|接上表|表格?续)[)）]?[:：]?|第?[\d一二三四五六七八九十]{1,4}页?|[-—–\s\d]{1,12})$/

/** Rows moved down, merged cells still one cell. */
function movedDown(rows: Grid['rows'], by: number): Grid['rows'] {
  const moved = new Map<Cell, Cell>()
  return rows.map((row) =>
    row.map((cell) => {
      const known = moved.get(cell) ?? { ...cell, row: cell.row + by }
      moved.set(cell, known)
      return known
    }),
  )
}

/**
 * Tables as they are meant: one without a header of its own, right behind a table with one and as wide, goes on with
 * it (a page break, a chunk put in, a table cut in two).
 */
export function joinContinued(tables: readonly Grid[]): readonly Numbered[] {
  const joined: Numbered[] = []
  for (const [index, grid] of tables.entries()) {
    const open = joined.at(-1)
    const between = open ? grid.before.slice(open.grid.before.length) : []
    const goesOn =
      open !== undefined &&
      headerAt(open.grid.rows) >= 0 &&
      headerAt(grid.rows) < 0 &&
      grid.rows.length > 0 &&
      open.grid.rows[0]?.length === grid.rows[0]?.length &&
      between.every((line) => BETWEEN.test(line.trim()))
    if (goesOn) {
      const rows = [...open.grid.rows, ...movedDown(grid.rows, open.grid.rows.length)]
      joined[joined.length - 1] = {
        grid: { before: open.grid.before, after: grid.after, rows },
        numbers: [...open.numbers, index + 1],
      }
    } else joined.push({ grid, numbers: [index + 1] })
  }
  return joined
}
