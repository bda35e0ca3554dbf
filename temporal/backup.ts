import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import {
  BackupError,
  backupRecords,
  copySqlite,
  dumpPostgres,
  type PostgresTools,
  putPostgres,
  putSqlite,
  refuseOpen,
  restoreRecords,
} from '../records/backup.ts'
import {
  MANIFEST,
  type Manifest,
  PARTS_OF_BACKUP,
  type Part,
  readManifest,
  rememberBackup,
} from '../records/manifest.ts'
import { blobsFolder, calendarsFolder, recordsOf, templatesFolder } from '../records/places.ts'
import { copyWhole, type FileMark, filesBelow, markOf, writeWhole } from '../records/whole-file.ts'
import { withOwnPostgres } from './cluster.ts'
import { SERVER_FILE } from './config.ts'
import { isAlive } from './lock.ts'
import { needPostgres } from './postgres.ts'
import { startedFor } from './processes.ts'
import { DATABASES } from './schema.ts'
import { takeFolder } from './up.ts'

export { type Manifest, PARTS_OF_BACKUP, type Part, readManifest }

const tools: PostgresTools = {
  dump: () => needPostgres('pg_dump'),
  restore: () => needPostgres('pg_restore'),
}
const temporalFile = (dataDir: string): string => join(dataDir, 'temporal', SERVER_FILE)

/** Folders of files that belong to the records. */
const foldersOf = (dataDir: string): readonly (readonly [string, 'blobs' | 'calendars' | 'templates'])[] => [
  [blobsFolder(dataDir), 'blobs'],
  [calendarsFolder(dataDir), 'calendars'],
  [templatesFolder(dataDir), 'templates'],
]

/** In a folder that is being filled: by whom. Only what bears it is ever taken away again. */
const MARK = '.duban-half'

