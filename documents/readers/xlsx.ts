import { type CellObject, type Range, read, utils, type WorkBook, type WorkSheet } from '@e965/xlsx'
import { strToU8, zipSync } from 'fflate'
import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'
import type { Grid } from '../../domain/plan/grid.ts'
import { damagedFile, openArchive, type Parts } from './archive.ts'
import { leftOut, type Reader, type SourceNote, struckOut } from './document.ts'
import { partNamed } from './parts.ts'
import { type Placed, rowsOf } from './placed.ts'
import { shownNumber, shownText } from './xlsx-formats.ts'
import { marksOf, type SheetMarks } from './xlsx-marks.ts'

/** What a sheet may hold before the library sees it: a plan has some thousand rows of ten cells. */
const MOST_ROWS = 20_000
const MOST_CELLS = 150_000
const MOST_MERGES = 20_000
const MOST_COVERED = 600_000

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
    [...styles.matchAll(/numFmtId="(\d{1,9})"\s{1,9}formatCode/g)].map((match) => Number(match[1])),
  )
  const added = Object.entries(CHINESE_FORMATS)
    .filter(([id]) => !known.has(Number(id)))
    .map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code.replaceAll('"', '&quot;')}"/>`)
    .join('')
  if (/<numFmts[^<>]*\/>/.test(styles))
    return styles.replace(/<numFmts[^<>]*\/>/, `<numFmts>${added}</numFmts>`)
  return styles.includes('</numFmts>')
    ? styles.replace('</numFmts>', `${added}</numFmts>`)
    : styles.replace(/(<styleSheet[^<>]*>)/, `$1<numFmts>${added}</numFmts>`)
}

function bookOf(parts: Parts): WorkBook {
  const styles = parts['xl/styles.xml']
  const checked = styles
    ? { ...parts, 'xl/styles.xml': strToU8(withChineseFormats(Buffer.from(styles).toString('utf8'))) }
    : parts
  const packed = zipSync(checked as Record<string, Uint8Array>, { level: 0 })
  return read(packed, {
    type: 'array',
    cellStyles: true,
    cellNF: true,
    cellHTML: false,
    sheetRows: MOST_ROWS + 1,
  })
}

const ROW_NO = /<(?:\w{1,20}:)?c\s[^<>]{0,500}?\br="[A-Z]{1,3}(\d{1,7})"/g
const MERGE = /<(?:\w{1,20}:)?mergeCell\s/g

const tooLarge = (name: string, what: string) =>
  refuse('TABLE_TOO_LARGE', `${name} 的一张工作表${what}，超出可读的范围`, {
    remedy: '请删去分工表以外的行、列和合并，只保留分工表后另存',
  })

/** Counts rows, cells and merges in the XML of each sheet, so that nothing is cut and nothing runs away. */
function refuseLarge(parts: Parts, name: string): Result<never, Refusal> | null {
  for (const [part, bytes] of Object.entries(parts)) {
    if (!part.startsWith('xl/worksheets/')) continue
    const xml = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    let cells = 0
    for (const match of xml.matchAll(ROW_NO)) {
      cells += 1
      if (Number(match[1]) > MOST_ROWS) return tooLarge(name, `在第 ${match[1]} 行还有内容`)
      if (cells > MOST_CELLS) return tooLarge(name, `有 ${MOST_CELLS} 个以上单元格`)
    }
    let merges = 0
    for (const _ of xml.matchAll(MERGE)) merges += 1
    if (merges > MOST_MERGES) return tooLarge(name, `有 ${merges} 处合并单元格`)
  }
  return null
}

/** Formulas whose result was not saved: Excel shows one after opening, the file has none. */
const hasNoResult = (cell: CellObject): boolean =>
  cell.f !== undefined && (cell.v === undefined || cell.v === 0 || cell.v === '')

/** What there is to say of the cells of a sheet besides what they show. */
interface Seen {
  readonly struck: string[]
  /** Cells whose format shows nothing of what they hold. */
  unshown: number
}

/** A cell as displayed, dates in Chinese whatever the language of their format. */
function shownIn(cell: CellObject, date1904: boolean): string {
  const format = typeof cell.z === 'string' ? cell.z : ''
  if (cell.t === 's') return shownText(String(cell.v ?? ''), format) ?? String(cell.v ?? '')
  const date = cell.t === 'n' && typeof cell.v === 'number' ? shownNumber(cell.v, format, date1904) : null
  return date ?? cell.w ?? String(cell.v ?? '')
}

