import { newestBackup } from '../../records/manifest.ts'

/** When the records were last copied to a folder that is still there, and how many days ago; null: no backup is known. */
export function lastBackup(
  dataDir: string,
  now = Date.now(),
): { readonly at: string; readonly days: number } | null {
  const newest = newestBackup(dataDir, 'records')
  return newest === null
    ? null
    : { at: newest.at, days: Math.floor((now - Date.parse(newest.at)) / 86_400_000) }
}
