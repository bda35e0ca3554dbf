import { type Cell, cellText } from './grid.ts'

export type ColumnRole =
  | 'no'
  | 'task'
  | 'lead'
  | 'responsible'
  | 'supporting'
  | 'measure'
  | 'deadline'
  | 'remark'

/** Header words, most particular first. 牵头 decides before 单位; 措施 before 任务. */
const HEADERS: readonly (readonly [ColumnRole, RegExp])[] = [
  ['no', /^(序号|编号|序|项次)$/],
  ['deadline', /时限|期限|时间|进度安排|节点/],
  ['supporting', /配合|协办|协同|参与/],
  ['lead', /牵头|主办/],
  ['responsible', /责任单位|责任部门|承办|落实单位|实施单位|负责单位|责任主体|分工/],
  ['measure', /措施|具体任务|工作内容|具体内容|主要内容|任务内容|重点任务内容|具体要求/],
  ['task', /任务|事项|项目|要点|重点工作|类别|目标/],
  ['remark', /备注|说明/],
]

export const roleOf = (cell: Cell): ColumnRole | null => {
  const text = cellText(cell).normalize('NFKC').replace(/\s/g, '')
  return HEADERS.find(([, pattern]) => pattern.test(text))?.[0] ?? null
}

export type Columns = Partial<Record<ColumnRole, number>>

/**
 * Roles of a header row's columns, or null when it is none: a plan needs what is to be done, and who or when.
 * A table without a 措施 column states its measures in the task column.
 */
export function columnsOf(row: readonly Cell[]): Columns | null {
  const columns: Columns = {}
  for (const [index, cell] of row.entries()) {
    const role = roleOf(cell)
    if (role !== null && columns[role] === undefined) columns[role] = index
  }
  const says = columns.measure !== undefined || columns.task !== undefined
  const who = columns.lead !== undefined || columns.responsible !== undefined
  return says && (who || columns.deadline !== undefined) ? columns : null
}
