import { strToU8, type Zippable, zipSync } from 'fflate'
import type { Cell, CellKind, Sheet } from '../table.ts'
import { halvesOf } from './width.ts'
import { formatNumber, STYLES } from './xlsx-styles.ts'

/** What a cell of a workbook may hold at most. */
const LONGEST = 32_767
/** Days from the workbook's first one, 1899-12-30, to 1970-01-01. */
const EPOCH = 25_569
const DAY_MS = 86_400_000

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

const cut = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 8)}……（未完）`

/** Characters that XML cannot hold. */
const UNSAFE = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]|\p{Cs}/gu
const MARKS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(UNSAFE, '')
    // Excel takes `_x0041_` for the letter A.
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .replace(/[&<>"]/g, (mark) => MARKS[mark] ?? '')

/** What a program could take for a formula, a number or a date, once somebody has gone into the cell. */
const AMBIGUOUS = /^[\s]*[=+\-@＝＋－＠\d.]/

/** Texts of a workbook, each once, by number. */
class Texts {
  private readonly known = new Map<string, number>()
  count = 0

  numberOf(text: string): number {
    this.count += 1
    const found = this.known.get(text)
    if (found !== undefined) return found
    this.known.set(text, this.known.size)
    return this.known.size - 1
  }

  xml(): string {
    const items = [...this.known.keys()].map(
      (text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`,
    )
    return `${XML}<sst xmlns="${MAIN}" count="${this.count}" uniqueCount="${items.length}">${items.join('')}</sst>`
  }
}

/** @example columnName(27) // 'AB' */
const columnName = (n: number): string =>
  (n < 26 ? '' : columnName(Math.floor(n / 26) - 1)) + String.fromCharCode(65 + (n % 26))

const textCell = (at: string, format: number, text: string, texts: Texts): string =>
  `<c r="${at}" s="${format}" t="s"><v>${texts.numberOf(cut(text))}</v></c>`

const FORMAT = {
  banner: formatNumber('banner'),
  title: formatNumber('title'),
  text: formatNumber('text'),
  quoted: formatNumber('quoted'),
  number: formatNumber('number'),
  date: formatNumber('date'),
}

function cellXml(at: string, cell: Cell, kind: CellKind, toned: number | undefined, texts: Texts): string {
  if (cell === null || cell === '') return `<c r="${at}" s="${toned ?? FORMAT.text}"/>`
  if (typeof cell === 'number') return `<c r="${at}" s="${toned ?? FORMAT.number}"><v>${cell}</v></c>`
  // What is no date in a column of dates stays what it says.
  if (kind === 'date' && /^\d{4}-\d\d-\d\d$/.test(cell))
    return `<c r="${at}" s="${FORMAT.date}"><v>${Date.parse(`${cell}T00:00:00Z`) / DAY_MS + EPOCH}</v></c>`
  return textCell(at, toned ?? (AMBIGUOUS.test(cell) ? FORMAT.quoted : FORMAT.text), cell, texts)
}

/** Rows above the table: the banner, if there is one. */
const above = ({ banner }: Sheet): number => (banner === '' ? 0 : 1)

/** 10 pt as fonts of all these systems set it: what some leave out at the foot is white. */
const LINE_POINTS = 14.5
/** A row is no higher in any program. */
const HIGHEST = 409

/** So high that every text of a row is seen whole: some programs do not find out by themselves when they open a file. */
function heightOf(row: readonly Cell[], columns: Sheet['columns']): number {
  let lines = 1
  for (let n = 0; n < row.length; n += 1) {
    const cell = row[n]
    const room = (columns[n]?.width ?? 10) - 1
    if (typeof cell !== 'string' || (cell.length * 2 <= room && !cell.includes('\n'))) continue
    let own = 0
    for (const part of cell.split('\n')) own += Math.max(1, Math.ceil(halvesOf(part) / room))
    if (own > lines) lines = own
  }
  return Math.min(HIGHEST, lines * LINE_POINTS + 2)
}

