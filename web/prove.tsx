import { audit } from '../accounts/audit.ts'
import { isPassword } from '../accounts/password.ts'
import { provedLately } from '../accounts/sessions.ts'
import { addressKey, tryFailed, waitFor } from '../accounts/tries.ts'
import { RefusedError } from '../client/refusal.ts'
import type { Refusal } from '../domain/basics/result.ts'
import { endSession, sessionSeen } from '../records/accounts/sessions.ts'
import { userById } from '../records/accounts/users.ts'
import type { C, WebDeps } from './context.ts'
import { signedIn } from './pages/common.ts'
import { OwnPassword } from './parts/account-fields.tsx'
import { W } from './words/zh-CN.ts'

const WRONG: Refusal = {
  code: 'SIGN_IN_WRONG',
  message: W.prove.wrong,
  remedy: W.prove.remedy,
  fields: { field: 'password' },
}

/** Whether the password is asked for again: grave acts need one that was given lately. A 演示账户 has none. */
export function mustProve(c: C): boolean {
  const session = c.get('session')
  return session !== null && session.principal.demo === undefined && !provedLately(session.row)
}

/**
 * Checks the password of whoever is signed in; guesses are counted as those of a sign-in are, and who guesses on at an
 * open browser is put out of it. @throws RefusedError SIGN_IN_WRONG
 */
export async function prove(c: C, { db }: WebDeps, password: string): Promise<void> {
  const { userId } = signedIn(c)
  const session = c.get('session')
  const address = addressKey(c.get('from').ip)
  const key = `prove:${userId}`
  const held = await waitFor(db, [key, address], Date.now())
  const right = held === 0 && (await isPassword((await userById(db, userId))?.hash ?? null, password))
  if (right && session !== null) {
    await sessionSeen(db, session.row.sha256, { proved_at: new Date().toISOString() })
    return
  }
  if (held === 0) await tryFailed(db, key, address, Date.now())
  await audit(db, {
    userId,
    via: 'session',
    ip: c.get('from').ip,
    what: 'signIn',
    target: userId,
    outcome: 'refused',
    detail: 'prove',
  })
  if (held > 0 && session !== null) await endSession(db, session.row.sha256)
  throw new RefusedError(WRONG)
}

/** The same in the form of the act itself, so that what was written there stays. @throws RefusedError SIGN_IN_WRONG */
export async function proveIn(c: C, deps: WebDeps, password: string | undefined): Promise<void> {
  if (mustProve(c)) await prove(c, deps, password ?? '')
}

export const ProveField = ({ c, refusal }: { c: C; refusal: Refusal | null }) =>
  mustProve(c) && <OwnPassword label={W.prove.title} hint={W.prove.inForm} refusal={refusal} />
