import { numeral } from '../deadline/numerals.ts'
import { type Cell, makeCell } from '../plan/grid.ts'
import type { SourceRow } from './source-row.ts'

/** A column for a stretch of the year: what stands in it is due at its end. */
export interface PeriodColumn {
  readonly index: number
  /** As a wording of its own: 第一季度, 上半年, 3月底前; with its year where the header names one. */
  readonly deadline: string
}

const NUMBER = '(?:\\d{1,2}|[一二三四五六七八九十]{1,3})'
const PERIOD = new RegExp(
  `^((?:20\\d{2})年)?(?:第?([一二三四1-4])季度?|Q([1-4])|([上下]半年)|(?:${NUMBER}月?[-—–~至到])?(${NUMBER})月份?)(?:的)?(?:工作|主要|重点|阶段|推进|预期|计划|拟){0,5}(?:完成)?(?:目标|任务|计划|安排|节点|要求|重点|内容|措施|工作|进度|打算|举措){0,5}$`,
  'i',
)
const QUARTERS = '一二三四'

/**
 * The wording of a column's header that names a quarter, a half-year or a month; null when it names none. One that
 * tells what was done (一季度完成情况) is none.
 * @example periodIn('2024年一季度目标') // '2024年第一季度'
 * @example periodIn('1-3月') // '3月底前'
 */
export function periodIn(header: string): string | null {
  const [, year = '', quarter, q, half, month] = PERIOD.exec(header) ?? []
  const which = quarter ?? q
  if (which !== undefined) {
    const at = QUARTERS.includes(which) ? which : (QUARTERS[Number(which) - 1] ?? which)
    return `${year}第${at}季度`
  }
  if (half !== undefined) return `${year}${half}`
  const value = month === undefined ? null : numeral(month)
  return value !== null && value >= 1 && value <= 12 ? `${year}${value}月底前` : null
}

const YEAR = /20\d{2}年/

/** With the year that the header's row above names, where the column's own names none. */
export const withYear = (deadline: string, above: readonly string[]): string => {
  if (YEAR.test(deadline)) return deadline
  const year = above.map((text) => YEAR.exec(text)?.[0]).find((found) => found !== undefined)
  return `${year ?? ''}${deadline}`
}

const TICK = /^[√✓✔☑●○△★*xX×]+$/
/** Words too short to say by themselves what is to be done. */
const SHORT = 8

/** What is to be done in a period: the cell's words, behind those of the row where they say too little. */
function textIn(cell: Cell, row: string): string {
  if (row === '' || row === cell.text) return cell.text
  if (TICK.test(cell.text)) return row
  return cell.text.length < SHORT ? `${row}：${cell.text}` : cell.text
}

const SAYS_NOTHING = /^[-—–/\\\s无]*$/

/** The clauses of a row, one for each period that is filled: the row as it would stand with that cell alone. */
export function periodRows(
  row: SourceRow,
  cells: readonly Cell[],
  periods: readonly PeriodColumn[],
): readonly { readonly row: SourceRow; readonly text: string }[] {
  const own = row.cells.measure?.text || row.cells.task?.text || ''
  return periods.flatMap(({ index, deadline }) => {
    const cell = cells[index]
    if (cell === undefined || cell.row !== row.number || SAYS_NOTHING.test(cell.text)) return []
    const due = makeCell(deadline, cell.row, cell.col)
    return [
      { row: { ...row, cells: { ...row.cells, measure: cell, deadline: due } }, text: textIn(cell, own) },
    ]
  })
}
