import { ok, type Refusal, type Result, refuse } from '../basics/result.ts'
import type { IsoDate } from '../calendar/date.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import type { ReviewItem } from '../deadline/rule.ts'
import { account, type CellAccount } from '../plan/accounting.ts'
import { CARRIED, CARRIED_TEXTS, type Carried } from '../plan/columns.ts'
import type { Cell, Grid } from '../plan/grid.ts'
import type { Measure, PlanReviewItem, ReaderName, Task, WorkPlan } from '../plan/plan.ts'
import { aroundTable, numbersAround } from './around-table.ts'
import { deadlineCell } from './deadline-cell.ts'
import { registerReview, structureReview } from './document-review.ts'
import { saysDone } from './done.ts'
import { placesIn, textAround } from './heading.ts'
import { type Above, readDeadline } from './inherit.ts'
import { oneOwnerQuestion } from './ownerless.ts'
import { ownersOf, type StandingUnits } from './owners.ts'
import { inTable, inText } from './places.ts'
import type { Reading } from './prose/senses.ts'
import { proseStructure } from './prose/structure.ts'
import type { UnitRegister } from './registry.ts'
import { planReview } from './review.ts'
import { statesFirstLeads } from './roles.ts'
import { expandOwners, type Roster } from './roster.ts'
import { refuseShifted } from './shifted.ts'
import type { SourceRow } from './source-row.ts'
import type { SourceTask } from './source-task.ts'
import { standingIn } from './standing.ts'
import { type Structure, structureOf } from './structure.ts'

export interface AssembleOptions {
  readonly reader: ReaderName
  readonly title: string
  readonly year: number | null
  readonly issuedOn: IsoDate | null
  /** Whom a person named for owners like 各县区. */
  readonly roster?: Roster | null
  readonly register?: UnitRegister | null
}

interface Surroundings {
  readonly options: AssembleOptions
  readonly calendar: WorkCalendar
  readonly firstLeads: boolean
  readonly places: readonly string[]
  /** Where a row, or one of its cells, stands in the document, for people. */
  readonly place: (row: number, cell?: Cell) => string
}

/**
 * Plan from a table: header → tasks and measures → units and deadlines → review. Pure.
 * Errors: NOT_A_PLAN (no header, no measure), TABLE_SCRAMBLED (cells in the wrong columns).
 */
export function assemblePlan(
  grid: Grid,
  options: AssembleOptions,
  calendar: WorkCalendar,
): Result<WorkPlan, Refusal> {
  const read = structureOf(grid)
  return read.ok ? assembled(grid, read.value, options, calendar) : read
}

/** The same from a plan written as text. Errors: NOT_A_PLAN. */
export function assembleProse(
  lines: readonly string[],
  options: AssembleOptions,
  calendar: WorkCalendar,
): Result<WorkPlan, Refusal> {
  const read = proseStructure(lines, { planYear: options.year, issuedOn: options.issuedOn }, calendar)
  return read.ok ? assembled(read.value.grid, read.value.structure, options, calendar) : read
}

function assembled(
  grid: Grid,
  structure: Structure,
  options: AssembleOptions,
  calendar: WorkCalendar,
): Result<WorkPlan, Refusal> {
  if (structure.tasks.every((task) => task.measures.length === 0))
    return refuse('NOT_A_PLAN', '分工表里没有任何措施', { remedy: '请检查文件内容是否完整' })
  const shifted = refuseShifted(structure.tasks)
  if (shifted !== null) return shifted
  const unread = structure.unread.flatMap(({ lines, code }) =>
    code === undefined ? lines.map(({ text }) => text) : [],
  )
  const around = [...textAround(grid), ...structure.left.map(({ text }) => text)]
  const all = [...around, ...unread.filter((text) => !around.some((line) => line.includes(text)))]
  const context = { planYear: options.year, issuedOn: options.issuedOn }
  const standing = standingIn(all, context, calendar)
  const surroundings: Surroundings = {
    options,
    calendar,
    firstLeads: structure.columns.firstLeads || around.some(statesFirstLeads),
    places: placesIn(options.title),
    place: options.reader === 'prose' ? inText : inTable,
  }
  const numbers = numbersOf(structure.tasks)
  const whole = options.reader === 'prose' ? structure : withSides(structure, grid, { context, calendar })
  const review: PlanReviewItem[] = [...structureReview(whole, numbers.assumed, standing)]
  const tasks = structure.tasks.map((task, index) => {
    const no = numbers.all[index] ?? String(index + 1)
    if (task.title === '')
      review.push({ ...planReview('task-without-title', no), measure: null, source: `任务${no}` })
    const done = taskOf(task, no, surroundings)
    review.push(...done.review)
    return done.task
  })
  review.push(...registerReview(tasks, { ...options, places: surroundings.places }))
  const questions = oneOwnerQuestion(tasks, review)
  const cells = account(grid.rows, structure.used, structure.reasons)
  return ok({
    title: options.title,
    year: options.year,
    issuedOn: options.issuedOn,
    reader: options.reader,
    calendar: calendar.version,
    tasks,
    review: questions,
    standing,
    carries: CARRIED.map(({ key }) => key),
    ...cellsJson(cells),
  })
}

/** What stands beside the table: lines that nobody read, and gaps in their numbers. */
function withSides(structure: Structure, grid: Grid, reading: Reading): Structure {
  return {
    ...structure,
    unread: [...aroundTable(grid, reading), ...structure.unread],
    numbers: [...structure.numbers, ...numbersAround(grid, reading)],
  }
}

