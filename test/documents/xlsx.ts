import { type CellObject, utils, type WorkSheet, write } from '@e965/xlsx'

export interface SheetOf {
  readonly name: string
  /** Text, or a number with the format it is shown in (dates are numbers). */
  readonly rows: readonly (readonly (
    | string
    | { readonly n: number; readonly format: string; readonly formula?: string }
    | null
  )[])[]
  /** A1:B2 */
  readonly merges?: readonly string[]
  readonly hiddenRows?: readonly number[]
  readonly hiddenColumns?: readonly number[]
  readonly hidden?: boolean
}

/** A workbook as Excel would save it. */
export function xlsx(sheets: readonly SheetOf[], options: { readonly date1904?: boolean } = {}): Uint8Array {
  const book = utils.book_new()
  for (const sheet of sheets) {
    const made: WorkSheet = {}
    for (const [r, row] of sheet.rows.entries())
      for (const [c, value] of row.entries()) {
        if (value === null) continue
        const cell: CellObject =
          typeof value === 'string'
            ? { t: 's', v: value }
            : { t: 'n', v: value.n, z: value.format, ...(value.formula ? { f: value.formula } : {}) }
        made[utils.encode_cell({ r, c })] = cell
      }
    const width = Math.max(1, ...sheet.rows.map((row) => row.length))
    made['!ref'] = utils.encode_range({
      s: { r: 0, c: 0 },
      e: { r: Math.max(0, sheet.rows.length - 1), c: width - 1 },
    })
    made['!merges'] = (sheet.merges ?? []).map((range) => utils.decode_range(range))
    if (sheet.hiddenRows)
      made['!rows'] = sheet.rows.map((_, i) => ({ hidden: sheet.hiddenRows?.includes(i + 1) }))
    if (sheet.hiddenColumns)
      made['!cols'] = Array.from({ length: width }, (_, i) => ({
        hidden: sheet.hiddenColumns?.includes(i + 1),
        wch: 10,
      }))
    utils.book_append_sheet(book, made, sheet.name)
  }
  book.Workbook = {
    Sheets: sheets.map((sheet) => ({ name: sheet.name, Hidden: sheet.hidden ? 1 : 0 })),
    WBProps: { date1904: options.date1904 ?? false },
  }
  return new Uint8Array(write(book, { type: 'array', bookType: 'xlsx', cellStyles: true }))
}

/** Excel's number of a day. @example serial(2026, 11, 1) */
export const serial = (year: number, month: number, day: number): number =>
  Math.round(Date.UTC(year, month - 1, day) / 86_400_000) + 25_569