/** Places of a sheet's cells, each as displayed; what is struck through is left out and kept in `seen`. */
function placedIn(
  sheet: WorkSheet,
  marks: SheetMarks | undefined,
  date1904: boolean,
  seen: Seen,
): readonly Placed[] {
  const covers = new Map<string, Range>()
  const covered = new Set<string>()
  let positions = 0
  for (const merge of sheet['!merges'] ?? []) {
    covers.set(utils.encode_cell(merge.s), merge)
    const rows = Math.min(merge.e.r, merge.s.r + MOST_ROWS)
    const area = (rows - merge.s.r + 1) * (merge.e.c - merge.s.c + 1)
    positions += area
    if (positions > MOST_COVERED) continue
    for (let r = merge.s.r; r <= rows; r += 1)
      for (let c = merge.s.c; c <= merge.e.c; c += 1)
        if (r !== merge.s.r || c !== merge.s.c) covered.add(utils.encode_cell({ r, c }))
  }
  const placed: Placed[] = []
  for (const [address, cell] of Object.entries(sheet)) {
    if (address.startsWith('!')) continue
    const mark = marks?.cells.get(address)
    const whole = mark?.written ?? shownIn(cell, date1904)
    const shown = mark === undefined || mark.written !== null ? whole : (mark.kept ?? '')
    const text = hasNoResult(cell) ? '' : shown
    // A number is kept as the file writes it; people are told of it as it shows.
    if (mark !== undefined && mark.struck !== '') seen.struck.push(mark.kept === '' ? whole : mark.struck)
    if (whole === '' && String(cell.v ?? '').trim() !== '' && !hasNoResult(cell)) seen.unshown += 1
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

/** What of a sheet was left out, or may change how it is to be read. */
function notesOf(sheet: string, mark: SheetMarks | undefined, { unshown }: Seen): readonly SourceNote[] {
  const said = (code: 'part-not-read' | 'hidden-content', about: string): SourceNote => ({
    code,
    about: `工作表“${sheet}”${about}`,
  })
  const drawn = mark?.drawn ?? []
  return [
    ...(unshown > 0 ? [said('hidden-content', `有 ${unshown} 格的格式不显示内容`)] : []),
    ...(mark?.strikesByRule ? [said('part-not-read', '有条件格式会给单元格加删除线，没有判断哪些适用')] : []),
    ...(drawn.length > 0 ? [said('part-not-read', `上的文本框：${drawn.join('；').slice(0, 500)}`)] : []),
    ...leftOut([[mark?.comments ?? [], `工作表“${sheet}”的批注`]]),
  ]
}

/**
 * A workbook: each sheet that holds anything is a table; cells as displayed, merged ones over all they cover. Hidden
 * rows, columns and sheets are read like the others and noted; struck-through text is left out and asked about.
 * Errors: those of openArchive, TABLE_TOO_LARGE.
 */
export const readXlsx: Reader = (bytes, name) => {
  const opened = openArchive(bytes, name)
  if (!opened.ok) return opened
  const large = refuseLarge(opened.value, name)
  if (large !== null) return large
  let book: WorkBook
  try {
    book = bookOf(opened.value)
  } catch {
    return damagedFile(name)
  }
  const tables: Grid[] = []
  const notes: SourceNote[] = []
  const marks = marksOf(opened.value)
  const date1904 = book.Workbook?.WBProps?.date1904 ?? false
  for (const [index, sheetName] of book.SheetNames.entries()) {
    const sheet = book.Sheets[sheetName]
    const mark = marks.get(sheetName)
    const seen: Seen = { struck: [], unshown: 0 }
    const placed = sheet ? placedIn(sheet, mark, date1904, seen) : []
    notes.push(...struckOut(seen.struck), ...notesOf(sheetName, mark, seen))
    if (sheet === undefined || placed.every((cell) => cell.text === '')) continue
    const rows: Result<Grid['rows'], Refusal> = rowsOf(placed)
    if (!rows.ok) return rows
    // The name of a sheet is often the plan's title; a default name is none.
    const named = /^(?:sheet|工作表)\s*\d*$/i.test(sheetName) ? [] : [sheetName]
    tables.push({ before: named, after: [], rows: rows.value })
    const unsaved = Object.entries(sheet).filter(([at, cell]) => !at.startsWith('!') && hasNoResult(cell))
    if (unsaved.length > 0)
      notes.push({
        code: 'formulas',
        about: `工作表“${sheetName}”${unsaved
          .slice(0, 5)
          .map(([at]) => at)
          .join('、')}${unsaved.length > 5 ? ' 等' : ''}`,
      })
    notes.push(...hiddenIn(sheet, sheetName, (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) > 0))
  }
  const types = partNamed(opened.value, '[Content_Types].xml')
  if (types && Buffer.from(types).includes('macroEnabled')) notes.push({ code: 'macros', about: '' })
  return ok({ reader: 'xlsx', tables, lines: [], notes })
}
