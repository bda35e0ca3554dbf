import { ok, type Refusal, type Result, refuse } from '../result.ts'
import type { IgnoredReason } from './accounting.ts'
import { type Cell, type Grid, placeOf } from './grid.ts'
import { headerOf, noHeader } from './header.ts'
import { splitLabel, taskNumber } from './labels.ts'
import { beginsList, pairedRows } from './pairs.ts'
import { type Person, peopleOf } from './people.ts'
import { periodRows, withYear } from './periods.ts'
import { type Columns, headerText } from './roles.ts'
import { countsMeasures, ownText, rowReason, rowText, sourceRow } from './rows.ts'
import type { Numbered } from './sequence.ts'
import type { SourceRow } from './source-row.ts'
import { type RowChoice, withChoices } from './ticks.ts'
import type { Unread } from './unread.ts'

export interface SourceMeasure {
  readonly row: SourceRow
  readonly label: string | null
  readonly text: string
  /** The document has a task without a measure: the title stands for it. */
  readonly fromTitle: boolean
  /** A deadline said over this measure, which has none of its own (the bracket of its parent item). */
  readonly inherits?: string
  /** Persons that the row, or the item, names. */
  readonly people?: readonly Person[]
  /** What the parent item itself promises: measure N.0. */
  readonly parentOwn?: boolean
  /** One of several numbered measures of a cell, with the date of its number. */
  readonly paired?: boolean
  /** Measures and dates are numbered in their cells, and not alike: how many on either side. */
  readonly unlike?: readonly [measures: number, deadlines: number]
}

export interface SourceTask {
  readonly printedNo: string
  readonly title: string
  /** A row that names the task alone; its unit and deadline hold for the rows under it. */
  readonly heading: SourceRow | null
  /** Persons that this row names. */
  readonly people?: readonly Person[]
  readonly measures: readonly SourceMeasure[]
}

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

interface OpenTask extends SourceTask {
  readonly measures: SourceMeasure[]
}

/** How this table's rows make tasks. */
interface Layout {
  readonly at: Columns['at']
  /** One column says it all: each row is a task with itself as its measure. */
  readonly single: boolean
  readonly numbersMeasures: boolean
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

function layoutOf(columns: Columns, body: Grid['rows'], firstNumber: number): Layout {
  const { at } = columns
  const full = { ...at, task: at.task ?? at.measure, measure: at.measure ?? at.task } as Columns['at']
  const single = full.task === full.measure
  return { at: full, single, numbersMeasures: !single && countsMeasures(body, firstNumber, full) }
}

/** Puts a content row into its task, which it may open; false when it says nothing that could be a measure. */
function addRow(
  row: SourceRow,
  people: readonly Person[],
  periods: ReturnType<typeof periodRows>,
  tasks: OpenTask[],
  layout: Layout,
): boolean {
  const no = taskNumber(ownText(row, 'no'))
  const title = ownText(row, 'task')
  const text = ownText(row, 'measure')
  const opens = opensTask(no, title, text, tasks.at(-1), layout)
  const empty = text === '' && periods.length === 0
  if (empty && !(opens && title !== '')) return false
  if (opens)
    tasks.push({
      printedNo: layout.numbersMeasures ? '' : (no ?? ''),
      title: layout.single ? splitLabel(title).text : title,
      heading: empty ? row : null,
      ...(empty && people.length > 0 ? { people } : {}),
      measures: [],
    })
  if (!empty)
    tasks.at(-1)?.measures.push(
      ...measuresOf(row, text, periods, layout).map((measure) => ({
        ...measure,
        fromTitle: false,
        ...(people.length > 0 ? { people } : {}),
      })),
    )
  return true
}

/** The measures of a row: one; one for each pair of numbers in its cells; or one for each period that is filled. */
function measuresOf(
  row: SourceRow,
  text: string,
  periods: ReturnType<typeof periodRows>,
  layout: Layout,
): readonly Omit<SourceMeasure, 'fromTitle'>[] {
  const second = row.cells.second?.text.replace(/[。；;]$/, '') ?? ''
  const labelled = (printed: string | null) =>
    second === '' ? printed : printed === null ? second : `${second} ${printed}`
  const numbered = layout.numbersMeasures ? ownText(row, 'no') || null : null
  // Beside a deadline of its own the row is a measure, and its periods are steps on the way.
  const hasOwn = text !== '' && (periods.length === 0 || (row.cells.deadline?.text ?? '') !== '')
  const steps = periods.map((period) => ({ ...period, label: labelled(numbered) }))
  if (!hasOwn) return steps
  const paired = pairedRows(row)
  if (paired.rows.length > 0)
    return [...paired.rows.map((part) => ({ ...part, label: labelled(part.label), paired: true })), ...steps]
  // The label of a list inside the cell is the list's.
  const split = beginsList(row.cells.measure) ? { label: null, text } : splitLabel(text)
  const own = { row, label: labelled(split.label ?? numbered), text: split.text }
  return [{ ...own, ...(paired.unlike ? { unlike: paired.unlike } : {}) }, ...steps]
}

/** A page break, or a table without merges, prints a task again: the same number and title go on with it. */
function opensTask(
  no: string | null,
  title: string,
  text: string,
  current: OpenTask | undefined,
  { at, single, numbersMeasures }: Layout,
): boolean {
  if (current === undefined) return true
  if (single) return text !== '' && (no !== null || at.no === undefined)
  if (numbersMeasures || no === null) return title !== '' && title !== current.title
  return no !== current.printedNo || (title !== '' && title !== current.title)
}

const withMeasure = (task: SourceTask): SourceTask =>
  task.measures.length > 0 || task.heading === null
    ? task
    : {
        ...task,
        measures: [
          {
            row: task.heading,
            ...splitLabel(task.title),
            fromTitle: true,
            ...(task.people ? { people: task.people } : {}),
          },
        ],
        heading: null,
      }
