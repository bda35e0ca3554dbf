import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'
import { type Cell, makeCell } from '../../domain/plan/grid.ts'

/** A cell where a file puts it (row and column from 1), with what it covers. */
export interface Placed {
  readonly row: number
  readonly col: number
  readonly rows: number
  readonly cols: number
  readonly text: string
}

const MOST_ROWS = 20_000
const MOST_COLUMNS = 200
const MOST_POSITIONS = 600_000

/**
 * Rows of cells in which a merged one stands at every place it covers, and places without one hold an empty cell.
 * The first cell to claim a place has it. Errors: TABLE_TOO_LARGE.
 */
export function rowsOf(placed: readonly Placed[]): Result<readonly (readonly Cell[])[], Refusal> {
  let height = 0
  let width = 0
  for (const cell of placed) {
    // What is merged beyond the last row that begins anywhere covers nothing of the table.
    height = Math.max(height, cell.row)
    width = Math.max(width, cell.col)
  }
  for (const cell of placed)
    width = Math.max(width, cell.text === '' ? 0 : Math.min(cell.col + cell.cols - 1, MOST_COLUMNS))
  if (height > MOST_ROWS || width > MOST_COLUMNS || height * width > MOST_POSITIONS)
    return refuse(
      'TABLE_TOO_LARGE',
      `表格有 ${height} 行 ${width} 列，超出可读的范围（${MOST_ROWS} 行、${MOST_COLUMNS} 列）`,
      {
        remedy: '请删去表格以外的空行空列，只保留分工表后另存',
        fields: { rows: height, columns: width },
      },
    )
  const rows: Cell[][] = Array.from({ length: height }, () => [])
  for (const { row, col, ...cell } of placed) {
    const lastRow = Math.min(row + cell.rows - 1, height)
    const lastCol = Math.min(col + cell.cols - 1, width)
    const made = makeCell(cell.text, row, col, { rows: lastRow - row + 1, cols: lastCol - col + 1 })
    for (let r = row; r <= lastRow; r += 1)
      for (let c = col; c <= lastCol; c += 1) {
        const line = rows[r - 1]
        if (line && line[c - 1] === undefined) line[c - 1] = made
      }
  }
  for (const [r, line] of rows.entries())
    for (let c = 0; c < width; c += 1) line[c] ??= makeCell('', r + 1, c + 1)
  return ok(rows)
}
