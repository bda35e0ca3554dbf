import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'
import { utf16Mark } from './sniff.ts'

const strict = (encoding: string, bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/**
 * Text of a file: UTF-16 with its mark (Excel's "Unicode 文本"), UTF-8 with or without BOM, else GB18030 (Windows'
 * ANSI in China). Errors: FILE_ENCODING, when none of them decodes without loss.
 */
export function decodeText(bytes: Uint8Array, name: string): Result<string, Refusal> {
  const mark = utf16Mark(bytes)
  const text = mark ? strict(mark, bytes) : (strict('utf-8', bytes) ?? strict('gb18030', bytes))
  if (text === null || text.includes('\u0000'))
    return refuse('FILE_ENCODING', `${name} 的文字编码无法识别，读出来会是乱码`, {
      remedy: '请用记事本或 WPS 打开原文件，另存为纯文本(.txt)，编码选 UTF-8，再导入',
    })
  return ok(text)
}
