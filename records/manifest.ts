import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readRegular } from '../security/regular-file.ts'
import { BackupError } from './backup-error.ts'
import { type FileMark, writeWhole } from './whole-file.ts'

export type Part = 'records' | 'temporal'
export const PARTS_OF_BACKUP: readonly Part[] = ['records', 'temporal']

/** What a backup folder says of itself. */
export interface Manifest {
  readonly v: 1
  readonly at: string
  readonly parts: readonly Part[]
  /** Every file of it by its path; absent in backups made by 0.2.0. */
  readonly files?: Readonly<Record<string, FileMark>>
  /** What was there and is not in it: links, damaged evidence. */
  readonly skipped?: readonly string[]
}

export const MANIFEST = 'manifest.json'

function isManifest(value: unknown): value is Manifest {
  const { v, at, parts, files } = (value ?? {}) as Partial<Manifest>
  return (
    v === 1 &&
    typeof at === 'string' &&
    Array.isArray(parts) &&
    parts.every((part) => PARTS_OF_BACKUP.includes(part)) &&
    (files === undefined ||
      (typeof files === 'object' && files !== null && Object.keys(files).every(isInside)))
  )
}

/** A path that stays inside the folder it is taken from. */
const isInside = (path: string): boolean =>
  path !== '' && !path.startsWith('/') && !path.split(/[\\/]/).some((step) => step === '..' || step === '')

/** @throws BackupError BACKUP_NOT_FOUND */
export function readManifest(folder: string): Manifest {
  try {
    const file = join(folder, MANIFEST)
    const manifest: unknown = lstatSync(file).isFile() ? JSON.parse(readFileSync(file, 'utf8')) : null
    if (isManifest(manifest)) return manifest
  } catch {
    // told below
  }
  throw new BackupError(
    'BACKUP_NOT_FOUND',
    `${folder} 不是完整的备份（没有 manifest.json，或不是 duban 写的）`,
    '用 duban records backup 做的文件夹',
  )
}

const listFile = (dataDir: string): string => join(dataDir, 'backups.json')
/** Older ones are remembered no longer; they stay where they are. */
const REMEMBERED = 50

function remembered(dataDir: string): readonly string[] {
  try {
    const list: unknown = JSON.parse(readRegular(listFile(dataDir)))
    return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : []
  } catch {
    return []
  }
}

/** Notes where a backup of a data folder was put, so that it can be named when it is needed. */
export function rememberBackup(dataDir: string, folder: string): void {
  const others = remembered(dataDir).filter((one) => one !== folder)
  writeWhole(listFile(dataDir), JSON.stringify([...others, folder].slice(-REMEMBERED), null, 2))
}

const foldersIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).map((name) => join(folder, name))
  } catch {
    return []
  }
}

/** The newest whole backup of a data folder: of those it remembers, and of `backups/` beside it; null: none is known. */
export function newestBackup(
  dataDir: string,
  part: Part,
): { readonly folder: string; readonly at: string } | null {
  const places = [
    ...remembered(dataDir),
    ...foldersIn(join(dirname(dataDir), 'backups')),
    ...foldersIn('backups'),
  ]
  let newest: { folder: string; at: string } | null = null
  for (const folder of new Set(places)) {
    try {
      const { at, parts } = readManifest(folder)
      if (parts.includes(part) && (newest === null || at > newest.at)) newest = { folder, at }
    } catch {
      // No backup, or one that was taken away.
    }
  }
  return newest
}

/** What to do about a store that is damaged: the newest backup by name, and how it comes into place. */
export function restoreRemedy(dataDir: string, part: Part): string {
  const newest = newestBackup(dataDir, part)
  return newest === null
    ? '停下 up，从备份恢复：npx duban records restore 备份文件夹 --yes（这个数据文件夹没有记下任何备份）'
    : `停下 up，恢复最近的备份（${newest.at}）：npx duban records restore ${newest.folder} --only ${part} --yes，再 npx duban records reconcile --dry-run`
}
