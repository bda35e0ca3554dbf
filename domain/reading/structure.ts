import { ok, type Refusal, type Result, refuse } from '../basics/result.ts'
import type { IgnoredReason } from '../plan/accounting.ts'
import { type Cell, type Grid, placeOf } from '../plan/grid.ts'
import { peopleOf } from '../plan/people.ts'
import { headerOf, noHeader } from './header.ts'
import { taskNumber } from './labels.ts'
import { addRow, layoutOf, type OpenTask, withMeasure } from './open-task.ts'
import { periodRows, withYear } from './periods.ts'
import { type Columns, headerText } from './roles.ts'
import { ownText, rowReason, rowText, sourceRow } from './rows.ts'
import type { Numbered } from './sequence.ts'
import type { SourceRow } from './source-row.ts'
import type { SourceTask } from './source-task.ts'
import { type RowChoice, withChoices } from './ticks.ts'
import type { Unread } from './unread.ts'

export interface LeftRow {
  readonly row: number
  readonly text: string
  readonly why: 'note-row' | 'row-without-measure' | 'group-row' | 'sum-row'
}

export interface Structure {
  readonly columns: Columns
  readonly header: readonly Cell[]
  readonly tasks: readonly SourceTask[]
  readonly used: ReadonlySet<Cell>
  readonly reasons: ReadonlyMap<Cell, IgnoredReason>
  /** Rows with text of their own that belong to no measure. */
  readonly left: readonly LeftRow[]
  /** What went into no measure beside those rows, by section or column: one question is asked of each. */
  readonly unread: readonly Unread[]
  /** The printed numbers in their lists: a gap in them is asked about. */
  readonly numbers: readonly (readonly Numbered[])[]
  /** Cells that offer entries with boxes, as ticked. */
  readonly choices: readonly RowChoice[]
}

/**
 * Tasks and measures of a table by its rows alone: header, groups, notes, continuations. No cell is dropped:
 * each is used or has a reason. Errors: NOT_A_PLAN (no header), TABLE_SCRAMBLED (a 序号 that is no number).
 */
export function structureOf(grid: Grid): Result<Structure, Refusal> {
  const found = headerOf(grid.rows)
  if (found === null) return noHeader(grid.rows)
  const { first: firstAt, last: headerAt, columns } = found
  const header = grid.rows[headerAt] ?? []
  const headers = grid.rows.slice(firstAt, headerAt + 1)
  const periods = columns.periods.map(({ index, deadline }) => ({
    index,
    deadline: withYear(deadline, [...new Set(headers.map((line) => line[index]?.text ?? ''))]),
  }))
  const layout = layoutOf(columns, grid.rows.slice(headerAt + 1), headerAt + 2)
  const reasons = new Map<Cell, IgnoredReason>()
  const used = new Set<Cell>()
  const left: LeftRow[] = []
  const choices: RowChoice[] = []
  const tasks: OpenTask[] = []
  const leave = (cells: readonly Cell[], reason: IgnoredReason) => {
    for (const cell of cells) if (!reasons.has(cell)) reasons.set(cell, reason)
  }
  leave(grid.rows.slice(0, firstAt).flat(), 'before-header')
  leave(grid.rows.slice(firstAt, headerAt + 1).flat(), 'header')
  for (const [index, cells] of grid.rows.slice(headerAt + 1).entries()) {
    const { row, choices: chosen } = withChoices(sourceRow(cells, headerAt + index + 2, layout.at))
    const reason = rowReason(cells, row, headers)
    if (reason !== null) {
      leave(cells, reason)
      // A heading among the measures could be one of them; over the numbers it could not.
      const among =
        reason === 'group-row' && ownText(row, 'measure') !== '' && row.cells.measure !== row.cells.no
      if (reason === 'note-row' || reason === 'sum-row' || (reason === 'group-row' && among))
        left.push({ row: row.number, text: rowText(cells), why: reason })
      continue
    }
    const printed = ownText(row, 'no')
    if (printed !== '' && taskNumber(printed) === null)
      return refuse('TABLE_SCRAMBLED', `第 ${row.number} 行的序号“${printed}”不是编号，表格可能错列`, {
        remedy: '请检查原文件的表格是否完整，改正后重试',
        fields: { row: row.number },
      })
    const people = columns.people.flatMap((i) => {
      const [cell, named] = [cells[i], header[i]]
      return cell && named ? peopleOf(headerText(named), cell.lines.join('、')) : []
    })
    const filled = periodRows(row, cells, periods)
    if (!addRow(row, people, filled, tasks, layout)) {
      leave(cells, 'row-without-measure')
      left.push({ row: row.number, text: rowText(cells), why: 'row-without-measure' })
      continue
    }
    choices.push(...chosen)
    for (const [i, cell] of cells.entries())
      if (columns.extra.includes(i)) leave([cell], 'column-unknown')
      else if (!(reasons.has(cell) && saysOnlyWhereItBegins(row, cell))) used.add(cell)
  }
  return ok({
    columns: { ...columns, at: layout.at },
    header,
    tasks: tasks.map(withMeasure),
    used,
    reasons,
    left,
    unread: unreadColumns(grid.rows.slice(headerAt + 1), header, columns, reasons),
    numbers: numbersIn(tasks),
    choices,
  })
}

/** Columns that play no role and are not empty, each with what it holds. */
function unreadColumns(
  body: Grid['rows'],
  header: readonly Cell[],
  columns: Columns,
  reasons: ReadonlyMap<Cell, IgnoredReason>,
): readonly Unread[] {
  return columns.extra.flatMap((index): Unread[] => {
    const named = header[index]
    const cells = [...new Set(body.flatMap((row) => row[index] ?? []))].filter(
      (cell) => cell !== named && cell.text !== '' && reasons.get(cell) === 'column-unknown',
    )
    if (named === undefined || cells.length === 0) return []
    return [
      {
        about: named.text || `第${index + 1}列`,
        source: `表头${placeOf(named)}`,
        lines: cells.map((cell) => ({ text: cell.text, place: placeOf(cell) })),
        code: 'column-ignored',
        certain: true,
      },
    ]
  })
}

/** Printed numbers of the tasks, and of the measures inside each; one without a number before “2.” stands for “1.”. */
function numbersIn(tasks: readonly OpenTask[]): readonly (readonly Numbered[])[] {
  const numbered = (printed: string, style: string, row: number): Numbered[] => {
    const no = taskNumber(printed)
    return no !== null && /^\d+$/.test(no)
      ? [{ style, number: Number(no), text: printed, place: `表格第${row}行` }]
      : []
  }
  const rowOf = (task: OpenTask) => task.heading?.number ?? task.measures[0]?.row.number ?? 0
  const inside = ({ measures }: OpenTask) => {
    const [first, second] = measures
    // The name of a second level stands before the number.
    const printedIn = (label: string | null) => label?.split(' ').at(-1) ?? ''
    const unprinted = first?.label === null && taskNumber(printedIn(second?.label ?? null)) === '2'
    return measures.flatMap(({ label, row }, i) =>
      numbered(unprinted && i === 0 ? '1' : printedIn(label), '措施', row.number),
    )
  }
  const lists = [tasks.flatMap((task) => numbered(task.printedNo, '序号', rowOf(task))), ...tasks.map(inside)]
  return lists.filter((list) => list.length > 0)
}

/** Number, task and measure are read in the row where they begin: a note merged down into this row is still a note. */
const saysOnlyWhereItBegins = ({ cells: { no, task, measure } }: SourceRow, cell: Cell): boolean =>
  cell === no || cell === task || cell === measure
