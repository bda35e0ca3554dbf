import { type Refusal, type Result, refuse } from '../basics/result.ts'
import type { Cell, Grid } from '../plan/grid.ts'
import { assumedColumns, type Columns, columnsOf, headerText, rolesNamed } from './roles.ts'

/** The rows that name a table's columns, from the first to the last, and what each column is. */
export interface Header {
  readonly first: number
  readonly last: number
  readonly columns: Columns
}

/** The columns that a row names; where it says who and by when but not what, the widest column of the body says what. */
const namedBy = (rows: Grid['rows'], at: number, assume: boolean): Columns | null => {
  const row = rows[at]
  if (row === undefined) return null
  return columnsOf(row) ?? (assume ? assumedColumns(row, rows.slice(at + 1)) : null)
}

/** A header of two rows: 责任单位 over 牵头 and 配合, the other cells merged down. The last row names each column. */
function lastHeaderRow(rows: Grid['rows'], first: number, assume: boolean): number {
  let at = first
  for (;;) {
    const next = rows[at + 1]
    const shared = next?.filter((cell) => rows[at]?.includes(cell)).length ?? 0
    const own = next?.filter((cell) => cell.row === at + 2) ?? []
    if (next === undefined || shared === 0 || own.length === 0 || namedBy(rows, at + 1, assume) === null)
      return at
    if (own.some((cell) => cell.text.length > 12)) return at
    at += 1
  }
}

/** The header of a table; null when it has none. A row that names all goes before one that leaves the measures out. */
export function headerOf(rows: Grid['rows']): Header | null {
  for (const assume of [false, true]) {
    const first = rows.findIndex((_, at) => namedBy(rows, at, assume) !== null)
    if (first < 0) continue
    const last = lastHeaderRow(rows, first, assume)
    const columns = namedBy(rows, last, assume)
    if (columns !== null) return { first, last, columns }
  }
  return null
}

/** Index of the row that names the columns, -1 when none does. */
export const headerAt = (rows: Grid['rows']): number => headerOf(rows)?.first ?? -1

const MISSING = {
  what: '写任务或措施的栏',
  who: '写牵头或责任单位的栏',
  when: '写完成时限的栏',
} as const

/** The refusal of a table without a header: which columns were found and which are missing. */
export function noHeader(rows: Grid['rows']): Result<never, Refusal> {
  let best: readonly Cell[] = []
  for (const row of rows.slice(0, 200)) {
    const named = rolesNamed(row)
    if (named.length > rolesNamed(best).length) best = row
  }
  const named = rolesNamed(best)
  const remedy =
    '请检查文件是否为分工方案；表头应包含“工作任务”“牵头单位”“完成时限”等字样，可在原文件中改好表头后重试'
  if (named.length < 2)
    return refuse('NOT_A_PLAN', '没有找到分工表的表头（需要有任务或措施，以及牵头单位或完成时限等列）', {
      remedy,
    })
  const has = (...roles: readonly string[]) => named.some(({ role }) => roles.includes(role))
  const missing = [
    ...(has('task', 'measure') ? [] : [MISSING.what]),
    ...(has('lead', 'responsible') ? [] : [MISSING.who]),
    ...(has('deadline') ? [] : [MISSING.when]),
  ]
  const found = named.map(({ cell }) => headerText(cell))
  return refuse('NOT_A_PLAN', `表头里找到了“${found.join('”“')}”，没有找到${missing.join('、')}`, {
    remedy,
    fields: { found, missing },
  })
}
