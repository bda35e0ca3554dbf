import { read, utils } from '@e965/xlsx'
import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'
import type { Grid } from '../../domain/plan/grid.ts'
import { headerRecord, readRows } from './text-rows.ts'

const NAMES = /任务|措施|事项|单位|时限|时间/
/** Lines of titles and notes that may stand above a header, and the longest that a header is. */
const MOST_ABOVE = 200
const LONGEST = 2000
const MOST_COMMAS = 300_000

/** Whether one of the first lines is a header of a plan, its columns parted by commas. */
function looksParted(text: string): boolean {
  let at = 0
  for (let n = 0; n < MOST_ABOVE && at < text.length; n += 1) {
    const end = text.indexOf('\n', at)
    const line = text.slice(at, end < 0 ? undefined : end)
    if (line.length <= LONGEST && line.split(',').filter((cell) => NAMES.test(cell)).length > 1) return true
    if (end < 0) return false
    at = end + 1
  }
  return false
}

/**
 * A table with commas between its cells (.csv), as spreadsheets save it; null when the text is none.
 * Errors: TABLE_SCRAMBLED, TABLE_TOO_LARGE.
 */
export function readCsv(text: string): Result<readonly Grid[], Refusal> | null {
  if (!looksParted(text)) return null
  if (text.split(',', MOST_COMMAS + 2).length > MOST_COMMAS)
    return refuse('TABLE_TOO_LARGE', `表格有 ${MOST_COMMAS} 个以上逗号，超出可读的范围`, {
      remedy: '请只保留分工表后另存',
    })
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
