import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { headerDamage } from './sqlite-file.ts'

const SQLITE = createRequire(import.meta.url).resolve('better-sqlite3')

/** Runs in a process of its own, which can be ended when it takes too long: SQLite does not look up meanwhile. */
const LOOK = `
const Database = require(process.argv[1])
try {
  const database = new Database(process.argv[2], { readonly: true, timeout: 2000 })
  process.stdout.write(String(database.pragma('quick_check(1)', { simple: true })))
} catch (error) {
  process.stdout.write(String(error.code).startsWith('SQLITE_BUSY') ? 'ok' : error.message)
}`

/** SQLite's own words in Chinese; what is not known is said as a failed look, with its words for whoever mends it. */
export const damageName = (why: string): string =>
  /file is not a database/i.test(why)
    ? '文件内容不是数据库'
    : /database disk image is malformed/i.test(why)
      ? '文件内容被改动或没有写完'
      : /[\u4e00-\u9fff]/.test(why)
        ? why
        : `完整性检查没有通过（${why}）`

/** The look at a whole database takes about a second for each gigabyte. */
const LIMIT_MS = 5_000

/**
 * What is wrong with an SQLite database, also while others use it; null: nothing was found, as far as the time allowed
 * it (its beginning is looked at in any case), or there is none.
 */
export async function damageOf(file: string, limitMs = LIMIT_MS): Promise<string | null> {
  if (!existsSync(file)) return null
  const atFirst = headerDamage(file)
  if (atFirst !== null) return atFirst
  const found = await new Promise<string>((resolve) => {
    execFile(process.execPath, ['-e', LOOK, SQLITE, file], { timeout: limitMs, env: {} }, (_, out) =>
      resolve(out),
    )
  })
  return found === '' || found === 'ok' ? null : damageName(found.slice(0, 200))
}