function expandedNote(name: string, roster: Roster | null) {
  const how = roster === null ? '' : `${roster.title}（${roster.by}，${roster.sha256.slice(0, 8)}）`
  return planReview('roster-expanded', name, how)
}

const cellsJson = ({ read, used, ignored }: CellAccount) => ({
  cells: { read, used, ignored: ignored.length },
  ignoredCells: ignored,
})

/** The numbers printed, where every task has one and no two the same; else positions. */
function numbersOf(tasks: readonly SourceTask[]): {
  readonly all: readonly string[]
  readonly assumed: string | null
} {
  const printed = tasks.map((task) => task.printedNo)
  const twice = printed.filter((no, i) => no !== '' && printed.indexOf(no) !== i)
  const anyMissing = printed.includes('')
  if (!anyMissing && twice.length === 0) return { all: printed, assumed: null }
  const all = tasks.map((_, i) => String(i + 1))
  if (printed.every((no) => no === '')) return { all, assumed: null }
  const missing = anyMissing ? [`第 ${printed.indexOf('') + 1} 项没有序号`] : []
  return { all, assumed: [...missing, ...twice.map((no) => `序号 ${no} 重复`)].join('、') }
}

/** What goes along with a measure as its row prints it. */
function columnsOf({ cells }: SourceRow): Pick<Measure, 'columns'> {
  const filled = CARRIED_TEXTS.flatMap(({ key }) => {
    const text = cells[key]?.text ?? ''
    return text === '' ? [] : [[key, text]]
  })
  return filled.length === 0 ? {} : { columns: Object.fromEntries(filled) as Carried }
}

/** One task: owners and deadlines go down its rows, and never further. */
function taskOf(
  source: SourceTask,
  no: string,
  around: Surroundings,
): { readonly task: Task; readonly review: readonly PlanReviewItem[] } {
  const { options, calendar } = around
  const review: PlanReviewItem[] = []
  let standing: StandingUnits = {}
  let above: Above | null = null
  if (source.heading !== null) {
    const owners = ownersOf(source.heading, {}, around)
    standing = owners.standing
    above = { text: source.heading.cells.deadline?.text ?? '', ownerKey: owners.key }
    for (const { item } of owners.review)
      if (item.code !== 'no-owner')
        review.push({ ...item, measure: null, source: `任务${no}（${around.place(source.heading.number)}）` })
  }
  const first = source.measures[0]?.parentOwn ? 0 : 1
  const measures = source.measures.map((item, index): Measure => {
    const measureNo = `${no}.${index + first}`
    const name = item.parentOwn ? `任务${no}` : `任务${no}第${index + first}项`
    const add = (found: ReviewItem, what: string, cell?: Cell) =>
      review.push({
        ...found,
        measure: measureNo,
        source: `${name}·${what}（${around.place(item.row.number, cell)}）`,
      })
    const owners = ownersOf(item.row, standing, around)
    const people = [...(item.people ?? []), ...owners.people]
    const { units, expanded } = expandOwners(owners.units, options.roster ?? null)
    for (const found of owners.review) {
      const name = expanded.find((generic) => found.item.message.includes(`“${generic}”`))
      if (found.item.code !== 'generic-owner' || name === undefined) add(found.item, found.column, found.cell)
    }
    for (const name of expanded) add(expandedNote(name, options.roster ?? null), '单位')
    if (item.fromTitle) add(planReview('measure-from-title', source.title), '工作任务', item.row.cells.task)
    if (item.paired) add(planReview('numbers-paired', item.text), '具体措施', item.row.cells.measure)
    if (item.unlike)
      add(
        planReview('numbers-unpaired', item.text, `${item.unlike[0]} 条措施、${item.unlike[1]} 条期限`),
        '完成时限',
        item.row.cells.deadline,
      )
    const { status } = item.row.cells
    // A row of quarters has one state: asked once, at the first of its measures.
    const ofRow = source.measures.find(({ row }) => row.number === item.row.number)
    if (status && saysDone(status.text) && ofRow === item)
      add(planReview('already-done', status.text), '完成情况', status)
    const cell = item.row.cells.deadline
    const wording = deadlineCell(
      cell,
      item.row.cells.start,
      { planYear: options.year, issuedOn: options.issuedOn },
      calendar,
    )
    for (const found of wording.review) add(found, '启动时间', item.row.cells.start)
    const read = readDeadline(
      item.text,
      wording.cell,
      item.inherits === undefined ? above : { text: item.inherits, ownerKey: owners.key, isDefault: true },
      owners.key,
      { planYear: options.year, issuedOn: options.issuedOn },
      calendar,
    )
    for (const found of read.review)
      add(found, read.where, read.where === '完成时限' ? cell : item.row.cells.measure)
    // Blank cells of a table go on with those above; an item of a text says for itself, or its parent says it.
    if (options.reader !== 'prose') {
      standing = owners.standing
      above = { text: read.where === '完成时限' ? read.deadline.text : '', ownerKey: owners.key }
    }
    const remark = [
      item.row.cells.remark?.text ?? '',
      status && status.text !== '' ? `完成情况：${status.text}` : '',
    ]
      .filter((text) => text !== '')
      .join('；')
    return {
      no: measureNo,
      label: item.label,
      text: item.text,
      units,
      ...(people.length === 0 ? {} : { people }),
      ...columnsOf(item.row),
      deadline: read.deadline,
      ...(remark === '' ? {} : { remark }),
    }
  })
  return { task: { no, title: source.title, measures }, review }
}
