import { basename } from 'node:path'
import type { Refusal, Result } from '../../domain/basics/result.ts'
import { decodeText } from '../readers/decode.ts'
import { readWhole } from './whole-file.ts'

/**
 * Text of a file that people edit (剧本, 规则, 名册, 节假日安排…), as Notepad, WPS or an editor saved it: UTF-8 with or
 * without its mark, UTF-16 or GB18030. Errors: FILE_NOT_FOUND, FILE_ENCODING.
 * @param what what it is called in the refusal, e.g. 名册
 */
export function readText(path: string, what = '文件'): Result<string, Refusal> {
  const bytes = readWhole(path, what)
  return bytes.ok ? decodeText(bytes.value, basename(path)) : bytes
}
