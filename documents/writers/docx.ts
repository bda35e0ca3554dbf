import {
  AlignmentType,
  BorderStyle,
  Document,
  DocumentGridType,
  type FileChild,
  Footer,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx'
import { type Block, dateInWords, type Paper } from '../official/paper.ts'
import { halvesOf } from './width.ts'

// GB/T 9704—2012: A4, 天头 37 mm, 订口 28 mm, 版心 156 mm × 225 mm, 22 lines of 28 characters of 三号仿宋.
// 579 twips a line and 0.25 pt off every character make just that, in Word and in LibreOffice; `linesAndChars` would
// make LibreOffice spread the characters.
const PAGE = { width: 11_906, height: 16_838 }
const MARGIN = { top: 2_097, bottom: 1_984, left: 1_587, right: 1_474, header: 851, footer: 1_304 }
const LINE = 579
const TEXT_WIDTH = PAGE.width - MARGIN.left - MARGIN.right
const TIGHT = -5
const THREE = 32
const BODY = '仿宋_GB2312'
const TITLE = '方正小标宋简体'

const font = (name: string) => ({ ascii: name, eastAsia: name, hAnsi: name, cs: name })
const run = (text: string, name: string = BODY, more: object = {}) =>
  new TextRun({ text, font: font(name), size: THREE, characterSpacing: TIGHT, ...more })
/** Two characters. */
const INDENT = { firstLine: 2 * (THREE * 10 + TIGHT) }
const empty = () => new Paragraph({ children: [run('')] })

/** As large as the page allows, at most 小初. */
function redHead(text: string): Paragraph {
  const widest = Math.floor(TEXT_WIDTH / Math.max(1, [...text].length) / 10)
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { before: 1_000 },
    children: [new TextRun({ text, font: font(TITLE), size: Math.min(72, widest), color: 'FF0000' })],
  })
}

const redRule = (serial: string | null) =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { before: LINE * 2 },
    border: { bottom: { style: BorderStyle.SINGLE, size: 16, space: 11, color: 'FF0000' } },
    children: [run(serial ?? '')],
  })

/** 小四, 小五, and 六号 where there are more columns than that leaves room for. */
const tableSize = (columns: number): number => (columns > 7 ? 15 : columns > 4 ? 18 : 24)
const CELL = { left: 60, right: 60, top: 30, bottom: 30 }
/** Longer runs of letters and figures (addresses, hashes) are broken wherever the line ends. */
const LONGEST_WHOLE = 12
/** A figure in halves of a character, as the widest of usual fonts has it. */
const WIDEST_FIGURE = 1.14

/** What stands in one piece: a date is not broken at its hyphens. */
const wholeOf = (text: string): number =>
  Math.max(0, ...(text.match(/[!-~]+/g) ?? []).map((run) => run.length).filter((n) => n <= LONGEST_WHOLE))

/** Columns as wide as what is in them asks, none too narrow for its dates and numbers, or for three characters. */
function widthsOf(head: readonly string[], rows: readonly (readonly string[])[]): readonly number[] {
  const half = tableSize(head.length) * 5
  const texts = head.map((title, i) => [title, ...rows.map((row) => row[i] ?? '')])
  const floors = texts.map((column) => {
    const whole = Math.max(...column.map(wholeOf)) * WIDEST_FIGURE
    return Math.ceil(half * Math.max(6, whole)) + CELL.left + CELL.right + 20
  })
  const asks = texts.map((column, i) => {
    const longest = Math.max(...column.map(halvesOf)) + 2
    return Math.max(0, Math.min(longest, 48) * half - (floors[i] ?? 0))
  })
  const sum = (all: readonly number[]) => all.reduce((n, one) => n + one, 0)
  const [least, asked] = [sum(floors), sum(asks)]
  const rest = Math.max(0, TEXT_WIDTH - least)
  const shrink = Math.min(1, TEXT_WIDTH / least)
  return floors.map((floor, i) =>
    Math.floor(floor * shrink + rest * (asked === 0 ? 1 / head.length : (asks[i] ?? 0) / asked)),
  )
}

