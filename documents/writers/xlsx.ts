import writeExcelFile, { type Cell as ExcelCell } from 'write-excel-file/node'
import type { Cell, CellKind, Sheet, Tone } from '../table.ts'

const FONT = { fontFamily: '宋体', fontSize: 10 } as const
const FRAME = { borderStyle: 'thin', borderColor: '#808080' } as const
/** Beside the word, never instead of it. */
const FILL: Readonly<Record<Tone, string>> = {
  red: '#F4B6B6',
  yellow: '#FBE7A1',
  green: '#C9E7C9',
  grey: '#E3E3E3',
}
/** What a cell of a workbook may hold at most. */
const LONGEST = 32_767

const cut = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 8)}……（未完）`

/** Characters that XML cannot hold. */
const UNSAFE = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]|\p{Cs}/gu

function cellOf(cell: Cell, kind: CellKind, fill?: string): ExcelCell {
  const style = {
    alignVertical: 'top',
    wrap: true,
    ...FRAME,
    ...(fill ? { backgroundColor: fill } : {}),
  } as const
  if (cell === null) return { value: '', type: String, ...style }
  if (typeof cell === 'number') return { value: cell, type: Number, format: '0', align: 'right', ...style }
  if (kind === 'date')
    return {
      value: new Date(`${cell}T00:00:00Z`),
      type: Date,
      format: 'yyyy-mm-dd',
      align: 'center',
      ...style,
    }
  return { value: cut(cell.replace(UNSAFE, '')), type: String, ...style }
}

function sheetOf({ name, banner, columns, rows, tone }: Sheet) {
  const title = columns.map(
    (column): ExcelCell => ({
      value: column.title,
      type: String,
      fontWeight: 'bold',
      align: 'center',
      alignVertical: 'center',
      backgroundColor: '#DCE6F1',
      wrap: true,
      ...FRAME,
    }),
  )
  const head =
    banner === ''
      ? []
      : [[{ value: banner, type: String, columnSpan: columns.length, fontWeight: 'bold' } as ExcelCell]]
  return {
    sheet: name,
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: head.length + 1,
    orientation: 'landscape' as const,
    data: [
      ...head,
      title,
      ...rows.map((row, i) => {
        const light = tone?.of[i]
        return row.map((cell, n) =>
          cellOf(cell, columns[n]?.kind ?? 'text', light && n === tone?.column ? FILL[light] : undefined),
        )
      }),
    ],
  }
}

/** A workbook of these sheets: dates as dates, text as text whatever it begins with. */
export const xlsxOf = async (sheets: readonly Sheet[]): Promise<Uint8Array> =>
  writeExcelFile(sheets.map(sheetOf), FONT).toBuffer()
