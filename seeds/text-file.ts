import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type Refusal, type Result, refuse } from '../domain/result.ts'
import { decodeText } from './readers/decode.ts'

/**
 * Text of a file that people edit (剧本, 规则, 名册, 节假日安排…), as Notepad, WPS or an editor saved it: UTF-8 with or
 * without its mark, UTF-16 or GB18030. Errors: FILE_NOT_FOUND, FILE_ENCODING.
 * @param what what it is called in the refusal, e.g. 名册
 */
export function readText(path: string, what = '文件'): Result<string, Refusal> {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(path)
  } catch {
    return refuse('FILE_NOT_FOUND', `读不到${what} ${path}`, {
      remedy: '请检查路径和读取权限',
    })
  }
  return decodeText(bytes, basename(path))
}
