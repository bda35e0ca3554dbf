import type { IgnoredReason } from '../plan/accounting.ts'
import type { Cell, Grid } from '../plan/grid.ts'
import { isGroupHeading, isNote, taskNumber } from './labels.ts'
import { type Columns, repeatsHeader } from './roles.ts'
import type { ColumnRole, SourceRow } from './source-row.ts'

export const sourceRow = (row: readonly Cell[], number: number, at: Columns['at']): SourceRow => ({
  number,
  cells: Object.fromEntries(
    Object.entries(at).flatMap(([role, index]) => {
      const cell = row[index]
      return cell === undefined ? [] : [[role, cell]]
    }),
  ),
})

/** A cell's text in the row where it begins; a merged one says nothing new in the rows below. */
export const ownText = (row: SourceRow, role: ColumnRole): string => {
  const cell = row.cells[role]
  return cell !== undefined && cell.row === row.number ? cell.text : ''
}

/** All that a row says, for people. */
export const rowText = (row: readonly Cell[]): string =>
  [...new Set(row)]
    .map((cell) => cell.text)
    .filter((text) => text !== '')
    .join(' ')

/**
 * Why a row is none of the plan's content: the header again, nothing, a note, the heading of a group. Null: content.
 * A group's heading stands alone in its row, at its left edge or over the tasks, and is no number.
 */
export function rowReason(
  cells: readonly Cell[],
  source: SourceRow,
  headers: Grid['rows'],
): Extract<IgnoredReason, 'header-repeated' | 'empty-row' | 'note-row' | 'group-row' | 'sum-row'> | null {
  if (headers.some((header) => repeatsHeader(cells, header))) return 'header-repeated'
  const filled = [...new Set(cells)].filter((cell) => cell.text !== '')
  const [first] = filled
  // What is merged down into a row of empty cells says nothing of this row.
  if (first === undefined || filled.every((cell) => cell.row < source.number && cell.rowSpan > 1))
    return 'empty-row'
  const own = filled.find((cell) => cell.row === source.number)
  if (own !== undefined && SUM.test(own.text.replace(/\s/g, ''))) return 'sum-row'
  if (isNote(first.text) && filled.length <= 2) return 'note-row'
  const { no, task } = source.cells
  const atEdge = cells[0] === first || first === task
  const alone = filled.length === 1 && atEdge && taskNumber(first.text) === null
  return alone && (isGroupHeading(first.text) || first === no) ? 'group-row' : null
}

/** A row that only adds up: 合计, 小计（3项）. */
const SUM = /^(?:小计|合计|总计|共计|累计|汇总)(?:[(（:：\d].{0,12})?$/

/** 序号 counts measures, not tasks: every row has one, also rows that go on with the task above. */
export function countsMeasures(rows: Grid['rows'], firstNumber: number, at: Columns['at']): boolean {
  let goesOn = false
  for (const [index, cells] of rows.entries()) {
    const row = sourceRow(cells, firstNumber + index, at)
    if (row.cells.no === undefined) return false
    if (ownText(row, 'measure') === '') continue
    if (ownText(row, 'no') === '') return false
    if (ownText(row, 'task') === '') goesOn = true
  }
  return goesOn
}