/** Copies of this name were begun here and never finished: their maker was killed. */
function sweepHalves(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.includes('.half-')) continue
    const folder = join(parent, name)
    try {
      if (!lstatSync(folder).isDirectory() || isAlive(Number(readFileSync(join(folder, MARK), 'utf8'))))
        continue
    } catch {
      continue
    }
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Fills a folder of its own and hands it over whole; whatever goes wrong or whoever ends it, no half copy is left. */
async function whole<T>(folder: string, fill: (half: string) => Promise<T>): Promise<T> {
  const parent = dirname(folder)
  mkdirSync(parent, { recursive: true, mode: 0o700 })
  sweepHalves(parent)
  const half = mkdtempSync(`${folder}.half-`)
  const clean = () => rmSync(half, { recursive: true, force: true })
  const end = (signal: NodeJS.Signals) => {
    clean()
    process.exit(signal === 'SIGINT' ? 130 : 143)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.once(signal, end)
  try {
    writeWhole(join(half, MARK), String(process.pid))
    const filled = await fill(half)
    if (lstatSync(folder, { throwIfNoEntry: false })) throw taken(folder)
    rmSync(join(half, MARK))
    renameSync(half, folder)
    return filled
  } catch (error) {
    clean()
    throw error
  } finally {
    for (const signal of signals) process.off(signal, end)
  }
}

const taken = (folder: string): BackupError =>
  new BackupError('BACKUP_EXISTS', `${folder} 已经存在`, '换一个新的文件夹名')

/**
 * Copies both stores, blobs, calendars and templates into a new folder, also while everything runs. The records come first: of
 * two copies that are not of one moment the ledger is then the older one, and what it lacks can be refilled from the
 * histories. A server that somebody else runs is not copied; `parts` of the answer tells. Links are not followed, and
 * evidence that is damaged is not taken for evidence: `skipped` names both.
 * @throws BackupError BACKUP_EXISTS, BACKUP_INSIDE, BACKUP_DAMAGED, BACKUP_TOOL_FAILED
 */
export async function backup(
  dataDir: string,
  folder: string,
  say: (line: string) => void,
): Promise<Manifest> {
  if (lstatSync(folder, { throwIfNoEntry: false })) throw taken(folder)
  for (const [from] of foldersOf(dataDir))
    if (`${resolve(folder)}${sep}`.startsWith(`${resolve(from)}${sep}`))
      throw new BackupError('BACKUP_INSIDE', `${folder} 在要备份的 ${from} 里面`, '换一个别处的文件夹')
  const manifest = await whole(folder, async (half) => {
    const at = new Date().toISOString()
    const skipped: string[] = []
    const parts = await withOwnPostgres(dataDir, say, async (url) => {
      say('备份记录库…')
      await backupRecords(recordsOf(dataDir), half, tools)
      for (const [from, name] of foldersOf(dataDir))
        if (existsSync(from)) skipped.push(...copyBelow(from, join(half, name), name))
      if (url === null && !existsSync(temporalFile(dataDir))) return ['records'] as const
      say('备份 Temporal 的数据库…')
      if (url === null) await copySqlite(temporalFile(dataDir), join(half, SERVER_FILE))
      else for (const { name } of DATABASES) dumpPostgres(tools.dump(), url(name), join(half, `${name}.dump`))
      return PARTS_OF_BACKUP
    })
    const made: Manifest = {
      v: 1,
      at,
      parts,
      files: marksOf(half),
      ...(skipped.length > 0 ? { skipped } : {}),
    }
    writeWhole(join(half, MANIFEST), JSON.stringify(made, null, 2))
    return made
  })
  rememberBackup(dataDir, resolve(folder))
  for (const one of manifest.skipped ?? []) say(`没有备份 ${one}`)
  return manifest
}

/** Copies the regular files below a folder; answers what it left out, and why. */
function copyBelow(from: string, to: string, name: string): readonly string[] {
  const { files, others } = filesBelow(from)
  const skipped = others.map((path) => `${name}/${path}（不是普通文件）`)
  for (const path of files) {
    const target = join(to, path)
    const mark = copyWhole(join(from, path), target)
    if (mark === null || name !== 'blobs' || mark.sha256 === path.split('/').at(-1)) continue
    rmSync(target)
    skipped.push(`${name}/${path}（内容已损坏：运行 npx duban records check）`)
  }
  return skipped
}

function marksOf(folder: string): Readonly<Record<string, FileMark>> {
  const marks: Record<string, FileMark> = {}
  for (const path of filesBelow(folder).files) {
    const mark = path === MARK ? null : markOf(join(folder, path))
    if (mark !== null) marks[path] = mark
  }
  return marks
}

/** Files of a backup, each as the manifest knows it. @throws BackupError BACKUP_DAMAGED before anything is replaced */
function verified(folder: string, manifest: Manifest, say: (line: string) => void): readonly string[] {
  const { files, others } = filesBelow(folder)
  const wrong = others.map((path) => `${path} 不是普通文件`)
  for (const [path, mark] of Object.entries(manifest.files ?? {})) {
    const found = markOf(join(folder, path))
    if (found === null) wrong.push(`${path} 不在`)
    else if (found.sha256 !== mark.sha256 || found.bytes !== mark.bytes) wrong.push(`${path} 内容变了`)
  }
  if (wrong.length > 0) {
    const more = wrong.length > 5 ? `…共 ${wrong.length} 处` : ''
    throw new BackupError(
      'BACKUP_DAMAGED',
      `备份 ${folder} 不完好，没有恢复：${wrong.slice(0, 5).join('；')}${more}`,
      '换一份备份',
    )
  }
  if (manifest.files === undefined) {
    say('这份备份没有记下各文件的哈希（0.2.0 做的），不能核对内容')
    return files
  }
  for (const path of files)
    if (path !== MANIFEST && !(path in manifest.files)) say(`备份文件夹里多了 ${path}，不恢复它`)
  return Object.keys(manifest.files)
}

/**
 * Puts the parts of a backup in the place of what is there. Evidence files are added, never taken away. Nothing of
 * the data folder may be running, and the whole of the backup is looked at before anything is replaced.
 * @throws BackupError BACKUP_NOT_FOUND, BACKUP_DAMAGED, RESTORE_RUNNING, BACKUP_OTHER_KIND, BACKUP_TOOL_FAILED
 */
export async function restore(
  dataDir: string,
  folder: string,
  parts: readonly Part[],
  say: (line: string) => void,
): Promise<void> {
  const manifest = readManifest(folder)
  for (const part of parts)
    if (!manifest.parts.includes(part))
      throw new BackupError('BACKUP_NOT_FOUND', `${folder} 里没有 ${part} 的备份`, '用 --only 指定有的部分')
  const held = takeFolder(dataDir)
  if (held === null)
    throw new BackupError('RESTORE_RUNNING', '督办服务正在运行，不能恢复', '先停止 up（或 cluster），再恢复')
  try {
    const left = startedFor(dataDir).map(({ pid }) => pid)
    if (left.length > 0)
      throw new BackupError(
        'RESTORE_RUNNING',
        `这个数据文件夹的进程还在运行：${left.join('、')}`,
        '结束它们（或运行一次 npx duban up 再停止），再恢复',
      )
    const records = recordsOf(dataDir)
    const files = verified(folder, manifest, say)
    await withOwnPostgres(dataDir, say, async (url) => {
      if (parts.includes('records')) await refuseOpen(records)
      if (parts.includes('temporal') && url === null) await refuseOpen(temporalFile(dataDir))
      if (parts.includes('records')) {
        say('恢复记录库…')
        restoreRecords(records, folder, tools)
        for (const [to, name] of foldersOf(dataDir))
          for (const path of files)
            if (path.startsWith(`${name}/`))
              addFile(join(folder, path), join(to, path.slice(name.length + 1)))
      }
      if (!parts.includes('temporal')) return
      say('恢复 Temporal 的数据库…')
      if (url === null) putSqlite(join(folder, SERVER_FILE), temporalFile(dataDir))
      else
        for (const { name } of DATABASES)
          putPostgres(tools.restore(), url(name), join(folder, `${name}.dump`))
    })
  } finally {
    held.release()
  }
}

/** Puts a file where none is, or another; one that is the same stays. */
function addFile(from: string, to: string): void {
  if (markOf(from)?.sha256 !== markOf(to)?.sha256) copyWhole(from, to)
}
