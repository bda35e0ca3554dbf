import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'
import type { Grid } from '../../domain/plan/grid.ts'
import { readCells } from './text-cells.ts'
import { headerRecord, readRows, recordsOf } from './text-rows.ts'

const notEmpty = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.trim()).filter((line) => line !== '')

/**
 * A table as plain text, in either layout: one row a line with tabs between the cells (spreadsheets, word
 * processors), or one cell a line with a tab before it and an empty line before each row (extracted documents).
 * Errors: TABLE_NOT_FOUND, NOT_A_PLAN, TABLE_SCRAMBLED.
 */
export function readTextTable(source: string): Result<readonly Grid[], Refusal> {
  const text = source.replace(/\r\n?/g, '\n')
  const records = recordsOf(text)
  const header = headerRecord(records)
  if (header >= 0) {
    const table = readRows(records.slice(header))
    if (!table.ok) return table
    const before = notEmpty(records.slice(0, header).map((record) => record.join(' ')))
    return ok([{ before, ...table.value }])
  }
  const lines = text.split('\n')
  const first = lines.findIndex((line) => line.startsWith('\t'))
  if (first < 0)
    return refuse('TABLE_NOT_FOUND', '文件里没有找到表格', {
      remedy:
        '本版本只读取文本表格(.txt)：一行一条、单元格之间用制表符；请在 WPS 表格或 Excel 中另存为“文本文件(制表符分隔)”',
    })
  const table = readCells(lines.slice(first))
  return table.ok ? ok([{ before: notEmpty(lines.slice(0, first)), ...table.value }]) : table
}
