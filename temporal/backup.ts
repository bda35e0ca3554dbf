import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  BackupError,
  backupRecords,
  copySqlite,
  dumpPostgres,
  type PostgresTools,
  putPostgres,
  putSqlite,
  restoreRecords,
} from '../records/backup.ts'
import { blobsFolder, calendarsFolder, recordsOf } from '../records/places.ts'
import { withOwnPostgres } from './cluster.ts'
import { SERVER_FILE } from './config.ts'
import { readRunFile } from './endpoint.ts'
import { isAlive } from './lock.ts'
import { needPostgres } from './postgres.ts'
import { DATABASES } from './schema.ts'

export type Part = 'records' | 'temporal'
export const PARTS_OF_BACKUP: readonly Part[] = ['records', 'temporal']

/** What a backup folder says of itself. */
export interface Manifest {
  readonly v: 1
  readonly at: string
  readonly parts: readonly Part[]
}

const tools: PostgresTools = {
  dump: () => needPostgres('pg_dump'),
  restore: () => needPostgres('pg_restore'),
}
const temporalFile = (dataDir: string): string => join(dataDir, 'temporal', SERVER_FILE)
const manifestFile = (folder: string): string => join(folder, 'manifest.json')

/**
 * Copies both stores, blobs and calendars into a new folder, also while everything runs. The records come first: of
 * two copies that are not of one moment the ledger is then the older one, and what it lacks can be refilled from the
 * histories. A server that somebody else runs is not copied; `parts` of the answer tells.
 * @throws BackupError BACKUP_EXISTS, BACKUP_TOOL_FAILED
 */
export async function backup(
  dataDir: string,
  folder: string,
  say: (line: string) => void,
): Promise<Manifest> {
  if (existsSync(folder)) throw new BackupError('BACKUP_EXISTS', `${folder} 已经存在`, '换一个新的文件夹名')
  const half = `${folder}.half`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { recursive: true, mode: 0o700 })
  const at = new Date().toISOString()
  const parts = await withOwnPostgres(dataDir, say, async (url) => {
    say('备份记录库…')
    await backupRecords(recordsOf(dataDir), half, tools)
    for (const [from, name] of [
      [blobsFolder(dataDir), 'blobs'],
      [calendarsFolder(dataDir), 'calendars'],
    ] as const)
      if (existsSync(from)) cpSync(from, join(half, name), { recursive: true })
    if (url === null && !existsSync(temporalFile(dataDir))) return ['records'] as const
    say('备份 Temporal 的数据库…')
    if (url === null) await copySqlite(temporalFile(dataDir), join(half, SERVER_FILE))
    else for (const { name } of DATABASES) dumpPostgres(tools.dump(), url(name), join(half, `${name}.dump`))
    return PARTS_OF_BACKUP
  })
  const manifest: Manifest = { v: 1, at, parts }
  writeFileSync(manifestFile(half), JSON.stringify(manifest, null, 2))
  renameSync(half, folder)
  return manifest
}

/** @throws BackupError BACKUP_NOT_FOUND */
export function readManifest(folder: string): Manifest {
  try {
    return JSON.parse(readFileSync(manifestFile(folder), 'utf8')) as Manifest
  } catch {
    throw new BackupError(
      'BACKUP_NOT_FOUND',
      `${folder} 不是完整的备份（没有 manifest.json）`,
      '用 duban records backup 做的文件夹',
    )
  }
}

/**
 * Puts the parts of a backup in the place of what is there. Evidence files are added, never taken away. Nothing of
 * the data folder may be running.
 * @throws BackupError BACKUP_NOT_FOUND, RESTORE_RUNNING, BACKUP_OTHER_KIND, BACKUP_TOOL_FAILED
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
  const run = readRunFile(dataDir)
  if (run && run.pid > 0 && isAlive(run.pid))
    throw new BackupError('RESTORE_RUNNING', '督办服务正在运行，不能恢复', '先停止 up（或 cluster），再恢复')
  await withOwnPostgres(dataDir, say, async (url) => {
    if (parts.includes('records')) {
      say('恢复记录库…')
      restoreRecords(recordsOf(dataDir), folder, tools)
      for (const [to, name] of [
        [blobsFolder(dataDir), 'blobs'],
        [calendarsFolder(dataDir), 'calendars'],
      ] as const)
        if (existsSync(join(folder, name))) cpSync(join(folder, name), to, { recursive: true })
    }
    if (!parts.includes('temporal')) return
    say('恢复 Temporal 的数据库…')
    if (url === null) putSqlite(join(folder, SERVER_FILE), temporalFile(dataDir))
    else
      for (const { name } of DATABASES) putPostgres(tools.restore(), url(name), join(folder, `${name}.dump`))
  })
}
