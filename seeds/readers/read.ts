import type { Grid } from '../../domain/plan/grid.ts'
import type { ReaderName } from '../../domain/plan/plan.ts'
import { ok, type Refusal, type Result, refuse } from '../../domain/result.ts'
import { decodeText } from './decode.ts'
import { type FileKind, sniff } from './sniff.ts'
import { readTextTable } from './text-table.ts'

/** What every reader yields: the tables of a document with the text around them. */
export interface SourceDocument {
  readonly reader: ReaderName
  readonly tables: readonly Grid[]
}

export type Reader = (bytes: Uint8Array, name: string) => Result<SourceDocument, Refusal>

const textReader: Reader = (bytes, name) => {
  const text = decodeText(bytes, name)
  if (!text.ok) return text
  const tables = readTextTable(text.value)
  return tables.ok ? ok({ reader: 'text-table', tables: tables.value }) : tables
}

/** Readers by what the file is. A new one is a line here. */
const READERS: Readonly<Partial<Record<FileKind, Reader>>> = { text: textReader }

const WORD =
  '请用 WPS 或 Word 打开，把分工表复制到 WPS 表格或 Excel，另存为“文本文件(制表符分隔)(.txt)”后再导入'
const SHEET = '请用 WPS 表格或 Excel 打开，另存为“文本文件(制表符分隔)(.txt)”或“Unicode 文本(.txt)”后再导入'
/** Kinds without a reader: what to call them and how to bring them into a form that can be read. */
const REFUSED: Readonly<Record<Exclude<FileKind, 'text' | 'empty'>, readonly [string, string]>> = {
  docx: ['Word 文档(.docx)', WORD],
  xlsx: ['Excel 工作簿(.xlsx)', SHEET],
  pptx: ['演示文稿(.pptx)', '请取得分工方案的文字文档'],
  odf: ['OpenDocument 文档', SHEET],
  zip: ['压缩包(.zip)', '请解压后导入里面的分工方案'],
  ole: ['旧版 Office 或 WPS 文档(.doc/.xls/.wps/.et)', `${WORD}；旧版表格直接另存即可`],
  pdf: [
    'PDF 文档',
    '请取得原始的 Word 或 Excel 文件；只有 PDF 时用 WPS 转为表格，核对后另存为“文本文件(制表符分隔)(.txt)”',
  ],
  rtf: ['RTF 文档', WORD],
  html: [
    '网页(.html)',
    '请在浏览器中打开，把分工表复制到 WPS 表格或 Excel，另存为“文本文件(制表符分隔)(.txt)”后再导入',
  ],
  xml: ['XML 文件', WORD],
  image: ['图片', '请取得原始的文字文档；扫描件须先识别并人工核对'],
  archive: ['压缩包', '请解压后导入里面的分工方案'],
  binary: ['二进制文件', '请取得分工方案的文字文档，另存为“文本文件(制表符分隔)(.txt)”'],
}
const LIMIT = 20 * 1024 * 1024

/**
 * Tables of a plan document; the reader is chosen by content, never by the file's name.
 * Errors: FILE_EMPTY, FILE_TOO_LARGE, FILE_TYPE (no reader for it yet; the remedy says how to convert), and those of
 * the reader (FILE_ENCODING, TABLE_NOT_FOUND, NOT_A_PLAN, TABLE_SCRAMBLED).
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
  return refuse('FILE_TYPE', `${name} 是${what}，本版本只读取文本表格(.txt)`, { remedy, fields: { kind } })
}
