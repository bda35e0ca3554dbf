import { ok, type Refusal, type Result, refuse } from '../../domain/result.ts'

/** What a file is by its first bytes, and how to bring it into a form this release reads. */
const KINDS: readonly {
  readonly magic: readonly number[]
  readonly name: string
  readonly remedy: string
}[] = [
  {
    magic: [0x50, 0x4b, 0x03, 0x04],
    name: 'Office 文档（docx/xlsx）',
    remedy: '请在文字处理软件中选择“另存为 → 纯文本(.txt)”后再导入',
  },
  {
    magic: [0xd0, 0xcf, 0x11, 0xe0],
    name: '旧版 Office 或 WPS 文档',
    remedy: '请用 WPS 或 Word 打开，另存为纯文本(.txt)',
  },
  { magic: [0x25, 0x50, 0x44, 0x46], name: 'PDF', remedy: '请取得原始文档，或用 WPS 转换为文本后核对再导入' },
]
const LIMIT = 20 * 1024 * 1024

/** Text of a plan file: UTF-8 with or without BOM, else GB18030. Errors: FILE_TYPE, FILE_EMPTY, FILE_TOO_LARGE. */
export function decodeText(bytes: Uint8Array, name: string): Result<string, Refusal> {
  if (bytes.length === 0)
    return refuse('FILE_EMPTY', `文件 ${name} 是空的`, { remedy: '请检查是否选错了文件' })
  if (bytes.length > LIMIT)
    return refuse('FILE_TOO_LARGE', `文件 ${name} 超过 20 MB`, {
      remedy: '分工方案通常不到 1 MB，请检查文件',
    })
  const kind = KINDS.find(({ magic }) => magic.every((byte, i) => bytes[i] === byte))
  if (kind)
    return refuse('FILE_TYPE', `${name} 是${kind.name}，本版本只读取文本表格(.txt)`, { remedy: kind.remedy })
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    text = new TextDecoder('gb18030').decode(bytes)
  }
  if (text.includes('\u0000'))
    return refuse('FILE_TYPE', `${name} 不是文本文件`, { remedy: '请另存为纯文本(.txt，UTF-8)后再导入' })
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text))
    return refuse('FILE_TYPE', `${name} 是网页，本版本只读取文本表格(.txt)`, {
      remedy: '请把网页中的表格复制到文字处理软件，另存为纯文本(.txt)',
    })
  return ok(text)
}
