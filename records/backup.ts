import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'
import { BackupError } from './backup-error.ts'
import { isPostgresUrl, shownRecords } from './places.ts'
import { isOpenElsewhere } from './sqlite-file.ts'
import { copyWhole } from './whole-file.ts'

export { BackupError }

/** A consistent copy of an SQLite file, by SQLite's own backup, also while others write. */
export async function copySqlite(from: string, to: string): Promise<void> {
  mkdirSync(dirname(to), { recursive: true })
  const database = new Database(from, { readonly: true, fileMustExist: true, timeout: 10_000 })
  try {
    await database.backup(to)
  } finally {
    database.close()
  }
  const copy = new Database(to)
  try {
    const found = copy.pragma('quick_check(1)', { simple: true })
    if (found !== 'ok')
      throw new BackupError(
        'BACKUP_DAMAGED',
        `${from} 已损坏，没有备份：${found}`,
        '运行 npx duban doctor；从以前的备份恢复',
      )
  } finally {
    copy.close()
  }
}

/** Puts a copy in the place of an SQLite file that nobody has open, whole or not at all. */
export function putSqlite(copy: string, file: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const half = `${file}.restoring`
  try {
    if (copyWhole(copy, half) === null) throw missingCopy(copy)
    for (const rest of ['-wal', '-shm', '-journal']) rmSync(`${file}${rest}`, { force: true })
    renameSync(half, file)
  } finally {
    rmSync(half, { force: true })
  }
}

const missingCopy = (copy: string): BackupError =>
  new BackupError('BACKUP_NOT_FOUND', `备份里没有 ${copy}`, '换一个完整的备份')

/** PostgreSQL's own tools; the password goes by environment, where other users don't see it. */
function postgresTool(program: string, url: string, args: readonly string[]): void {
  const place = new URL(url)
  const password = decodeURIComponent(place.password)
  place.password = ''
  const done = spawnSync(program, [...args, `--dbname=${place.href}`], {
    env: { ...process.env, ...(password ? { PGPASSWORD: password } : {}) },
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  if (done.status === 0) return
  throw new BackupError(
    'BACKUP_TOOL_FAILED',
    `${program.split('/').at(-1)} 对 ${shownRecords(url)} 没有成功：\n${(done.stderr || done.error?.message) ?? ''}`.trim(),
    '检查数据库是否在运行、权限和磁盘空间；pg_dump 的版本不能比服务器旧',
  )
}

/** A consistent copy of a PostgreSQL database, also while others write. */
export function dumpPostgres(pgDump: string, url: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  postgresTool(pgDump, url, ['--format=custom', '--no-owner', `--file=${to}`])
}

/** Puts a copy in the place of what a database holds, in one transaction: whole or not at all. */
export function putPostgres(pgRestore: string, url: string, copy: string): void {
  postgresTool(pgRestore, url, ['--clean', '--if-exists', '--no-owner', '--single-transaction', copy])
}

/** How many other sessions a PostgreSQL database has; 0 when it cannot be asked, which the restore itself will tell. */
async function sessionsOn(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query(
      `SELECT count(*)::int AS n FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
    )
    return Number(rows[0]?.n ?? 0)
  } catch {
    return 0
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** @throws BackupError RESTORE_RUNNING when any program has the store open: it would go on writing to what is gone */
export async function refuseOpen(store: string): Promise<void> {
  const open = isPostgresUrl(store) ? (await sessionsOn(store)) > 0 : isOpenElsewhere(store)
  if (open)
    throw new BackupError(
      'RESTORE_RUNNING',
      `还有程序打开着 ${shownRecords(store)}，不能恢复`,
      '停下 up（或 cluster、别的机器上的工作进程）和正在运行的 duban 命令，再恢复',
    )
}

/** Programs of PostgreSQL, found by whoever calls. */
export interface PostgresTools {
  readonly dump: () => string
  readonly restore: () => string
}

const SQLITE_COPY = 'records.sqlite'
const POSTGRES_COPY = 'records.dump'

export async function backupRecords(records: string, folder: string, tools: PostgresTools): Promise<void> {
  if (isPostgresUrl(records)) return dumpPostgres(tools.dump(), records, join(folder, POSTGRES_COPY))
  await copySqlite(records, join(folder, SQLITE_COPY))
}

/** @throws BackupError BACKUP_OTHER_KIND when the copy is of the other kind of store */
export function restoreRecords(records: string, folder: string, tools: PostgresTools): void {
  const remote = isPostgresUrl(records)
  const copy = join(folder, remote ? POSTGRES_COPY : SQLITE_COPY)
  if (!existsSync(copy))
    throw new BackupError(
      'BACKUP_OTHER_KIND',
      `${folder} 里没有 ${remote ? 'PostgreSQL' : 'SQLite'} 记录库的备份`,
      '备份只能恢复到同一种记录库；检查 DUBAN_RECORDS 和备份文件夹',
    )
  if (remote) putPostgres(tools.restore(), records, copy)
  else putSqlite(copy, records)
}
