import { type Range, read, utils, type WorkBook, type WorkSheet } from '@e965/xlsx'
import { strToU8, zipSync } from 'fflate'
import type { Grid } from '../../domain/plan/grid.ts'
import { ok, type Refusal, type Result } from '../../domain/result.ts'
import { damagedFile, openArchive, type Parts } from './archive.ts'
import type { Reader, SourceNote } from './document.ts'
import { type Placed, rowsOf } from './placed.ts'

/** Rows read of a sheet: one more than a table may have, so that a longer one is refused and not cut. */
const MOST_ROWS = 20_001

/** Number formats that Chinese Excel has built in and does not write down (ECMA-376 18.8.30, zh-cn). */
const CHINESE_FORMATS: Readonly<Record<number, string>> = {
  14: 'yyyy/m/d',
  27: 'yyyy"年"m"月"',
  28: 'm"月"d"日"',
  29: 'm"月"d"日"',
  31: 'yyyy"年"m"月"d"日"',
  36: 'yyyy"年"m"月"',
  50: 'yyyy"年"m"月"',
  51: 'm"月"d"日"',
  52: 'yyyy"年"m"月"',
  53: 'm"月"d"日"',
  54: 'm"月"d"日"',
  57: 'yyyy"年"m"月"',
  58: 'm"月"d"日"',
}

/** The styles with those formats written down, so that a date reads as the office sees it. */
function withChineseFormats(styles: string): string {
  const known = new Set(
    [...styles.matchAll(/numFmtId="(\d+)"\s+formatCode/g)].map((match) => Number(match[1])),
  )
  const added = Object.entries(CHINESE_FORMATS)
    .filter(([id]) => !known.has(Number(id)))
    .map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code.replaceAll('"', '&quot;')}"/>`)
    .join('')
  if (/<numFmts[^>]*\/>/.test(styles))
    return styles.replace(/<numFmts[^>]*\/>/, `<numFmts>${added}</numFmts>`)
  return styles.includes('</numFmts>')
    ? styles.replace('</numFmts>', `${added}</numFmts>`)
    : styles.replace(/(<styleSheet[^>]*>)/, `$1<numFmts>${added}</numFmts>`)
}

function bookOf(parts: Parts): WorkBook {
  const styles = parts['xl/styles.xml']
  const checked = styles
    ? { ...parts, 'xl/styles.xml': strToU8(withChineseFormats(Buffer.from(styles).toString('utf8'))) }
    : parts
  const packed = zipSync(checked as Record<string, Uint8Array>, { level: 0 })
  return read(packed, { type: 'array', cellStyles: true, cellHTML: false, sheetRows: MOST_ROWS })
}

/** Places of a sheet's cells, each as displayed. */
function placedIn(sheet: WorkSheet): readonly Placed[] {
  const covers = new Map<string, Range>()
  const covered = new Set<string>()
  for (const merge of sheet['!merges'] ?? []) {
    covers.set(utils.encode_cell(merge.s), merge)
    const rows = Math.min(merge.e.r, merge.s.r + MOST_ROWS)
    if ((rows - merge.s.r + 1) * (merge.e.c - merge.s.c + 1) > 100_000) continue
    for (let r = merge.s.r; r <= rows; r += 1)
      for (let c = merge.s.c; c <= merge.e.c; c += 1)
        if (r !== merge.s.r || c !== merge.s.c) covered.add(utils.encode_cell({ r, c }))
  }
  const placed: Placed[] = []
  for (const [address, cell] of Object.entries(sheet)) {
    if (address.startsWith('!')) continue
    const text = cell.t === 's' || cell.t === 'str' ? String(cell.v ?? '') : (cell.w ?? String(cell.v ?? ''))
    const merge = covers.get(address)
    if (covered.has(address) || (text === '' && merge === undefined)) continue
    const { r, c } = utils.decode_cell(address)
    placed.push({
      row: r + 1,
      col: c + 1,
      rows: merge ? merge.e.r - merge.s.r + 1 : 1,
      cols: merge ? merge.e.c - merge.s.c + 1 : 1,
      text: text.trim(),
    })
  }
  return placed
}

function hiddenIn(sheet: WorkSheet, name: string, hiddenSheet: boolean): readonly SourceNote[] {
  const rows = (sheet['!rows'] ?? []).flatMap((row, i) => (row?.hidden ? [i + 1] : []))
  const columns = (sheet['!cols'] ?? []).flatMap((col, i) => (col?.hidden ? [utils.encode_col(i)] : []))
  const some = (list: readonly (number | string)[]) =>
    `${list.slice(0, 5).join('、')}${list.length > 5 ? ' 等' : ''}`
  const about = [
    ...(hiddenSheet ? [`工作表“${name}”`] : []),
    ...(rows.length > 0 ? [`工作表“${name}”第 ${some(rows)} 行`] : []),
    ...(columns.length > 0 ? [`工作表“${name}”${some(columns)} 列`] : []),
  ]
  return about.map((what) => ({ code: 'hidden-content' as const, about: what }))
}

/**
 * A workbook: each sheet that holds anything is a table; cells as displayed, merged ones over all they cover. Hidden
 * rows, columns and sheets are read like the others and noted.
 * Errors: those of openArchive, TABLE_TOO_LARGE.
 */
export const readXlsx: Reader = (bytes, name) => {
  const opened = openArchive(bytes, name)
  if (!opened.ok) return opened
  let book: WorkBook
  try {
    book = bookOf(opened.value)
  } catch {
    return damagedFile(name)
  }
  const tables: Grid[] = []
  const notes: SourceNote[] = []
  for (const [index, sheetName] of book.SheetNames.entries()) {
    const sheet = book.Sheets[sheetName]
    const placed = sheet ? placedIn(sheet) : []
    if (sheet === undefined || placed.every((cell) => cell.text === '')) continue
    const rows: Result<Grid['rows'], Refusal> = rowsOf(placed)
    if (!rows.ok) return rows
    // The name of a sheet is often the plan's title; a default name is none.
    const named = /^(?:sheet|工作表)\s*\d*$/i.test(sheetName) ? [] : [sheetName]
    tables.push({ before: named, after: [], rows: rows.value })
    notes.push(...hiddenIn(sheet, sheetName, (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) > 0))
  }
  const types = opened.value['[Content_Types].xml']
  if (types && Buffer.from(types).includes('macroEnabled')) notes.push({ code: 'macros', about: '' })
  return ok({ reader: 'xlsx', tables, lines: [], notes })
}
