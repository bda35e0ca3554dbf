import { createHash } from 'node:crypto'
import { RefusedError, refused } from '../client/refusal.ts'
import { canonical } from '../domain/basics/canonical.ts'
import { claimActKey, releaseActKey } from '../records/accounts/audit.ts'
import type { Db } from '../records/db.ts'
import { classOf } from './problem.ts'

export const keyReused = () =>
  refused('KEY_REUSED', '这个编号已经用于别的内容', '换一个新的 Idempotency-Key（UUID）')

/**
 * Does what was asked under its key: the same key stands for the same person and the same content. What was refused has not
 * happened, and its key is free again; where nobody could answer it stays, for it may have.
 * @throws RefusedError KEY_REUSED, or what the work refuses
 */
export async function once<T>(
  db: Db,
  { actId, userId, asked }: { readonly actId: string; readonly userId: string; readonly asked: unknown },
  work: () => Promise<T>,
): Promise<T> {
  const content = createHash('sha256').update(canonical(asked)).digest('hex')
  const key = { act_id: actId, user_id: userId, content, at: new Date().toISOString() }
  if (!(await claimActKey(db, key))) throw keyReused()
  try {
    return await work()
  } catch (error) {
    if (error instanceof RefusedError && classOf(error.refusal) !== 'system') await releaseActKey(db, key)
    throw error
  }
}
