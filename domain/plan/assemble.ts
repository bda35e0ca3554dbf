import type { IsoDate } from '../calendar/date.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { compileDeadline } from '../deadline/compile.ts'
import { ok, type Refusal, type Result, refuse } from '../result.ts'
import { type Cell, cellText, type Grid } from './grid.ts'
import { findDeadline } from './inherit.ts'
import type { Measure, PlanReviewItem, ReaderName, Task, UnitRef, UnitRole, WorkPlan } from './plan.ts'
import { type Columns, columnsOf } from './roles.ts'
import { readUnits } from './units.ts'

export interface AssembleOptions {
  readonly reader: ReaderName
  readonly title: string
  readonly year: number | null
  readonly issuedOn: IsoDate | null
}

interface Row {
  readonly cells: readonly Cell[]
  readonly number: number
}

interface Draft {
  no: string
  title: string
  units: readonly UnitRef[]
  unitKey: string
  measures: Measure[]
  rows: { text: string; unitKey: string; measure: Measure }[]
}

const LABEL = /^(?:\d{1,2}[.．、)]|[(（]\d{1,2}[)）]|[(（][一二三四五六七八九十]+[)）]|[①-⑳])\s*/
const ROLES: readonly UnitRole[] = ['lead', 'responsible', 'supporting']

/** Plan from a grid: header → tasks and measures → units and deadlines → review. Pure. Errors: NOT_A_PLAN, TABLE_SCRAMBLED. */
export function assemblePlan(
  grid: Grid,
  options: AssembleOptions,
  calendar: WorkCalendar,
): Result<WorkPlan, Refusal> {
  const headerAt = grid.rows.findIndex((row) => columnsOf(row) !== null)
  const columns = headerAt < 0 ? null : columnsOf(grid.rows[headerAt] ?? [])
  if (columns === null)
    return refuse('NOT_A_PLAN', '没有找到分工表的表头（需要有任务或措施、牵头单位、完成时限等列）', {
      remedy: '请检查文件是否为分工方案；表头应包含“工作任务”“牵头单位”“完成时限”等字样',
    })
  const review: PlanReviewItem[] = []
  const drafts: Draft[] = []
  let ignored = headerAt + 1 > 0 ? grid.rows.slice(0, headerAt + 1).flat().length : 0
  for (const [index, cells] of grid.rows.slice(headerAt + 1).entries()) {
    const row: Row = { cells, number: headerAt + index + 2 }
    if (columnsOf(cells) !== null) {
      // The header again, at the top of a page.
      ignored += cells.length
      continue
    }
    const problem = addRow(row, columns, drafts, review, options, calendar)
    if (problem) return problem
  }
  if (drafts.every((draft) => draft.measures.length === 0))
    return refuse('NOT_A_PLAN', '分工表里没有任何措施', { remedy: '请检查文件内容是否完整' })
  const read = grid.rows.flat().length
  const unique = new Set(drafts.map((d) => d.no)).size === drafts.length && drafts.every((d) => d.no !== '')
  if (!unique)
    return refuse('TASK_NUMBERS', '任务序号有缺失或重复，无法确定措施编号', {
      remedy: '请补全或改正“序号”列',
    })
  if (options.issuedOn === null)
    review.push({
      code: 'issue-date-unknown',
      severity: 'confirm',
      message: '文件中没有成文或印发日期：周期性工作从方案年度第一天算起',
      measure: null,
      source: '全文',
    })
  return ok({
    title: options.title,
    year: options.year,
    issuedOn: options.issuedOn,
    reader: options.reader,
    calendar: calendar.version,
    tasks: drafts.map(({ no, title, measures }): Task => ({ no, title, measures })),
    review,
    standing: [],
    cells: { read, used: read - ignored, ignored },
  })
}

function addRow(
  row: Row,
  columns: Columns,
  drafts: Draft[],
  review: PlanReviewItem[],
  options: AssembleOptions,
  calendar: WorkCalendar,
) {
  const cell = (role: keyof Columns): Cell | undefined => {
    const at = columns[role]
    return at === undefined ? undefined : row.cells[at]
  }
  const no = cellText(cell('no'))
    .normalize('NFKC')
    .replace(/[.、\s]/g, '')
  const title = cellText(cell('task'))
  const body = columns.measure === undefined ? title : cellText(cell('measure'))
  if (no !== '' && !/^[\d一二三四五六七八九十]+$/.test(no))
    return refuse('TABLE_SCRAMBLED', `第 ${row.number} 行的序号“${no}”不是编号，表格可能错列`, {
      remedy: '请检查原文件的表格是否完整，改正后重试',
      fields: { row: row.number },
    })
  if (no !== '' || drafts.length === 0)
    drafts.push({ no: no || '1', title, units: [], unitKey: '', measures: [], rows: [] })
  const draft = drafts.at(-1)
  if (draft === undefined || body === '') {
    if (row.cells.some((c) => cellText(c) !== ''))
      review.push({
        code: 'row-without-measure',
        severity: 'confirm',
        message: `第 ${row.number} 行没有措施内容：“${row.cells.map(cellText).filter(Boolean).join(' ')}”`,
        measure: null,
        source: `表格第 ${row.number} 行`,
      })
    return null
  }
  const read = ROLES.map((role) => readUnits(cell(role)?.lines ?? [], role))
  const named = read.flatMap((r) => r.units)
  if (named.length > 0) {
    draft.units = named
    draft.unitKey = named.map((u) => u.name).join('、')
  }
  const measureNo = `${draft.no}.${draft.measures.length + 1}`
  const source = `任务${draft.no}第${draft.measures.length + 1}项（表格第 ${row.number} 行）`
  const note = (code: string, severity: 'confirm' | 'note', message: string) =>
    review.push({ code, severity, message, measure: measureNo, source })
  for (const name of named.length > 0 ? read.flatMap((r) => r.doubtful) : [])
    note('bracket-doubtful', 'note', `“${name}”括号里可能是内设机构，也可能是单位的另一名称`)
  for (const name of named.length > 0 ? read.flatMap((r) => r.generic) : [])
    note('generic-owner', 'confirm', `“${name}”不是具体单位，请指明由谁承办`)
  if (draft.units.length === 0) note('no-owner', 'confirm', '没有写承办单位')
  else if (!draft.units.some((u) => u.role === 'lead'))
    note('lead-assumed', 'confirm', `没有写牵头单位，暂由第一个责任单位“${draft.units[0]?.name}”牵头`)
  const label = LABEL.exec(body)?.[0].trim() ?? null
  const text = body.replace(LABEL, '')
  const found = findDeadline(cell('deadline')?.lines ?? [], draft.rows, draft.unitKey)
  const compiled = compileDeadline(
    found.text,
    { planYear: options.year, issuedOn: options.issuedOn, measure: text },
    calendar,
  )
  if (found.inherited && compiled.clauses.some((c) => c.trigger !== null))
    note(
      'inherited-conditional',
      'confirm',
      `时限栏空白，沿用上一项的“${found.text}”：是否也等这个条件，请确认`,
    )
  for (const item of compiled.review)
    review.push({ ...item, measure: measureNo, source: `${source}·完成时限` })
  const measure: Measure = {
    no: measureNo,
    label,
    text,
    units: draft.units,
    deadline: { ...found, clauses: compiled.clauses, unparsed: compiled.unparsed },
  }
  draft.measures.push(measure)
  draft.rows.push({ text: found.text, unitKey: draft.unitKey, measure })
  return null
}
