import { type Cell, type Grid, withoutRepetition } from '../../domain/plan/grid.ts'
import { columnsOf } from '../../domain/plan/roles.ts'
import { ok, type Refusal, type Result, refuse } from '../../domain/result.ts'

/**
 * Reads a table as word processors save it as plain text: every cell begins on a line of its own with a tab,
 * lines without a tab go on with the cell before, and the header ends where an empty line stands before a cell.
 * A page break repeats a cell's text inside the cell. Errors: TABLE_NOT_FOUND, TABLE_SCRAMBLED.
 */
export function readTextTable(text: string): Result<Grid, Refusal> {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const firstCell = lines.findIndex((line) => line.startsWith('\t'))
  if (firstCell < 0)
    return refuse('TABLE_NOT_FOUND', '文件里没有找到表格', {
      remedy: '文本表格的每个单元格应以制表符开头；请从原文件另存为纯文本',
    })
  const cells: { lines: string[]; afterGap: boolean }[] = []
  const before = lines
    .slice(0, firstCell)
    .map((l) => l.trim())
    .filter(Boolean)
  let gap = false
  for (const line of lines.slice(firstCell)) {
    if (line.startsWith('\t')) cells.push({ lines: [line.trim()], afterGap: gap })
    else if (line.trim() !== '') cells.at(-1)?.lines.push(line.trim())
    gap = line.trim() === '' && !line.startsWith('\t')
  }
  const width = widthOf(cells)
  if (width === null)
    return refuse('NOT_A_PLAN', '没有找到分工表的表头', {
      remedy: '表头应包含“工作任务”“牵头单位”“完成时限”等字样',
    })
  if (cells.length % width !== 0)
    return refuse('TABLE_SCRAMBLED', `表头有 ${width} 列，但共有 ${cells.length} 个单元格，排不成整行`, {
      remedy: '表格可能缺格或错列；请从原文件重新另存，不要手工改动空单元格',
      fields: { columns: width, cells: cells.length },
    })
  const rows: Cell[][] = []
  for (const [index, cell] of cells.entries()) {
    const row = Math.floor(index / width)
    const lines = withoutRepetition(cell.lines.filter((line) => line !== ''))
    rows[row] = [...(rows[row] ?? []), { row: row + 1, col: (index % width) + 1, lines }]
  }
  return ok({ before, after: [], rows })
}

/** Columns of the table: cells up to the first gap that make a header. */
function widthOf(cells: readonly { lines: readonly string[]; afterGap: boolean }[]): number | null {
  for (let n = 2; n <= Math.min(cells.length, 30); n += 1) {
    const next = cells[n]
    if (next && !next.afterGap) continue
    const header = cells.slice(0, n).map((c, i): Cell => ({ row: 1, col: i + 1, lines: c.lines }))
    if (columnsOf(header) !== null) return n
  }
  return null
}
