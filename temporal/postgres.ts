import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import pg from 'pg'
import { unreachable } from '../records/open.ts'
import { KeptChild } from './child.ts'
import { TemporalSetupError } from './errors.ts'
import { onPath } from './parts.mjs'

const LOCAL = '127.0.0.1'
const USER = 'duban'
/** Where Debian and its like keep one folder of programs per version; they are often not on PATH. */
const DEBIAN = '/usr/lib/postgresql'
const READY_MS = 60_000
const STOP_MS = 30_000

/** A PostgreSQL of our own, listening on 127.0.0.1 only, with a password. */
export interface OwnPostgres {
  readonly port: number
  readonly user: string
  readonly password: string
  readonly server: KeptChild
  /** The connection URL of one of its databases; carries the password. */
  url(database: string): string
}

export interface PostgresOptions {
  /** Holds the cluster (`data/`) and the password; made when missing. */
  readonly folder: string
  readonly port: number
  readonly logFile: string
  readonly say: (line: string) => void
  readonly onPids?: () => void
  /** Told of the server before it is spawned. */
  readonly adopt?: (child: KeptChild) => void
  /** Further settings, as `name=value`. */
  readonly settings?: readonly string[]
}

/** A program of PostgreSQL: in DUBAN_PG_BIN, beside the newest Debian version, or on PATH; null when not there. */
export function postgresProgram(name: string): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [process.env.DUBAN_PG_BIN, ...versions.map((v) => join(DEBIAN, v, 'bin'))]
  const found = folders.flatMap((folder) => (folder ? [join(folder, name)] : [])).find(existsSync)
  return found ?? onPath(name)
}

/** The same, or an error that says what to install. */
export function needPostgres(name: string): string {
  const program = postgresProgram(name)
  if (program === null)
    throw new TemporalSetupError(
      'POSTGRES_MISSING',
      `没有找到 PostgreSQL 的程序 ${name}`,
      '安装 PostgreSQL 12 以上（Debian、Ubuntu：apt install postgresql；麒麟、openEuler：dnf install postgresql-server），或用 DUBAN_PG_BIN 指定程序所在的文件夹',
    )
  return program
}

/** PostgreSQL refuses to be root: then it runs as `postgres`, else as `nobody`. Null: as whoever we are. */
function runAs(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((entry) => entry.split(':'))
  const user = line.find(([name]) => name === 'postgres') ?? line.find(([name]) => name === 'nobody')
  return user ? { uid: Number(user[2]), gid: Number(user[3]) } : null
}

/** As another user PostgreSQL must be able to walk to its folder: its group may pass through ours, and no more. */
function letThrough(folder: string, as: { uid: number; gid: number } | null): void {
  const { mode, uid } = statSync(folder)
  if (as === null || uid !== process.getuid?.() || (mode & 0o001) !== 0) return
  chownSync(folder, uid, as.gid)
  chmodSync(folder, mode | 0o010)
}

function checkReachable(folder: string, as: { uid: number; gid: number } | null): void {
  if (as === null) return
  const walked = spawnSync('/bin/ls', ['-d', folder], { ...as, encoding: 'utf8' })
  if (walked.status === 0) return
  throw new TemporalSetupError(
    'POSTGRES_FOLDER',
    `以 root 运行时，PostgreSQL 用另一个用户运行，但它进不了 ${folder}：${walked.stderr.trim()}`,
    '用普通用户运行；或用 DUBAN_DATA 指定其他用户可以进入的文件夹（各级目录都要有 x 权限）',
  )
}

function init(folder: string, as: { uid: number; gid: number } | null, say: (line: string) => void): void {
  const data = join(folder, 'data')
  if (existsSync(join(data, 'PG_VERSION'))) return
  say('建立 PostgreSQL 数据库（约 2 秒）…')
  rmSync(data, { recursive: true, force: true })
  const secret = join(folder, 'password')
  writeFileSync(secret, randomBytes(18).toString('base64url'), { mode: 0o600 })
  if (as) chownSync(secret, as.uid, as.gid)
  const args = ['-D', data, '-U', USER, '--auth=scram-sha-256', `--pwfile=${secret}`, '-E', 'UTF8']
  // Order and comparison by bytes, and messages in English, whatever the machine's language.
  const made = spawnSync(needPostgres('initdb'), [...args, '--locale=C', '--data-checksums'], {
    ...as,
    cwd: folder,
    encoding: 'utf8',
  })
  if (made.status !== 0) {
    rmSync(data, { recursive: true, force: true })
    throw new TemporalSetupError(
      'POSTGRES_INIT',
      `建立数据库没有成功：${made.stderr || made.error?.message}`,
      `检查 ${folder} 的权限和磁盘空间，再运行一次`,
    )
  }
}

/** Waits until it takes connections: after a kill it may first play back its log. */
async function ready(url: string, logFile: string): Promise<void> {
  for (const until = Date.now() + READY_MS; ; ) {
    const refused = await unreachable(url)
    if (refused === null) return
    if (Date.now() > until)
      throw new TemporalSetupError(
        'POSTGRES_NOT_READY',
        `PostgreSQL 一分钟内没有就绪：${refused}`,
        `查看 ${logFile}`,
      )
    await new Promise((done) => setTimeout(done, 100))
  }
}

/** How to log in to the PostgreSQL of a folder, on the port where it runs. */
export function ownLogin(folder: string, port: number): Pick<OwnPostgres, 'password' | 'url'> {
  const password = readFileSync(join(folder, 'password'), 'utf8')
  return { password, url: (database) => `postgresql://${USER}:${password}@${LOCAL}:${port}/${database}` }
}

/** Starts PostgreSQL on a folder of its own, making the folder's cluster at the first start. */
export async function startPostgres(options: PostgresOptions): Promise<OwnPostgres> {
  const { port, logFile, say } = options
  const folder = resolve(options.folder)
  const command = needPostgres('postgres')
  const as = runAs()
  mkdirSync(folder, { recursive: true })
  if (as) chownSync(folder, as.uid, as.gid)
  letThrough(dirname(folder), as)
  checkReachable(folder, as)
  init(folder, as, say)
  const { password, url } = ownLogin(folder, port)
  const settings = [`listen_addresses=${LOCAL}`, `port=${port}`, 'unix_socket_directories=']
  const args = [...settings, ...(options.settings ?? [])].flatMap((setting) => ['-c', setting])
  const server = new KeptChild(
    {
      name: 'PostgreSQL',
      command,
      args: ['-D', join(folder, 'data'), ...args],
      cwd: folder,
      as,
      logFile,
      // Fast shutdown: open connections are ended, nothing is lost.
      stopSignal: 'SIGINT',
      stopMs: STOP_MS,
    },
    say,
    options.onPids ?? (() => undefined),
  )
  mkdirSync(dirname(logFile), { recursive: true })
  options.adopt?.(server)
  try {
    await server.start()
    await ready(url('postgres'), logFile)
  } catch (error) {
    await server.stop()
    throw error
  }
  return { port, user: USER, password, server, url }
}

/** Makes a database where it is missing; true when it was. */
export async function ensureDatabase(postgres: OwnPostgres, name: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: postgres.url('postgres') })
  await client.connect()
  try {
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (known.rowCount) return false
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`)
    return true
  } finally {
    await client.end()
  }
}