function sheetXml(sheet: Sheet, first: boolean, texts: Texts): string {
  const { banner, columns, rows, tone } = sheet
  const names = columns.map((_, i) => columnName(i))
  const head = above(sheet) + 1
  const last = `${names.at(-1)}${head + rows.length}`
  const pages = columns.reduce((sum, { width }) => sum + width, 0) / ACROSS
  const lines = [
    ...(banner === ''
      ? []
      : [`<row r="1" ht="24" customHeight="1">${textCell('A1', FORMAT.banner, banner, texts)}</row>`]),
    `<row r="${head}" ht="30" customHeight="1">${columns.map(({ title }, i) => textCell(`${names[i]}${head}`, FORMAT.title, title, texts)).join('')}</row>`,
    ...rows.map((row, i) => {
      const light = tone?.of[i]
      const toned = light ? formatNumber(light) : undefined
      const at = head + 1 + i
      let cells = ''
      for (let n = 0; n < row.length; n += 1)
        cells += cellXml(
          `${names[n]}${at}`,
          row[n] ?? null,
          columns[n]?.kind ?? 'text',
          n === tone?.column ? toned : undefined,
          texts,
        )
      return `<row r="${at}" ht="${heightOf(row, columns)}">${cells}</row>`
    }),
  ]
  return [
    `${XML}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:${last}"/>`,
    `<sheetViews><sheetView workbookViewId="0"${first ? ' tabSelected="1"' : ''}><pane ySplit="${head}" topLeftCell="A${head + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`,
    '<sheetFormatPr defaultRowHeight="14"/>',
    `<cols>${columns.map(({ width }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`).join('')}</cols>`,
    `<sheetData>${lines.join('')}</sheetData><autoFilter ref="A${head}:${last}"/>`,
    banner === '' ? '' : `<mergeCells count="1"><mergeCell ref="A1:${names.at(-1)}1"/></mergeCells>`,
    '<printOptions horizontalCentered="1"/><pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>',
    `<pageSetup paperSize="${pages > 0.6 ? A3 : A4}" orientation="landscape" fitToWidth="${Math.ceil(pages)}" fitToHeight="0"/>`,
    '<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>',
  ].join('')
}

const [A3, A4] = [8, 9]
/** Characters of half width beside each other on A3, in letters that can be read. */
const ACROSS = 240

/** Every page of a print begins with the first column and the lines above the table; Excel keeps where a filter stands by name. */
const namesXml = (sheets: readonly Sheet[]): string =>
  sheets
    .map((sheet, i) => {
      const name = `'${escaped(sheet.name).replaceAll("'", "''")}'`
      const head = above(sheet) + 1
      const last = columnName(sheet.columns.length - 1)
      return `<definedName name="_xlnm._FilterDatabase" localSheetId="${i}" hidden="1">${name}!$A$${head}:$${last}$${head + sheet.rows.length}</definedName><definedName name="_xlnm.Print_Titles" localSheetId="${i}">${name}!$A:$A,${name}!$1:$${head}</definedName>`
    })
    .join('')

const part = (name: string) => `application/vnd.openxmlformats-officedocument.spreadsheetml.${name}+xml`

function filesOf(sheets: readonly Sheet[]): Readonly<Record<string, string>> {
  const texts = new Texts()
  const each = (of: (sheet: Sheet, number: number) => string) =>
    sheets.map((sheet, i) => of(sheet, i + 1)).join('')
  const pages = Object.fromEntries(
    sheets.map((sheet, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet, i === 0, texts)]),
  )
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`
  return {
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${part('sheet.main')}"/><Override PartName="/xl/styles.xml" ContentType="${part('styles')}"/><Override PartName="/xl/sharedStrings.xml" ContentType="${part('sharedStrings')}"/>${each((_, n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${part('worksheet')}"/>`)}</Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><bookViews><workbookView/></bookViews><sheets>${each(({ name }, n) => `<sheet name="${escaped(name)}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets><definedNames>${namesXml(sheets)}</definedNames></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships">${each((_, n) => relation(`rId${n}`, 'worksheet', `worksheets/sheet${n}.xml`))}${relation('rIdStyles', 'styles', 'styles.xml')}${relation('rIdTexts', 'sharedStrings', 'sharedStrings.xml')}</Relationships>`,
    'xl/styles.xml': STYLES,
    ...pages,
    'xl/sharedStrings.xml': texts.xml(),
  }
}

/**
 * A workbook of these sheets: dates as dates, text as text whatever it begins with, with a head that stays in sight and
 * on every printed page, and filters. Written here, as no library that is kept well knows printed heads, and none
 * packs ten thousand rows in a second.
 */
export async function xlsxOf(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const files: Zippable = Object.fromEntries(
    Object.entries(filesOf(sheets)).map(([name, xml]) => [name, strToU8(xml)]),
  )
  // The same list is the same file, whenever it is made. Packed harder, it would be smaller by a tenth and take twice as long.
  return zipSync(files, {
    level: 1,
    mtime: '1980-01-02',
  })
}
