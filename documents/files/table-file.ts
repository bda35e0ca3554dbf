import { read, utils, write } from '@e965/xlsx'
import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'
import { decodeText } from '../readers/decode.ts'
import { sniff } from '../readers/sniff.ts'
import { recordsOf } from '../readers/text-rows.ts'
import { readXlsx } from '../readers/xlsx.ts'

/** One row of a filled-in table by column; `place` says where it stands, for people. */
export interface TableRow<C extends string> {
  readonly place: string
  readonly cells: Readonly<Record<C, string>>
}

/** Cells of a small table that people fill in: a workbook's first sheet, or text with tabs or commas. */
function rowsIn(bytes: Uint8Array, name: string): Result<readonly (readonly string[])[], Refusal> {
  if (sniff(bytes) === 'xlsx') {
    const book = readXlsx(bytes, name)
    if (!book.ok) return book
    const [table] = book.value.tables
    return ok((table?.rows ?? []).map((row) => row.map((cell) => cell.raw)))
  }
  const decoded = decodeText(bytes, name)
  if (!decoded.ok) return decoded
  const text = decoded.value.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  if ((text.split('\n')[0] ?? '').includes('\t')) return ok(recordsOf(text))
  // raw: nothing in it is taken for a number or a date.
  const sheet = Object.values(read(text, { type: 'string', raw: true }).Sheets)[0]
  const rows = sheet ? utils.sheet_to_json<unknown[]>(sheet, { header: 1, raw: true, defval: '' }) : []
  return ok(rows.map((row) => row.map((cell) => String(cell ?? ''))))
}

const bare = (title: string): string => title.normalize('NFKC').replace(/\s/g, '')

/**
 * A table that people filled in, its columns found by any of their names in the first row that has `needed`. Empty rows
 * are left out. Errors: TABLE_COLUMNS (which are missing), and those of reading the file.
 *
 * @example tableIn(bytes, '签收.xlsx', { no: ['措施', '编号'], on: ['签收日期'] }, ['no'])
 */
export function tableIn<C extends string>(
  bytes: Uint8Array,
  name: string,
  columns: Readonly<Record<C, readonly string[]>>,
  needed: readonly NoInfer<C>[],
): Result<readonly TableRow<C>[], Refusal> {
  const rows = rowsIn(bytes, name)
  if (!rows.ok) return rows
  const keys = Object.keys(columns) as C[]
  const placesIn = (row: readonly string[]) =>
    new Map(keys.map((key) => [key, row.findIndex((title) => columns[key].includes(bare(title)))]))
  const head = rows.value.findIndex((row) => {
    const places = placesIn(row)
    return needed.every((key) => (places.get(key) ?? -1) >= 0)
  })
  if (head < 0)
    return refuse(
      'TABLE_COLUMNS',
      `${name} 里没有“${needed.map((key) => columns[key][0]).join('”“')}”这些栏`,
      {
        remedy: `第一行写栏名：${keys.map((key) => columns[key][0]).join('、')}`,
        fields: { needed: needed.map((key) => columns[key][0] ?? '') },
      },
    )
  const places = placesIn(rows.value[head] ?? [])
  const cell = (row: readonly string[], key: C) => (row[places.get(key) ?? -1] ?? '').trim()
  return ok(
    rows.value.flatMap((row, i): TableRow<C>[] => {
      if (i <= head || row.every((text) => text.trim() === '')) return []
      const cells = Object.fromEntries(keys.map((key) => [key, cell(row, key)])) as Record<C, string>
      return [{ place: `${name} 第 ${i + 1} 行`, cells }]
    }),
  )
}

const quoted = (text: string): string => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Text that a spreadsheet would run as a formula stays text. */
const asText = (text: string): string => (/^[=+@]|^-(?!\d)/.test(text) ? `'${text}` : text)

/**
 * A table for people to fill in: a real workbook where the file is to be called .xlsx, else text with tabs that WPS and
 * Excel open (UTF-8 with its mark).
 */
export function tableFile(
  name: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): Uint8Array {
  if (!/\.xlsx$/i.test(name))
    return Buffer.from(
      `\ufeff${[head, ...rows].map((row) => row.map((cell) => quoted(asText(cell))).join('\t')).join('\r\n')}\r\n`,
    )
  const sheet = utils.aoa_to_sheet(
    [head, ...rows].map((row) => row.map((v) => ({ t: 's' as const, v, z: '@' }))),
  )
  const longest = (column: number) =>
    Math.max(...[head, ...rows].map((row) => Buffer.byteLength(row[column] ?? '', 'utf8') * 0.7))
  sheet['!cols'] = head.map((_, i) => ({ wch: Math.min(60, Math.max(8, longest(i))) }))
  const book = utils.book_new()
  utils.book_append_sheet(book, sheet, '填写')
  return new Uint8Array(write(book, { type: 'array', bookType: 'xlsx' }))
}
