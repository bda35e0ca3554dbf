import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'
import { readCsv } from './csv.ts'
import { decodeText } from './decode.ts'
import type { Reader, SourceDocument } from './document.ts'
import { readDocx } from './docx.ts'
import { readHtml } from './html.ts'
import { type FileKind, sniff } from './sniff.ts'
import { readTextTable } from './text-table.ts'
import { readXlsx } from './xlsx.ts'

/** What a text may hold: a table of 20,000 rows has some 150,000 cells, a plan in words some hundred paragraphs. */
const MOST_MARKS = 300_000
const MOST_PARAGRAPHS = 20_000

const tooLong = (name: string, what: string) =>
  refuse('TABLE_TOO_LARGE', `${name} ${what}，超出可读的范围`, { remedy: '请只保留分工方案后另存' })

const countOf = (text: string, char: string): number => {
  let count = 0
  for (let at = text.indexOf(char); at >= 0; at = text.indexOf(char, at + 1)) count += 1
  return count
}

/** Text: a table in one of its layouts, else paragraphs. */
const textReader: Reader = (bytes, name) => {
  const text = decodeText(bytes, name)
  if (!text.ok) return text
  for (const [char, what] of [
    ['\t', '个制表符'],
    ['\n', '行'],
    ['\r', '行'],
  ] as const) {
    const count = countOf(text.value, char)
    if (count > MOST_MARKS) return tooLong(name, `有 ${count} ${what}`)
  }
  const lines = text.value
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const tables = readTextTable(text.value)
  const commas = tables.ok ? null : readCsv(text.value)
  if (commas?.ok) return ok({ reader: 'text-table', tables: commas.value, lines, notes: [] })
  if (commas !== null) return commas
  if (tables.ok) return ok({ reader: 'text-table', tables: tables.value, lines, notes: [] })
  if (tables.error.code === 'TABLE_SCRAMBLED' || tables.error.code === 'TABLE_TOO_LARGE') return tables
  return lines.length > MOST_PARAGRAPHS
    ? tooLong(name, `有 ${lines.length} 段文字`)
    : ok({ reader: 'prose', tables: [], lines, notes: [] })
}

/** Readers by what the file is. A new one is a line here. */
const READERS: Readonly<Partial<Record<FileKind, Reader>>> = {
  text: textReader,
  docx: readDocx,
  xlsx: readXlsx,
  html: readHtml,
}

const WORD =
  '请用 WPS 或 Word 打开，另存为 .docx 后再导入（或运行 soffice --headless --convert-to docx 文件）'
const SHEET =
  '请用 WPS 表格或 Excel 打开，另存为 .xlsx 后再导入（或运行 soffice --headless --convert-to xlsx 文件）'
/** Kinds without a reader: what to call them and how to bring them into a form that can be read. */
const REFUSED: Readonly<Record<Exclude<FileKind, 'text' | 'empty'>, readonly [string, string]>> = {
  docx: ['Word 文档(.docx)', WORD],
  xlsx: ['Excel 工作簿(.xlsx)', SHEET],
  pptx: ['演示文稿(.pptx)', '请取得分工方案的文字文档'],
  odf: ['OpenDocument 文档', '文字文档请另存为 .docx，表格请另存为 .xlsx，再导入'],
  ofd: [
    'OFD 版式文档',
    '请取得原始的 Word 或 Excel 文件；只有 OFD 时用阅读器导出文字，核对后存为 .txt 或 .docx',
  ],
  zip: ['压缩包(.zip)', '请解压后导入里面的分工方案'],
  encrypted: ['加了密码的 Office 文档', '请用密码打开，取消密码（文件 → 信息 → 保护文档），另存后再导入'],
  ole: [
    '旧版 Office 或 WPS 文档(.doc/.xls/.wps/.et)',
    '请用 WPS 或 Office 打开，文字另存为 .docx、表格另存为 .xlsx 后再导入（或运行 soffice --headless --convert-to docx 文件）',
  ],
  pdf: [
    'PDF 文档',
    '请取得原始的 Word 或 Excel 文件；只有 PDF 时用 WPS 转为 Word，核对后另存为 .docx 再导入',
  ],
  rtf: ['RTF 文档', WORD],
  html: ['网页(.html)', WORD],
  mhtml: ['单个文件网页(.mht)', '请在浏览器或 WPS 中打开，另存为 .html 或 .docx 后再导入'],
  xml: ['XML 文件', SHEET],
  image: ['图片', '请取得原始的文字文档；扫描件须先识别并人工核对'],
  archive: ['压缩包', '请解压后导入里面的分工方案'],
  binary: ['二进制文件', '请取得分工方案的文字文档，另存为 .docx、.xlsx 或 .txt'],
}
const LIMIT = 20 * 1024 * 1024

/**
 * A plan document's tables and paragraphs; the reader is chosen by content, never by the file's name.
 * Errors: FILE_EMPTY, FILE_TOO_LARGE, FILE_TYPE (no reader for it; the remedy says how to convert), and those of
 * the reader (FILE_ENCODING, FILE_DAMAGED, FILE_UNSAFE, TABLE_TOO_LARGE, TABLE_SCRAMBLED).
 */
export function readDocument(bytes: Uint8Array, name: string): Result<SourceDocument, Refusal> {
  const kind = sniff(bytes)
  if (kind === 'empty') return refuse('FILE_EMPTY', `文件 ${name} 是空的`, { remedy: '请检查是否选错了文件' })
  if (bytes.length > LIMIT)
    return refuse('FILE_TOO_LARGE', `文件 ${name} 超过 20 MB`, {
      remedy: '分工方案通常不到 1 MB，请检查是否选错了文件',
    })
  const reader = READERS[kind]
  if (reader) return reader(bytes, name)
  const [what, remedy] = REFUSED[kind as keyof typeof REFUSED]
  return refuse('FILE_TYPE', `${name} 是${what}，不能直接读取`, { remedy, fields: { kind } })
}
