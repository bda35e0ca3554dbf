import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import { endSessionsOf } from '../records/accounts/sessions.ts'
import { changeUser, rolesOf, userById } from '../records/accounts/users.ts'
import type { Db } from '../records/db.ts'
import { audit } from './audit.ts'
import { hashPassword, isPassword, passwordFits } from './password.ts'
import { addressKey, tryFailed, trySucceeded, waitFor, waiting } from './tries.ts'

export interface PasswordChange {
  readonly before: string
  readonly after: string
}

/**
 * Changes one's own password, which is asked for again; the account's other sessions end.
 * Errors: SIGN_IN_WAIT, SIGN_IN_WRONG, PASSWORD_LENGTH, PASSWORD_COMMON.
 * @param keep hash of the session that goes on
 */
export async function changePassword(
  db: Db,
  userId: string,
  { before, after }: PasswordChange,
  { ip, keep }: { readonly ip: string; readonly keep?: string },
  now = Date.now(),
): Promise<Result<true, Refusal>> {
  const [key, address] = [`prove:${userId}`, addressKey(ip)]
  const log = (outcome: 'ok' | 'refused', target = '') =>
    audit(db, { userId, via: 'session', ip, what: 'setPassword', target, outcome, detail: 'own' })
  const held = await waitFor(db, [key, address], now)
  if (held > 0) return waiting(held)
  const user = await userById(db, userId)
  if (!(await isPassword(user?.hash ?? null, before)) || user === undefined) {
    await tryFailed(db, key, address, now)
    await log('refused', user?.login)
    return refuse('SIGN_IN_WRONG', '现在的口令不对', {
      remedy: '检查大小写和输入法；忘了口令，请管理员发一个重置码',
      fields: { field: 'before' },
    })
  }
  await trySucceeded(db, key)
  const units = (await rolesOf(db, userId)).map(({ unit }) => unit)
  const fits = passwordFits(after, [user.login, user.name, ...units])
  if (!fits.ok) return { ok: false, error: { ...fits.error, fields: { field: 'after' } } }
  await changeUser(db, userId, { hash: await hashPassword(after) })
  await endSessionsOf(db, userId, keep)
  await log('ok', user.login)
  return ok(true)
}
