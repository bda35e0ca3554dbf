import { ok, type Refusal, type Result } from '../domain/basics/result.ts'
import { forgetUser } from '../records/accounts/forget.ts'
import type { Db } from '../records/db.ts'
import { audit } from './audit.ts'
import { type By, setDisabled, userNamed } from './people.ts'

/**
 * 删除个人信息: the account's name, login, phone, mail, roles, sessions and tokens go, and with the salt whose name it was
 * that the ledger has a hash of. The account's id stays, and the ledger is left whole. Not the last administrator.
 * Errors: USER_NOT_FOUND, LAST_ADMIN.
 */
export async function forgetPerson(
  db: Db,
  login: string,
  by: By,
): Promise<Result<{ readonly id: string }, Refusal>> {
  const found = await userNamed(db, login)
  if (!found.ok) return found
  const user = found.value
  if (user.state !== 'disabled') {
    const stopped = await setDisabled(db, login, true, by)
    if (!stopped.ok) return stopped
  }
  await forgetUser(db, user.id, `gone-${user.id}`)
  await audit(db, { ...by, what: 'forget', target: user.id, outcome: 'ok' })
  return ok({ id: user.id })
}
