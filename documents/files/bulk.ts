import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'
import { cleanUnit } from '../../domain/basics/unit-name.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import { readDate } from '../../domain/calendar/written.ts'
import { GRADES, type Grade } from '../../domain/policy/levels.ts'
import { tableIn } from './table-file.ts'

const ITEM = ['应办事项', '事项', '编号', 'obligation', 'item'] as const
const NO = ['措施', '措施编号', '序号', '编号', 'measure', 'no'] as const
const NOTE = ['说明', '备注', '意见', '理由', '依据', 'note', 'reason'] as const

interface Placed {
  readonly place: string
}
export interface SignRow extends Placed {
  readonly no: string
  readonly unit: string
  readonly note: string | null
}
export interface DueRow extends Placed {
  readonly id: string
  readonly dueOn: IsoDate
  readonly reason: string | null
}
export interface ReviewRow extends Placed {
  readonly id: string
  readonly verdict: 'accept' | 'return'
  readonly grade: Grade | null
  readonly note: string | null
}

const wrong = (place: string, what: string, remedy: string) =>
  refuse('BULK_FILE', `${place}：${what}`, { remedy })

const twice = (place: string, what: string) => wrong(place, `${what} 写了两次`, '每项一行')

/** 签收 as a table tells it: who signed for which measure. Errors: BULK_FILE with the row, TABLE_COLUMNS. */
export function signTable(bytes: Uint8Array, name: string): Result<readonly SignRow[], Refusal> {
  const columns = { no: NO, unit: ['单位', '签收单位', 'unit'], note: NOTE } as const
  const table = tableIn(bytes, name, columns, ['no', 'unit'])
  if (!table.ok) return table
  const rows: SignRow[] = []
  for (const { place, cells } of table.value) {
    const unit = cleanUnit(cells.unit)
    if (cells.no === '') return wrong(place, '没有写措施', '写措施编号')
    if (unit === '') continue
    if (rows.some((row) => row.no === cells.no && row.unit === unit))
      return twice(place, `${cells.no} ${unit}`)
    rows.push({ place, no: cells.no, unit, note: cells.note || null })
  }
  return ok(rows)
}

/** Due dates to be set, one row an obligation; a row without a date is left alone. Errors: BULK_FILE, TABLE_COLUMNS. */
export function dueTable(bytes: Uint8Array, name: string): Result<readonly DueRow[], Refusal> {
  const columns = { id: ITEM, dueOn: ['到期日', '新到期日', '期限', 'dueOn', 'due-on'], note: NOTE } as const
  const table = tableIn(bytes, name, columns, ['id', 'dueOn'])
  if (!table.ok) return table
  const rows: DueRow[] = []
  for (const { place, cells } of table.value) {
    if (cells.id === '') return wrong(place, '没有写应办事项', '写应办事项编号')
    if (cells.dueOn === '') continue
    const dueOn = readDate(cells.dueOn)
    if (dueOn === null)
      return wrong(place, `“${cells.dueOn}”不是真实的日期`, '写成 2026-03-02 或 2026年3月2日')
    if (rows.some((row) => row.id === cells.id)) return twice(place, cells.id)
    rows.push({ place, id: cells.id, dueOn, reason: cells.note || null })
  }
  return ok(rows)
}

const VERDICTS: Readonly<Record<string, ReviewRow['verdict']>> = {
  通过: 'accept',
  审核通过: 'accept',
  同意: 'accept',
  办结: 'accept',
  accept: 'accept',
  退回: 'return',
  退回重办: 'return',
  return: 'return',
}

/** 审核结论, one row an obligation; a row without one is left alone. Errors: BULK_FILE with the row, TABLE_COLUMNS. */
export function reviewTable(bytes: Uint8Array, name: string): Result<readonly ReviewRow[], Refusal> {
  const columns = {
    id: ITEM,
    verdict: ['结论', '审核结论', '审核', 'verdict'],
    grade: ['办理质量', '评价', 'grade'],
    note: NOTE,
  } as const
  const table = tableIn(bytes, name, columns, ['id', 'verdict'])
  if (!table.ok) return table
  const rows: ReviewRow[] = []
  for (const { place, cells } of table.value) {
    if (cells.id === '') return wrong(place, '没有写应办事项', '写应办事项编号')
    if (cells.verdict === '') continue
    const verdict = VERDICTS[cells.verdict.normalize('NFKC').replace(/\s/g, '')]
    if (verdict === undefined) return wrong(place, `看不懂结论“${cells.verdict}”`, '写 通过 或 退回')
    const grade = GRADES.find((one) => one === cells.grade) ?? null
    if (cells.grade !== '' && grade === null)
      return wrong(place, `看不懂办理质量“${cells.grade}”`, `写 ${GRADES.join('、')} 之一，或不写`)
    if (verdict === 'return' && cells.note === '')
      return wrong(place, '退回没有写理由', '在“说明”栏写缺什么、怎么改')
    if (rows.some((row) => row.id === cells.id)) return twice(place, cells.id)
    rows.push({ place, id: cells.id, verdict, grade, note: cells.note || null })
  }
  return ok(rows)
}
