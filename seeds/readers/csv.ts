import { read, utils } from '@e965/xlsx'
import type { Grid } from '../../domain/plan/grid.ts'
import { ok, type Refusal, type Result } from '../../domain/result.ts'
import { headerRecord, readRows } from './text-rows.ts'

/** A header of a plan in one line, its columns parted by commas. */
const LOOKS = /^[^\n]*(?:任务|措施|事项|单位|时限|时间)[^\n]*,[^\n]*(?:任务|措施|事项|单位|时限|时间)/m

/**
 * A table with commas between its cells (.csv), as spreadsheets save it; null when the text is none.
 * Errors: TABLE_SCRAMBLED.
 */
export function readCsv(text: string): Result<readonly Grid[], Refusal> | null {
  if (!LOOKS.test(text)) return null
  // raw: nothing in it is taken for a number or a date; what stands there is what was printed.
  const sheet = Object.values(read(text, { type: 'string', raw: true }).Sheets)[0]
  if (sheet === undefined) return null
  const records = utils
    .sheet_to_json<unknown[]>(sheet, { header: 1, raw: true, defval: '', blankrows: false })
    .map((row) => row.map((cell) => String(cell ?? '')))
  const header = headerRecord(records)
  if (header < 0) return null
  const table = readRows(records.slice(header))
  if (!table.ok) return table
  const before = records
    .slice(0, header)
    .map((record) => record.join(' ').trim())
    .filter((line) => line !== '')
  return ok([{ before, ...table.value }])
}
