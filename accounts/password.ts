import { randomBytes } from 'node:crypto'
import { type Algorithm, hash, verify } from '@node-rs/argon2'
import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import { leftOver } from './guesses.ts'

export const PASSWORD = { least: 12, most: 128 } as const
/** Characters that must be left when everything is taken out that is tried first. */
const LEAST_OWN = 6

/** OWASP's first choice for argon2id; in the stored string, so that it can be raised and old ones still be read. */
const COST = { algorithm: 2 as Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string): Promise<string> => hash(password, COST)

/** Of nobody: an unknown login takes as long as a known one. */
let nobody: Promise<string> | null = null

/** Whether a password is the one that was hashed; null: nobody has that login, which takes as long. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword(randomBytes(16).toString('hex'))
  const right = await verify(stored ?? (await nobody), password.slice(0, PASSWORD.most)).catch(() => false)
  return right && stored !== null && password.length <= PASSWORD.most
}

/**
 * Whether a password will do: 12 to 128 characters, any of them, nothing that everybody tries first, nor this system's
 * or the person's own names with a few characters more (NIST SP 800-63B, 3.1.1.2).
 * @param known the person's own words: login, name, unit
 */
export function passwordFits(password: string, known: readonly string[]): Result<true, Refusal> {
  const length = [...password].length
  if (length < PASSWORD.least || password.length > PASSWORD.most)
    return refuse(
      'PASSWORD_LENGTH',
      `口令有 ${length} 个字符，应为 ${PASSWORD.least} 至 ${PASSWORD.most} 个`,
      { remedy: '用几个不相干的词连起来，可以有空格和汉字' },
    )
  if (leftOver(password, known).length < LEAST_OWN)
    return refuse('PASSWORD_COMMON', '这个口令太容易猜到', {
      remedy: '不要只用常见口令、连续的键、日期、系统名、单位名、自己的名字；再加几个不相干的词',
    })
  return ok(true)
}
