import { ok, type Refusal, type Result, refuse } from '../result.ts'
import type { IgnoredReason } from './accounting.ts'
import type { Cell, Grid } from './grid.ts'
import { isGroupHeading, isNote, splitLabel, taskNumber } from './labels.ts'
import { type ColumnRole, type Columns, columnsOf, repeatsHeader } from './roles.ts'

/** A row of the table by role, before anything in it is understood. */
export interface SourceRow {
  readonly number: number
  readonly cells: Readonly<Partial<Record<ColumnRole, Cell>>>
}

export interface SourceMeasure {
  readonly row: SourceRow
  readonly label: string | null
  readonly text: string
  /** The document has a task without a measure: the title stands for it. */
  readonly fromTitle: boolean
}

export interface SourceTask {
  readonly printedNo: string
  readonly title: string
  /** A row that names the task alone; its unit and deadline hold for the rows under it. */
  readonly heading: SourceRow | null
  readonly measures: readonly SourceMeasure[]
}

export interface Structure {
  readonly columns: Columns
  readonly header: readonly Cell[]
  readonly tasks: readonly SourceTask[]
  readonly used: ReadonlySet<Cell>
  readonly reasons: ReadonlyMap<Cell, IgnoredReason>
  /** Rows with text of their own that belong to no measure. */
  readonly left: readonly {
    readonly row: number
    readonly text: string
    readonly why: 'note-row' | 'row-without-measure'
  }[]
}

interface OpenTask {
  printedNo: string
  title: string
  heading: SourceRow | null
  measures: SourceMeasure[]
}

const distinct = (row: readonly Cell[]): readonly Cell[] => [...new Set(row)]
const rowText = (row: readonly Cell[]): string =>
  distinct(row)
    .map((cell) => cell.text)
    .filter((text) => text !== '')
    .join(' ')

/**
 * Tasks and measures of a table by its rows alone: header, groups, notes, continuations. No cell is dropped:
 * each is used or has a reason. Errors: NOT_A_PLAN (no header), TABLE_SCRAMBLED (a 序号 that is no number).
 */
