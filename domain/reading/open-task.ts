import type { Grid } from '../plan/grid.ts'
import type { Person } from '../plan/people.ts'
import { splitLabel, taskNumber } from './labels.ts'
import { beginsList, pairedRows } from './pairs.ts'
import type { periodRows } from './periods.ts'
import type { Columns } from './roles.ts'
import { countsMeasures, ownText } from './rows.ts'
import type { SourceRow } from './source-row.ts'
import type { SourceMeasure, SourceTask } from './source-task.ts'

export interface OpenTask extends SourceTask {
  readonly measures: SourceMeasure[]
}

/** How this table's rows make tasks. */
export interface Layout {
  readonly at: Columns['at']
  /** One column says it all: each row is a task with itself as its measure. */
  readonly single: boolean
  readonly numbersMeasures: boolean
}

export function layoutOf(columns: Columns, body: Grid['rows'], firstNumber: number): Layout {
  const { at } = columns
  const full = { ...at, task: at.task ?? at.measure, measure: at.measure ?? at.task } as Columns['at']
  const single = full.task === full.measure
  return { at: full, single, numbersMeasures: !single && countsMeasures(body, firstNumber, full) }
}

/** Puts a content row into its task, which it may open; false when it says nothing that could be a measure. */
export function addRow(
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

export const withMeasure = (task: SourceTask): SourceTask =>
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
