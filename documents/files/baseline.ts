import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import { readDate } from '../../domain/calendar/written.ts'
import { BASELINE_NAMES, type BaselineItem, type BaselineMode } from '../../domain/plan/baseline.ts'
import type { PastItem } from '../../domain/supervision/baseline.ts'
import { tableFile, tableIn } from './table-file.ts'

const COLUMNS = {
  item: ['应办事项', '事项', '编号', '措施', '措施编号', 'obligation', 'item', 'measure', 'no'],
  as: ['处理', '起点', '处理方式', '情况', 'baseline', 'as', 'status'],
  dueOn: ['新到期日', '到期日', '新期限', 'dueOn', 'due', 'due-on'],
  doneOn: ['完成日期', '完成日', '办结日期', 'doneOn', 'done-on'],
  url: ['链接', '网址', '材料链接', 'url'],
  file: ['附件', '文件', 'file'],
  note: ['说明', '备注', 'note'],
} as const

const WORDS: Readonly<Record<string, BaselineMode>> = {
  ...Object.fromEntries(
    (Object.entries(BASELINE_NAMES) as [BaselineMode, string][]).flatMap(([mode, name]) => [
      [mode, mode],
      [name, mode],
    ]),
  ),
  完成: 'done',
  已完成: 'done',
  办结: 'done',
  启动前已办结: 'done',
  从今起: 'from-today',
  从今催办: 'from-today',
  继续催办: 'from-today',
  另定日期: 'from-today',
  原样: 'as-is',
  按原日期: 'as-is',
  逾期: 'as-is',
}

/** A row's item, with the paths of evidence files as they are written. */
export interface BaselineRow {
  readonly id: string
  readonly item: Omit<BaselineItem, 'files'>
  readonly files: readonly string[]
}

/**
 * A table of what becomes of the dates past at a start, one row an item (an obligation or a measure); a row without a
 * word stays as it is. Errors: BASELINE_FILE with the row, TABLE_COLUMNS.
 */
export function baselineIn(bytes: Uint8Array, name: string): Result<readonly BaselineRow[], Refusal> {
  const table = tableIn(bytes, name, COLUMNS, ['item', 'as'])
  if (!table.ok) return table
  const found: BaselineRow[] = []
  for (const { place, cells } of table.value) {
    const wrong = (what: string, remedy: string) => refuse('BASELINE_FILE', `${place}：${what}`, { remedy })
    if (cells.item === '') return wrong('没有写应办事项', '写应办事项编号或措施编号')
    if (cells.as === '') continue
    const as = WORDS[cells.as.normalize('NFKC').replace(/\s/g, '')]
    if (as === undefined)
      return wrong(`看不懂处理“${cells.as}”`, `写 ${Object.values(BASELINE_NAMES).join('、')} 之一`)
    if (found.some((row) => row.id === cells.item)) return wrong(`${cells.item} 写了两次`, '每项一行')
    const dates: { dueOn?: IsoDate; doneOn?: IsoDate } = {}
    for (const key of ['dueOn', 'doneOn'] as const) {
      if (cells[key] === '') continue
      const day = readDate(cells[key])
      if (day === null) return wrong(`“${cells[key]}”不是真实的日期`, '写成 2026-03-02 或 2026年3月2日')
      dates[key] = day
    }
    const urls = cells.url.split(/[\s，、；;]+/).filter((url) => url !== '')
    const bad = urls.find((url) => !/^https?:\/\/[^\s/]+/.test(url))
    if (bad !== undefined) return wrong(`链接“${bad}”不是完整的网址`, '以 http:// 或 https:// 开头')
    const files = cells.file.split(/[，、；;\n]+/).flatMap((path) => path.trim() || [])
    const shown = as === 'done' ? { urls, note: cells.note || null } : {}
    found.push({ id: cells.item, item: { as, ...dates, ...shown }, files: as === 'done' ? files : [] })
  }
  return ok(found)
}

/** The same table to be filled in, one row a date that is past. */
export const baselineFile = (name: string, items: readonly PastItem[]): Uint8Array =>
  tableFile(
    name,
    ['应办事项', '单位', '措施', '原到期日', '处理', '新到期日', '完成日期', '链接', '附件', '说明'],
    items.map((one) => [one.obligation, one.unit, one.text, one.dueOn, '', '', '', '', '', '']),
  )
