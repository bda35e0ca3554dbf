import { strToU8, zipSync } from 'fflate'

/** A paragraph: text, or XML of its own runs; `list` numbers it by Word's own numbering. */
export interface Paragraph {
  readonly text?: string
  readonly runs?: string
  readonly list?: { readonly id: number; readonly level: number }
}

export interface DocxCell {
  readonly text: string
  readonly span?: number
  /** restart begins a cell that goes down, continue goes on with it. */
  readonly merge?: 'restart' | 'continue'
  /** XML in place of the text's paragraphs. */
  readonly xml?: string
}

export type DocxBlock = Paragraph | { readonly rows: readonly (readonly (string | DocxCell)[])[] }

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const runOf = (text: string): string =>
  `<w:r>${text
    .split('\n')
    .map((line) => `<w:t xml:space="preserve">${escaped(line)}</w:t>`)
    .join('<w:br/>')}</w:r>`

export const paragraphXml = ({ text = '', runs, list }: Paragraph): string =>
  `<w:p>${list ? `<w:pPr><w:numPr><w:ilvl w:val="${list.level}"/><w:numId w:val="${list.id}"/></w:numPr></w:pPr>` : ''}${runs ?? runOf(text)}</w:p>`

function cellXml(cell: string | DocxCell): string {
  const { text, span, merge, xml } = typeof cell === 'string' ? { text: cell } : cell
  const merged = merge ? `<w:vMerge${merge === 'restart' ? ' w:val="restart"' : ''}/>` : ''
  const props = `<w:tcPr>${span ? `<w:gridSpan w:val="${span}"/>` : ''}${merged}</w:tcPr>`
  return `<w:tc>${props}${xml ?? paragraphXml({ text })}</w:tc>`
}

export const tableXml = (rows: readonly (readonly (string | DocxCell)[])[]): string =>
  `<w:tbl>${rows.map((row) => `<w:tr>${row.map(cellXml).join('')}</w:tr>`).join('')}</w:tbl>`

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

/** Numbering of a government document: list 1 is 一、（一）1. */
export const NUMBERING = `<w:numbering ${W}><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`

export const wordXml = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><w:document ${W}><w:body>${body}</w:body></w:document>`

/** A Word file from raw parts. */
export function docxOf(body: string, parts: Readonly<Record<string, string>> = {}): Uint8Array {
  const files: Record<string, string> = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    'word/document.xml': wordXml(body),
    'word/numbering.xml': NUMBERING,
    ...parts,
  }
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, xml]) => [name, strToU8(xml)])))
}

/** A Word file from paragraphs and tables. */
export const docx = (blocks: readonly DocxBlock[]): Uint8Array =>
  docxOf(blocks.map((block) => ('rows' in block ? tableXml(block.rows) : paragraphXml(block))).join(''))
