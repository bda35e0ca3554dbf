import { refused } from '../client/refusal.ts'
import type { Db } from '../records/db.ts'
import { forgetUnused, uploadedBy, uploadedFor } from '../records/uploads.ts'

/** What one person may upload in 24 hours, and what all may for one plan. */
export interface Quota {
  readonly dayFiles: number
  readonly dayBytes: number
  readonly planBytes: number
}
const GB = 1024 ** 3
export const QUOTA: Quota = { dayFiles: 1_000, dayBytes: 4 * GB, planBytes: 100 * GB }
const DAY_MS = 24 * 3_600_000
const shown = (bytes: number) =>
  bytes >= GB ? `${Math.round(bytes / GB)} GB` : `${Math.round(bytes / 1024 ** 2)} MB`

/** @throws RefusedError UPLOAD_QUOTA when a person has no room left for a file of that size today */
export async function dayHasRoom(db: Db, userId: string, bytes: number, quota = QUOTA, now = Date.now()) {
  const used = await uploadedBy(db, userId, new Date(now - DAY_MS).toISOString())
  if (used.files < quota.dayFiles && used.bytes + bytes <= quota.dayBytes) return
  throw refused(
    'UPLOAD_QUOTA',
    `您 24 小时内已上传 ${used.files} 个文件、${shown(used.bytes)}，每天最多 ${quota.dayFiles} 个、${shown(quota.dayBytes)}`,
    '明天再传；大的材料压缩，或提交网址',
  )
}

/** @throws RefusedError UPLOAD_QUOTA when a plan's files would be too much */
export async function planHasRoom(db: Db, planId: string, bytes: number, quota = QUOTA) {
  const used = await uploadedFor(db, planId)
  if (used.bytes + bytes <= quota.planBytes) return
  throw refused(
    'UPLOAD_QUOTA',
    `方案 ${planId} 的佐证文件已有 ${shown(used.bytes)}，最多 ${shown(quota.planBytes)}`,
    '提交网址；或请管理员加大 DUBAN_PLAN_FILES_GB',
  )
}

/** Settings: DUBAN_UPLOAD_DAY_MB, DUBAN_UPLOAD_DAY_FILES, DUBAN_PLAN_FILES_GB. @throws Error of one that is no number above 0 */
export function quotaOf(env: NodeJS.ProcessEnv): Quota {
  const number = (name: string, usual: number, unit: number) => {
    const said = env[name]?.trim()
    if (!said) return usual
    if (!/^[1-9]\d{0,8}$/.test(said)) throw new Error(`${name} 应为正整数`)
    return Number(said) * unit
  }
  return {
    dayFiles: number('DUBAN_UPLOAD_DAY_FILES', QUOTA.dayFiles, 1),
    dayBytes: number('DUBAN_UPLOAD_DAY_MB', QUOTA.dayBytes, 1024 ** 2),
    planBytes: number('DUBAN_PLAN_FILES_GB', QUOTA.planBytes, GB),
  }
}

/** Takes away what was uploaded more than a day ago and that nothing names; answers how many files. */
export async function sweepUploads(db: Db, blobs: { drop(sha256: string): void }, now = Date.now()) {
  const gone = await forgetUnused(db, new Date(now - DAY_MS).toISOString())
  for (const sha256 of gone) blobs.drop(sha256)
  return gone.length
}
