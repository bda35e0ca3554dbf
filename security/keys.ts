import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import * as z from 'zod'
import { SecurityError } from './errors.ts'
import { readSecretFile } from './secret-file.ts'

/** Keys by id, and the one that encrypts. A KeyObject shows nothing when it is printed or logged. */
export interface KeyRing {
  readonly current: string
  readonly keys: ReadonlyMap<string, KeyObject>
}

const KEY_BYTES = 32
const WHAT = '密钥文件'
const KEY_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** Keys in the order they were made. `current` is only there while a new key is handed out that does not encrypt yet. */
const keyFile = z.strictObject({
  current: z.string().optional(),
  keys: z
    .array(z.strictObject({ id: z.string().regex(KEY_ID), key: z.base64() }))
    .min(1)
    .max(100),
})
type KeyFile = z.infer<typeof keyFile>

const malformed = (path: string, why: string) =>
  new SecurityError(
    'CODEC_KEYS_FORM',
    `密钥文件 ${path} 的内容不对：${why}`,
    '用 duban codec add-key 生成；写法见 docs/security.md',
  )

function parse(path: string): KeyFile {
  const text = readSecretFile(path, WHAT)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    // The parser's own message quotes the text, which may be a key.
    throw malformed(path, '不是 JSON')
  }
  const read = keyFile.safeParse(json)
  if (!read.success) throw malformed(path, read.error.issues[0]?.path.join('.') || '结构不符')
  return read.data
}

/**
 * Reads a key file: `{"keys": [{"id": "2026-11", "key": "<32 bytes, base64>"}, …]}`. The last key encrypts, unless
 * `current` names another; every key decrypts.
 * @throws SecurityError CODEC_KEYS_FORM, SECRET_NOT_FOUND, SECRET_MODE, SECRET_TOO_LARGE
 */
export function readKeyRing(path: string): KeyRing {
  const file = parse(path)
  const keys = new Map<string, KeyObject>()
  for (const { id, key } of file.keys) {
    const bytes = Buffer.from(key, 'base64')
    if (bytes.length !== KEY_BYTES) throw malformed(path, `密钥 ${id} 应为 32 字节`)
    if (keys.has(id)) throw malformed(path, `密钥编号 ${id} 重复`)
    const secret = createSecretKey(bytes)
    for (const [other, known] of keys)
      if (known.equals(secret)) throw malformed(path, `${other} 与 ${id} 是同一个密钥`)
    keys.set(id, secret)
  }
  const current = file.current ?? file.keys.at(-1)?.id ?? ''
  if (!keys.has(current)) throw malformed(path, `没有 current 所指的密钥 ${current}`)
  return { current, keys }
}

export interface KeyAdded {
  readonly id: string
  readonly current: string
  readonly keys: number
}

/**
 * Adds a fresh random key to a key file, made with mode 600 where there is none. `staged`: it decrypts but does not
 * encrypt yet, until every worker and client has the file and `useKey` is called.
 * @throws SecurityError KEY_EXISTS and those of readKeyRing
 */
export function addKey(path: string, id: string, staged: boolean): KeyAdded {
  const before: KeyFile | null = existsSync(path) ? parse(path) : null
  if (before !== null) readKeyRing(path)
  if (!KEY_ID.test(id))
    throw new SecurityError('ID_INVALID', `密钥编号 ${id} 不合要求`, '用字母、数字、点、横线，如 2026-11')
  if (before?.keys.some((key) => key.id === id))
    throw new SecurityError('KEY_EXISTS', `密钥文件 ${path} 里已有 ${id}`, '换一个编号；旧密钥要留着解密')
  const was = before?.current ?? before?.keys.at(-1)?.id
  const keys = [...(before?.keys ?? []), { id, key: randomBytes(KEY_BYTES).toString('base64') }]
  write(path, { ...(staged && was !== undefined ? { current: was } : {}), keys })
  return { id, current: staged && was !== undefined ? was : id, keys: keys.length }
}

/**
 * From now on this key encrypts; the others go on decrypting.
 * @throws SecurityError KEY_NOT_FOUND and those of readKeyRing
 */
export function useKey(path: string, id: string): KeyAdded {
  const { keys } = parse(path)
  if (!keys.some((key) => key.id === id))
    throw new SecurityError('KEY_NOT_FOUND', `密钥文件 ${path} 里没有 ${id}`, '用 duban codec add-key 添加')
  write(path, keys.at(-1)?.id === id ? { keys } : { current: id, keys })
  return { id, current: id, keys: keys.length }
}

/** Written beside and renamed: a crash leaves the old file, never half of a key. */
function write(path: string, file: KeyFile): void {
  const half = `${path}.${process.pid}.half`
  try {
    writeFileSync(half, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    renameSync(half, path)
  } catch (error) {
    rmSync(half, { force: true })
    throw new SecurityError(
      'CODEC_KEYS_WRITE',
      `写不了密钥文件 ${path}（${(error as NodeJS.ErrnoException).code ?? '未知'}）`,
      '检查文件夹是否存在、能否写',
    )
  }
}
