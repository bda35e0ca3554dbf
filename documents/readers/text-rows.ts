import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'
import { type Cell, makeCell } from '../../domain/plan/grid.ts'
import { isGroupHeading } from '../../domain/reading/labels.ts'
import { assumedColumns, columnsOf, rolesNamed } from '../../domain/reading/roles.ts'
import { isTail } from './tail.ts'
import type { TableText } from './text-cells.ts'

/** Tab-separated records, cells in quotes with line breaks and doubled quotes as spreadsheets write them. */
export function recordsOf(text: string): readonly (readonly string[])[] {
  const records: string[][] = []
  let record: string[] = []
  let field = ''
  let quoted = false
  let fresh = true
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] ?? ''
    if (quoted) {
      if (char !== '"') field += char
      else if (text[i + 1] === '"') {
        field += char
        i += 1
      } else quoted = false
    } else if (char === '"' && fresh && closes(text, i)) quoted = true
    else if (char === '\t' || char === '\n') {
      record.push(field)
      field = ''
      if (char === '\n') {
        records.push(record)
        record = []
      }
      fresh = true
      continue
    } else field += char
    fresh = false
  }
  if (field !== '' || record.length > 0) records.push([...record, field])
  return records
}

/**
 * A quote opens a quoted cell only as spreadsheets write one: closed before a tab or a line's end, and holding what
 * needs quotes (a line break, a doubled quote). Any other quote is text.
 */
function closes(text: string, open: number): boolean {
  let needed = false
  for (let i = open + 1; i < text.length && text[i] !== '\t'; i += 1) {
    if (text[i] === '\n') needed = true
    if (text[i] !== '"') continue
    if (text[i + 1] !== '"')
      return needed && (i + 1 === text.length || text[i + 1] === '\t' || text[i + 1] === '\n')
    needed = true
    i += 1
  }
  return false
}

const asCells = (record: readonly string[], row: number, width: number): Cell[] =>
  Array.from({ length: width }, (_, i) => makeCell(record[i] ?? '', row, i + 1))

/** A header has some ten columns. */
const MOST_HEADER = 60
/** Lines of text that may stand above it. */
const MOST_ABOVE = 2000
/** As of any other table. */
const MOST_ROWS = 20_000

const isHeader = (record: readonly string[]): boolean =>
  record.length > 1 && record.length <= MOST_HEADER && columnsOf(asCells(record, 1, record.length)) !== null

/**
 * Index of the first line of this layout's header, or -1: one line that holds all its columns. A line that says who
 * and by when but not what is one where no other is.
 */
export function headerRecord(records: readonly (readonly string[])[]): number {
  const top = records.slice(0, MOST_ABOVE)
  const named = top.findIndex(isHeader)
  if (named >= 0) return named
  return top.findIndex((record, at) => {
    if (record.length < 3 || record.length > MOST_HEADER) return false
    const roles = rolesNamed(asCells(record, 1, record.length)).map(({ role }) => role)
    if (!roles.includes('deadline')) return false
    const body = records.slice(at + 1, at + 50).map((line, i) => asCells(line, i + 2, record.length))
    return assumedColumns(asCells(record, 1, record.length), body) !== null
  })
}

/**
 * The layout with one row a line, cells parted by tabs (制表符分隔). A cell with line breaks and no quotes breaks its
 * row: the parts join while they don't exceed the header's width. Text without a tab behind a whole row ends the
 * table, unless it heads a group. Errors: TABLE_SCRAMBLED (a row with more cells than the header), TABLE_TOO_LARGE.
 */
export function readRows(records: readonly (readonly string[])[]): Result<TableText, Refusal> {
  const width = trimmed(records[0] ?? []).length
  const rows: Cell[][] = []
  const after: string[] = []
  let open: string[] | null = null
  const close = () => {
    if (open !== null) rows.push(asCells(open, rows.length + 1, width))
    open = null
  }
  for (const [index, printed] of records.entries()) {
    const record = trimmed(printed)
    const number = rows.length + (open === null ? 1 : 2)
    if (record.length > width)
      return refuse('TABLE_SCRAMBLED', `表头有 ${width} 列，但第 ${number} 行有 ${record.length} 格`, {
        remedy: '表格可能错列；请从原文件重新另存，单元格里不要有制表符',
        fields: { columns: width, row: number },
      })
    if (number > MOST_ROWS)
      return refuse('TABLE_TOO_LARGE', `表格有 ${MOST_ROWS} 行以上，超出可读的范围`, {
        remedy: '请删去表格以外的空行，只保留分工表后另存',
      })
    const blank = record.length === 0
    if (blank && printed.length < width) continue
    const before: string[] = open ?? []
    const stands = printed.length === 1 && (isTail(printed[0] ?? '') || isGroupHeading(printed[0] ?? ''))
    const joins = open !== null && before.length < width && !blank && !stands && printed.length < width
    if (joins && before.length + record.length - 1 <= width) {
      before[before.length - 1] += `\n${record[0] ?? ''}`
      before.push(...record.slice(1))
      continue
    }
    close()
    const lastLines = printed.length === 1 && !records.slice(index).some((r) => r.length > 1)
    if (lastLines) after.push(printed[0]?.trim() ?? '')
    else if (stands) rows.push(asCells(record, rows.length + 1, width))
    else open = printed.length >= width ? [...printed.slice(0, width)] : [...record]
  }
  close()
  return ok({ rows, after })
}

/** Without the empty cells at its end. */
const trimmed = (record: readonly string[]): readonly string[] =>
  record.slice(0, record.findLastIndex((field) => field.trim() !== '') + 1)
