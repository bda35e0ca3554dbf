import { statSync } from 'node:fs'
import { fileUnreadable, refused } from './refusal.ts'

/**
 * Bounds of what people hand in: characters of one text, bytes of one message (a Temporal payload holds 2 MB), bytes
 * of one evidence file.
 */
export const LIMITS = { text: 8_000, message: 512 * 1024, file: 200 * 1024 * 1024 } as const

/** @throws RefusedError TEXT_TOO_LONG; the place is the name of the field */
function shortTexts(value: unknown, field: string): void {
  if (typeof value === 'string' && value.length > LIMITS.text)
    throw refused(
      'TEXT_TOO_LONG',
      `${field} 有 ${value.length} 字，最多 ${LIMITS.text} 字`,
      '只写要点，全文作为佐证文件提交',
    )
  if (value !== null && typeof value === 'object')
    for (const [name, part] of Object.entries(value)) shortTexts(part, Array.isArray(value) ? field : name)
}

/**
 * Refuses a message with a text too long or too much in all, before anything is sent.
 * @throws RefusedError TEXT_TOO_LONG, MESSAGE_TOO_LARGE
 */
export function withinLimits(message: object): void {
  shortTexts(message, '内容')
  const bytes = Buffer.byteLength(JSON.stringify(message))
  if (bytes > LIMITS.message)
    throw refused(
      'MESSAGE_TOO_LARGE',
      `一次提交的内容有 ${Math.ceil(bytes / 1024)} KB，最多 ${LIMITS.message / 1024} KB`,
      '分几次提交',
    )
}

/**
 * Refuses an evidence file that is no file, or too large to be read whole.
 * @throws RefusedError FILE_NOT_FOUND, FILE_TOO_LARGE
 */
export function fileWithinLimits(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found?.isFile()) throw fileUnreadable(path)
  if (found.size > LIMITS.file)
    throw refused(
      'FILE_TOO_LARGE',
      `文件 ${path} 有 ${Math.ceil(found.size / 1024 / 1024)} MB，最多 ${LIMITS.file / 1024 / 1024} MB`,
      '压缩或拆开后提交，或提交网址',
    )
}