export function structureOf(grid: Grid): Result<Structure, Refusal> {
  const headerAt = grid.rows.findIndex((row) => columnsOf(row) !== null)
  const header = grid.rows[headerAt] ?? []
  const found = headerAt < 0 ? null : columnsOf(header)
  if (found === null)
    return refuse('NOT_A_PLAN', '没有找到分工表的表头（需要有任务或措施，以及牵头单位或完成时限等列）', {
      remedy: '请检查文件是否为分工方案；表头应包含“工作任务”“牵头单位”“完成时限”等字样',
    })
  // Without a column of measures each task states its own, and the other way round.
  const at = {
    ...found.at,
    task: found.at.task ?? found.at.measure,
    measure: found.at.measure ?? found.at.task,
  }
  const single = at.task === at.measure
  const used = new Set<Cell>()
  const reasons = new Map<Cell, IgnoredReason>()
  const left: Structure['left'][number][] = []
  const tasks: OpenTask[] = []
  const leave = (row: readonly Cell[], reason: IgnoredReason) => {
    for (const cell of row) if (!reasons.has(cell)) reasons.set(cell, reason)
  }
  const take = (row: readonly Cell[]) => {
    for (const [i, cell] of row.entries())
      if (found.extra.includes(i)) leave([cell], 'column-unknown')
      else used.add(cell)
  }
  const cellAt = (row: readonly Cell[], role: ColumnRole) => {
    const index = at[role]
    return index === undefined ? undefined : row[index]
  }
  const body = grid.rows.slice(headerAt + 1)
  const numbersMeasures = !single && countsMeasures(body, cellAt)
  leave(grid.rows.slice(0, headerAt).flat(), 'before-header')
  leave(header, 'header')

  for (const [index, row] of body.entries()) {
    const number = headerAt + index + 2
    const filled = distinct(row).filter((cell) => cell.text !== '')
    const [first] = filled
    if (repeatsHeader(row, header)) {
      leave(row, 'header-repeated')
      continue
    }
    if (first === undefined) {
      leave(row, 'empty-row')
      continue
    }
    if (isNote(first.text) && filled.length <= 2) {
      leave(row, 'note-row')
      left.push({ row: number, text: rowText(row), why: 'note-row' })
      continue
    }
    const printed = own(cellAt(row, 'no'), number)
    const alone = filled.length === 1 && (row.indexOf(first) === 0 || first === cellAt(row, 'task'))
    const heads = alone && taskNumber(first.text) === null
    if (heads && (isGroupHeading(first.text) || (printed !== '' && first === cellAt(row, 'no')))) {
      leave(row, 'group-row')
      continue
    }
    const no = taskNumber(printed)
    if (printed !== '' && no === null)
      return refuse('TABLE_SCRAMBLED', `第 ${number} 行的序号“${printed}”不是编号，表格可能错列`, {
        remedy: '请检查原文件的表格是否完整，改正后重试',
        fields: { row: number },
      })
    const title = own(cellAt(row, 'task'), number)
    const text = own(cellAt(row, 'measure'), number)
    const current = tasks.at(-1)
    const opens = single
      ? text !== '' && (no !== null || at.no === undefined || current === undefined)
      : opensTask(no, title, current, numbersMeasures)
    const source: SourceRow = { number, cells: byRole(row, cellAt) }
    if (opens && (text !== '' || title !== '')) {
      const bare = single ? splitLabel(title).text : title
      tasks.push({
        printedNo: numbersMeasures ? '' : (no ?? ''),
        title: bare,
        heading: text === '' ? source : null,
        measures: [],
      })
    } else if (text === '') {
      leave(row, 'row-without-measure')
      left.push({ row: number, text: rowText(row), why: 'row-without-measure' })
      continue
    }
    const task = tasks.at(-1)
    if (task && text !== '') {
      const split = splitLabel(text)
      const label = split.label ?? (numbersMeasures && printed !== '' ? printed : null)
      task.measures.push({ row: source, label, text: split.text, fromTitle: false })
    }
    take(row)
  }
  return ok({ columns: { ...found, at }, header, tasks: tasks.map(closeTask), used, reasons, left })
}

/** A cell's text in the row where it begins; a merged one says nothing new in the rows below. */
const own = (cell: Cell | undefined, row: number): string =>
  cell !== undefined && cell.row === row ? cell.text : ''

type At = (row: readonly Cell[], role: ColumnRole) => Cell | undefined

/** 序号 counts measures, not tasks: every row has one, also rows that go on with the task above. */
function countsMeasures(rows: Grid['rows'], at: At): boolean {
  let goesOn = false
  for (const row of rows) {
    const [no, task, measure] = [at(row, 'no'), at(row, 'task'), at(row, 'measure')]
    if (no === undefined) return false
    const number = no.row
    if (measure === undefined || measure.text === '') continue
    if (no.text === '') return false
    if (task?.text === '' || task?.row !== number) goesOn = true
  }
  return goesOn
}

/** A page break, or a table without merges, prints a task again: the same number and title go on with it. */
function opensTask(
  no: string | null,
  title: string,
  current: OpenTask | undefined,
  countsMeasures: boolean,
): boolean {
  if (current === undefined) return true
  if (countsMeasures || no === null) return title !== '' && title !== current.title
  return no !== current.printedNo || (title !== '' && title !== current.title)
}

const byRole = (row: readonly Cell[], at: At): SourceRow['cells'] => {
  const roles: readonly ColumnRole[] = [
    'no',
    'task',
    'measure',
    'lead',
    'responsible',
    'supporting',
    'deadline',
    'remark',
  ]
  return Object.fromEntries(
    roles.flatMap((role) => {
      const cell = at(row, role)
      return cell === undefined ? [] : [[role, cell]]
    }),
  )
}

const closeTask = (task: OpenTask): SourceTask =>
  task.measures.length > 0 || task.heading === null
    ? task
    : {
        ...task,
        measures: [{ row: task.heading, ...splitLabel(task.title), fromTitle: true }],
        heading: null,
      }
