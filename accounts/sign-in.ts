import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import { changeUser, countMissed, type UserRow, userByLogin } from '../records/accounts/users.ts'
import type { Db } from '../records/db.ts'
import { audit, type From } from './audit.ts'
import { secretHash } from './code.ts'
import { loginOf } from './login-name.ts'
import { isPassword } from './password.ts'
import { checkSecond } from './second-factor.ts'
import { addressKey, tryFailed, trySucceeded, waitFor, waiting } from './tries.ts'

export interface SignedIn {
  readonly user: UserRow
  /** When the account signed in before, and how often somebody failed to since. */
  readonly before: { readonly at: string | null; readonly missed: number }
}

const wrong = () =>
  refuse('SIGN_IN_WRONG', '登录名或口令不对', {
    remedy: '检查大小写和输入法；忘了口令，请管理员或督查室发一个重置码',
  })

/**
 * Signs in with login and password. Whether the login exists, has a password or is disabled can't be told from the
 * answer nor from its time.
 * @param device what a browser keeps that has signed in to this account before (see deviceOf); null: none
 */
export async function signIn(
  db: Db,
  asked: {
    readonly login: string
    readonly password: string
    readonly device: string | null
    /** 动态口令 or a recovery code, where the account has a second factor. */
    readonly code?: string
    /** Key of this installation, with which the second factor's secret is kept. */
    readonly key?: string
  },
  from: From,
  now = Date.now(),
): Promise<Result<SignedIn, Refusal>> {
  const login = loginOf(asked.login)
  const address = addressKey(from.ip)
  const account =
    asked.device === null ? `account:${secretHash(login)}` : `device:${secretHash(asked.device)}`
  const held = await waitFor(db, [account, address], now)
  if (held > 0) {
    await audit(db, {
      userId: null,
      via: 'none',
      ip: from.ip,
      what: 'signIn',
      outcome: 'refused',
      detail: 'wait',
    })
    return waiting(held)
  }
  const user = await userByLogin(db, login)
  const right = await isPassword(user?.hash ?? null, asked.password)
  if (user === undefined || !right || user.state === 'disabled') {
    await tryFailed(db, account, address, now)
    if (user !== undefined) await countMissed(db, user.id)
    await audit(db, {
      userId: user?.id ?? null,
      via: 'none',
      ip: from.ip,
      what: 'signIn',
      // What was typed may be a password; an account is named by its id.
      target: user?.id ?? '',
      outcome: 'refused',
      detail: user === undefined ? 'unknown' : right ? user.state : 'wrong',
    })
    return wrong()
  }
  const second = await checkSecond(db, user, asked.code ?? '', asked.key ?? '', now)
  if (!second.ok) {
    if (second.error.code === 'TOTP_WRONG') await tryFailed(db, account, address, now)
    await audit(db, {
      ...{ userId: user.id, via: 'none', ip: from.ip, what: 'signIn', target: user.id, outcome: 'refused' },
      detail: second.error.code,
    })
    return second
  }
  await trySucceeded(db, account)
  await changeUser(db, user.id, { seen_at: new Date(now).toISOString(), missed: 0 })
  await audit(db, {
    userId: user.id,
    via: 'session',
    ip: from.ip,
    what: 'signIn',
    target: user.id,
    outcome: 'ok',
  })
  return ok({ user, before: { at: user.seen_at, missed: user.missed } })
}
