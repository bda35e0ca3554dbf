import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { SecurityError } from './errors.ts'
import { readSecretFile } from './secret-file.ts'

const SHORTEST = 32
const WHAT = '口令文件'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Whether two secrets are the same, in a time that tells nothing about where they differ or how long they are. */
export const sameSecret = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

/**
 * The token of a file: its first line, at least 32 characters.
 * @throws SecurityError SECRET_SHORT, SECRET_NOT_FOUND, SECRET_MODE, SECRET_TOO_LARGE
 */
export function readToken(path: string): string {
  const token = readSecretFile(path, WHAT).split(/\r?\n/, 1)[0]?.trim() ?? ''
  if (token.length >= SHORTEST && /^[\x21-\x7e]+$/.test(token)) return token
  throw new SecurityError(
    'SECRET_SHORT',
    `口令文件 ${path} 的第一行应为至少 ${SHORTEST} 个字母、数字或符号`,
    '用 npx duban codec new-token 生成',
  )
}

/** Makes a file with a random token that only its owner can read. @throws SecurityError TOKEN_EXISTS, SECRET_WRITE */
export function makeToken(path: string): void {
  try {
    writeFileSync(path, `${randomBytes(SHORTEST).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST')
      throw new SecurityError('TOKEN_EXISTS', `${path} 已经存在`, '换一个文件名，或先删除旧口令')
    throw new SecurityError(
      'SECRET_WRITE',
      `写不了 ${path}（${code ?? '未知'}）`,
      '检查文件夹是否存在、能否写',
    )
  }
}
