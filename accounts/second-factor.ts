import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import { keepRecovery, useRecovery } from '../records/accounts/recovery.ts'
import { changeUser, takeTotpStep, type UserRow } from '../records/accounts/users.ts'
import type { Db } from '../records/db.ts'
import { audit } from './audit.ts'
import { codeHash, paperCode } from './code.ts'
import type { By } from './people.ts'
import { newTotpSecret, totpStep, totpUri, unwrapped, wrapped } from './totp.ts'

const RECOVERY_CODES = 10
const TEN_YEARS_MS = 10 * 365 * 86_400_000
/** Before it is confirmed a secret is marked so, and asked of nobody. */
const PENDING = 'pending '

export const hasSecondFactor = ({ totp }: Pick<UserRow, 'totp'>): boolean =>
  totp !== null && !totp.startsWith(PENDING)

const wrongCode = () =>
  refuse('TOTP_WRONG', '动态口令不对，或已经用过', {
    remedy: '等下一个六位数；手机的时间要准；没有手机时用一个恢复码',
    fields: { field: 'code' },
  })

/** Begins with 动态口令: what the app is to be told. Asked at a sign-in from when it is confirmed. Errors: TOTP_ON. */
export async function beginTotp(
  db: Db,
  user: UserRow,
  key: string,
): Promise<Result<{ readonly uri: string }, Refusal>> {
  if (hasSecondFactor(user))
    return refuse('TOTP_ON', '已经在用动态口令', { remedy: '换手机的，先 DELETE /me/totp，再重新开始' })
  const secret = newTotpSecret()
  await changeUser(db, user.id, { totp: `${PENDING}${wrapped(secret, key, user.id)}`, totp_step: null })
  return ok({ uri: totpUri(secret, user.login) })
}

/** What the app is to be told while it is not confirmed; null: nothing is begun. */
export function pendingUri(user: UserRow, key: string): string | null {
  const secret = user.totp?.startsWith(PENDING)
    ? unwrapped(user.totp.slice(PENDING.length), key, user.id)
    : null
  return secret === null ? null : totpUri(secret, user.login)
}

/** Confirms it with a first code. @returns recovery codes, shown once and kept as hashes; refused: TOTP_WRONG */
export async function confirmTotp(
  db: Db,
  user: UserRow,
  code: string,
  key: string,
  by: By,
  now = Date.now(),
): Promise<Result<readonly string[], Refusal>> {
  const kept = user.totp?.startsWith(PENDING) ? user.totp.slice(PENDING.length) : null
  const secret = kept === null ? null : unwrapped(kept, key, user.id)
  const step = secret === null ? null : totpStep(secret, code, now)
  if (step === null || kept === null) return wrongCode()
  const codes = Array.from({ length: RECOVERY_CODES }, paperCode)
  const [madeAt, endsAt] = [new Date(now).toISOString(), new Date(now + TEN_YEARS_MS).toISOString()]
  await keepRecovery(db, user.id, codes.map(codeHash), madeAt, endsAt)
  await changeUser(db, user.id, { totp: kept, totp_step: step })
  await audit(db, { ...by, what: 'totp', target: user.id, outcome: 'ok', detail: 'on' })
  return ok(codes)
}

/** No second factor any more; its recovery codes go with it. */
export async function endTotp(db: Db, user: UserRow, by: By): Promise<void> {
  await changeUser(db, user.id, { totp: null, totp_step: null })
  await keepRecovery(db, user.id, [], '', '')
  await audit(db, { ...by, what: 'totp', target: user.id, outcome: 'ok', detail: 'off' })
}

/**
 * The second step of a sign-in: a code of the app, each once, or a recovery code, each once.
 * Errors: TOTP_NEEDED where it was not written, TOTP_WRONG.
 */
export async function checkSecond(
  db: Db,
  user: UserRow,
  code: string,
  key: string,
  now: number,
): Promise<Result<true, Refusal>> {
  if (!hasSecondFactor(user)) return ok(true)
  if (code.trim() === '')
    return refuse('TOTP_NEEDED', '这个账户还要输入动态口令', {
      remedy: '打开手机上的验证器，输入六位数；没有手机时用一个恢复码',
      fields: { field: 'code' },
    })
  const secret = unwrapped(user.totp ?? '', key, user.id)
  const step = secret === null ? null : totpStep(secret, code, now)
  if (step !== null && (await takeTotpStep(db, user.id, step))) return ok(true)
  if (await useRecovery(db, user.id, codeHash(code), new Date(now).toISOString())) return ok(true)
  return wrongCode()
}
