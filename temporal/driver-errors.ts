import type { Refusal } from '../domain/basics/result.ts'
import { damaged } from '../records/damaged.ts'
import { recordsFile } from '../records/places.ts'
import { dataFolder } from './places.ts'

/** What a driver, the file system or the network says in English, as a sentence of ours with what to do. */
interface Known {
  readonly code: string
  readonly message: string
  readonly remedy: string
}

const STORE_LOGIN = {
  code: 'RECORDS_UNAVAILABLE',
  message: '记录库不让登录：用户或密码不对',
  remedy: '检查 DUBAN_RECORDS，或数据文件夹里的 records.url',
}
/** Met in the middle of work: the same as where it is met when the store is opened, with the newest backup. */
const storeDamaged = (why: string): Refusal => {
  const dataDir = dataFolder()
  return damaged('records', recordsFile(dataDir), why, dataDir)
}
const DISK_FULL = {
  code: 'DISK_FULL',
  message: '磁盘写满了',
  remedy: '腾出空间后再运行一次；没有写完的不会留下一半',
}
const NO_RIGHT = {
  code: 'FILE_NO_RIGHT',
  message: '没有权限读写需要的文件',
  remedy: '检查数据文件夹（DUBAN_DATA）的属主和权限，用同一个用户运行',
}

/** A file stands where a folder has to be, or the other way round. */
const otherKind = (why: string): Refusal => ({
  code: 'FILE_TYPE',
  message: `${/'([^']+)'/.exec(why)?.[1] ?? '需要的路径'} 应是文件夹却是文件，或应是文件却是文件夹`,
  remedy: '检查 DUBAN_DATA 和命令里写的路径，移开占着位置的，或换一个路径',
})

/** A sentence that is always the same, or one that names what was found. */
type Told = Known | ((why: string) => Refusal)
const told = (known: Told, why: string): Refusal => (typeof known === 'function' ? known(why) : known)

/** By the code of better-sqlite3 (its prefix), of PostgreSQL (SQLSTATE) and of Node (errno). */
const BY_CODE: readonly (readonly [RegExp, Told])[] = [
  [/^SQLITE_(?:CORRUPT|NOTADB)/, storeDamaged],
  [/^SQLITE_FULL|^ENOSPC$|^EDQUOT$|^53100$/, DISK_FULL],
  [
    /^SQLITE_(?:BUSY|LOCKED)|^55P03$/,
    {
      code: 'RECORDS_BUSY',
      message: '记录库正被别的程序占用，十秒内没有等到',
      remedy: '稍后再运行一次；一直这样就看是不是有备份或复制程序锁住了文件',
    },
  ],
  [/^SQLITE_(?:READONLY|PERM|AUTH)|^EACCES$|^EPERM$|^EROFS$/, NO_RIGHT],
  [/^EEXIST$|^ENOTDIR$|^EISDIR$/, otherKind],
  [
    /^SQLITE_CANTOPEN/,
    {
      code: 'RECORDS_UNAVAILABLE',
      message: '打不开记录库文件',
      remedy: '检查 DUBAN_DATA 指的文件夹是否存在、能否读写',
    },
  ],
  [
    /^SQLITE_IOERR|^EIO$/,
    { code: 'DISK_FAILED', message: '磁盘读写出错', remedy: '检查磁盘；先备份数据文件夹，再运行一次' },
  ],
  [/^28(?:000|P01)$/, STORE_LOGIN],
  [
    /^3D000$/,
    {
      code: 'RECORDS_UNAVAILABLE',
      message: 'PostgreSQL 里没有这个数据库',
      remedy: '建好数据库，或改 DUBAN_RECORDS（或 records.url）里的库名',
    },
  ],
  [
    /^42501$/,
    {
      code: 'RECORDS_UNAVAILABLE',
      message: '记录库的用户没有需要的权限',
      remedy: '请数据库管理员给这个用户建表和读写的权限',
    },
  ],
  [
    /^53300$|^57P0[123]$/,
    {
      code: 'RECORDS_UNAVAILABLE',
      message: 'PostgreSQL 暂时不接受连接',
      remedy: '稍后再运行一次；一直这样就查看 PostgreSQL 的日志和连接数',
    },
  ],
  [
    /^EMFILE$|^ENFILE$/,
    { code: 'FILES_MANY', message: '打开的文件太多', remedy: '用 ulimit -n 调高上限，再运行一次' },
  ],
  [/^ENOMEM$/, { code: 'MEMORY_SHORT', message: '内存不够', remedy: '关掉别的程序，再运行一次' }],
]

/** PostgreSQL's own words where it gives no code. */
const BY_WORDS: readonly (readonly [RegExp, Told])[] = [
  [/database disk image is malformed|file is not a database/i, storeDamaged],
  [/password authentication failed|SASL|no pg_hba\.conf entry/i, STORE_LOGIN],
  [
    /Connection terminated|timeout exceeded when trying to connect|the database system is (?:starting up|shutting down)/i,
    {
      code: 'RECORDS_UNAVAILABLE',
      message: '与 PostgreSQL 的连接断了或没有应答',
      remedy: '检查 PostgreSQL 是否在运行、地址是否正确，再运行一次',
    },
  ],
]

/**
 * The Chinese refusal for an error of a driver or the system, from the error or what caused it; null when it is not
 * known.
 * @example explained({ code: 'SQLITE_FULL', message: 'database or disk is full' })?.code // 'DISK_FULL'
 */
export function explained(error: unknown, depth = 0): Refusal | null {
  if (typeof error !== 'object' || error === null || depth > 5) return null
  const { code, message, cause } = error as { code?: unknown; message?: unknown; cause?: unknown }
  const why = String(message ?? code)
  if (typeof code === 'string')
    for (const [form, known] of BY_CODE) if (form.test(code)) return told(known, why)
  if (typeof message === 'string')
    for (const [form, known] of BY_WORDS) if (form.test(message)) return told(known, why)
  return explained(cause, depth + 1)
}