/** Small print is set off the page's grid, which only a style can say. */
const SMALL = 'SmallPrint'
const STYLES = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="${SMALL}"><w:name w:val="表内文字"/><w:basedOn w:val="Normal"/><w:pPr><w:snapToGrid w:val="0"/></w:pPr></w:style>
</w:styles>`

const LINES = { style: BorderStyle.SINGLE, size: 4, color: '000000' }

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): Table {
  const widths = widthsOf(head, rows)
  const size = tableSize(head.length)
  const cell = (text: string, i: number, bold: boolean) =>
    new TableCell({
      width: { size: widths[i] ?? 1_000, type: WidthType.DXA },
      margins: CELL,
      verticalAlign: VerticalAlign.CENTER,
      children: [
        new Paragraph({
          style: SMALL,
          alignment: bold ? AlignmentType.CENTER : AlignmentType.LEFT,
          children: [new TextRun({ text, font: font(bold ? '黑体' : BODY), size })],
        }),
      ],
    })
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: [...widths],
    layout: TableLayoutType.FIXED,
    borders: {
      top: LINES,
      bottom: LINES,
      left: LINES,
      right: LINES,
      insideHorizontal: LINES,
      insideVertical: LINES,
    },
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: head.map((text, i) => cell(text, i, true)),
      }),
      ...rows.map(
        (row) =>
          new TableRow({ cantSplit: true, children: head.map((_, i) => cell(row[i] ?? '', i, false)) }),
      ),
    ],
  })
}

export function blockOf(block: Block): readonly FileChild[] {
  if (block.kind === 'table') return [tableOf(block.head, block.rows)]
  const name = block.kind === 'para' ? BODY : block.level === 1 ? '黑体' : '楷体_GB2312'
  return [
    new Paragraph({
      indent: INDENT,
      // 22 lines on every page, also where a paragraph's last one comes alone.
      widowControl: false,
      keepNext: block.kind === 'heading',
      children: [run(block.text, name)],
    }),
  ]
}

const signature = ({ by, on }: NonNullable<Paper['signed']>): readonly Paragraph[] => {
  const date = dateInWords(on)
  // 成文日期 stands four characters from the right; the office is centred over it.
  const char = THREE * 10 + TIGHT
  const wider = Math.max(0, ([...by].length - [...date].length * 0.7) / 2)
  return [
    empty(),
    empty(),
    new Paragraph({
      alignment: AlignmentType.RIGHT,
      indent: { right: Math.round((4 - Math.min(3, wider)) * char) },
      children: [run(by)],
    }),
    new Paragraph({ alignment: AlignmentType.RIGHT, indent: { right: 4 * char }, children: [run(date)] }),
  ]
}

/** 四号, one character from the outer edge; of a height of its own, or it would take a line from the text. */
const pageNumber = (alignment: (typeof AlignmentType)['LEFT' | 'RIGHT']) =>
  new Footer({
    children: [
      new Paragraph({
        alignment,
        indent: { left: 280, right: 280 },
        style: SMALL,
        children: [new TextRun({ font: font('宋体'), size: 28, children: ['— ', PageNumber.CURRENT, ' —'] })],
      }),
    ],
  })

/** A paper as an office prints it. Fonts by their names: what they are is the machine's that opens it. */
export async function docxOf(paper: Paper): Promise<Uint8Array> {
  const { head, serial, title, to, blocks, signed, notes } = paper
  const children: FileChild[] = [
    ...(head === null ? [] : [redHead(head), redRule(serial), empty()]),
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { before: LINE },
      children: [new TextRun({ text: title, font: font(TITLE), size: 44 })],
    }),
    empty(),
    ...(to === null ? [] : [new Paragraph({ children: [run(to)] })]),
    ...blocks.flatMap(blockOf),
    ...(signed === null ? [] : signature(signed)),
    ...(notes.length === 0 ? [] : [empty()]),
    ...notes.map(
      (text) =>
        new Paragraph({
          style: SMALL,
          children: [new TextRun({ text, font: font(BODY), size: 18 })],
        }),
    ),
  ]
  const document = new Document({
    title,
    creator: '督办',
    externalStyles: STYLES,
    evenAndOddHeaderAndFooters: true,
    sections: [
      {
        properties: {
          page: { size: PAGE, margin: MARGIN },
          grid: { type: DocumentGridType.LINES, linePitch: LINE },
        },
        footers: { default: pageNumber(AlignmentType.RIGHT), even: pageNumber(AlignmentType.LEFT) },
        children,
      },
    ],
  })
  return Packer.toBuffer(document)
}
