import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'
import { type Cell, makeCell } from '../../domain/plan/grid.ts'
import { columnsOf } from '../../domain/reading/roles.ts'
import { isTail } from './tail.ts'

interface Piece {
  lines: string[]
  /** An empty line stands before it: rows begin so. */
  afterGap: boolean
}

export interface TableText {
  readonly rows: readonly (readonly Cell[])[]
  /** Lines behind the table. */
  readonly after: readonly string[]
}

/** Cells of the stream: a tab begins one, other lines go on with it. */
function piecesOf(lines: readonly string[]): Piece[] {
  const pieces: Piece[] = []
  let gap = false
  for (const line of lines) {
    if (line.startsWith('\t')) pieces.push({ lines: [line.slice(1)], afterGap: gap })
    else pieces.at(-1)?.lines.push(line)
    gap = line.trim() === '' && !line.startsWith('\t')
  }
  return pieces
}

/** Whether the stream falls into rows of this width, each begun by an empty line (or none of them). */
function fits(pieces: readonly Piece[], width: number): boolean {
  const starts = pieces.filter((_, i) => i > 0 && i % width === 0)
  return pieces.length % width === 0 && (starts.every((p) => p.afterGap) || !starts.some((p) => p.afterGap))
}

/** Columns of the table: cells up to a row gap that make a header, best one that the rows agree with. */
function widthOf(pieces: readonly Piece[]): number | null {
  const header = pieces.slice(0, 40).map((p, i) => makeCell(p.lines.join('\n'), 1, i + 1))
  const widths = header.map((_, i) => i + 1).filter((n) => n > 1 && columnsOf(header.slice(0, n)) !== null)
  const atGap = widths.filter((n) => pieces[n]?.afterGap ?? true)
  const [first] = atGap
  // An empty line inside a header's cell looks like the end of the header; two headers' worth of cells do not.
  return first === undefined ? null : (atGap.find((n) => n < 2 * first && fits(pieces, n)) ?? first)
}

/** What stands behind the last cell after an empty line and looks like a note or a sign-off is no part of the cell. */
function splitTail(last: Piece): string[] {
  const at = last.lines.findIndex((line, i) => i > 0 && last.lines[i - 1]?.trim() === '' && isTail(line))
  return at < 0 ? [] : last.lines.splice(at)
}

const scrambled = (row: number, width: number, about: string) =>
  refuse('TABLE_SCRAMBLED', `表头有 ${width} 列，但从表格第 ${row} 行（${about}）起排不成整行`, {
    remedy: '表格可能缺格或错列；请从原文件重新另存，不要手工删改空单元格',
    fields: { columns: width, row },
  })

/**
 * The layout with one cell a line: each begins with a tab, an empty line stands before each row, a cell's further
 * lines have no tab. Rows are cut by the header's width and checked against the gaps, so a missing or doubled cell
 * is refused and never shifts the rest. Errors: NOT_A_PLAN, TABLE_SCRAMBLED.
 */
export function readCells(lines: readonly string[]): Result<TableText, Refusal> {
  const pieces = piecesOf(lines)
  const last = pieces.at(-1)
  const width = widthOf(pieces)
  if (width === null || last === undefined)
    return refuse('NOT_A_PLAN', '没有找到分工表的表头', {
      remedy: '表头应包含“工作任务”“牵头单位”“完成时限”等字样',
    })
  const after = splitTail(last)
  const starts = pieces.filter((_, i) => i > 0 && i % width === 0)
  const gaps = starts.some((piece) => piece.afterGap)
  const firstWrong = starts.findIndex((piece) => gaps && !piece.afterGap)
  const broken = pieces.length % width !== 0 ? Math.floor(pieces.length / width) + 1 : 0
  if (firstWrong >= 0 || broken > 0) {
    // The row before the first that begins in the wrong place is the one with a cell too many or too few.
    const row = firstWrong >= 0 ? firstWrong + 1 : broken
    const about =
      pieces
        .slice((row - 1) * width, row * width)
        .map((p) => p.lines.join('').trim())
        .find((t) => t !== '') ?? '空行'
    return scrambled(row, width, about.slice(0, 20))
  }
  const rows: Cell[][] = []
  for (const [index, piece] of pieces.entries()) {
    const row = Math.floor(index / width)
    const cells = rows[row] ?? []
    cells.push(makeCell(trimEnd(piece.lines).join('\n'), row + 1, (index % width) + 1))
    rows[row] = cells
  }
  return ok({ rows, after: after.map((line) => line.trim()).filter((line) => line !== '') })
}

/** Empty lines at a cell's end part it from the next one. */
const trimEnd = (lines: readonly string[]): readonly string[] =>
  lines.slice(0, lines.findLastIndex((line) => line.trim() !== '') + 1)
