import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import { linkIdentity, unlinkIdentities, userByIdentity } from '../records/accounts/identities.ts'
import { endSessionsOf } from '../records/accounts/sessions.ts'
import type { UserRow } from '../records/accounts/users.ts'
import type { Db } from '../records/db.ts'
import { audit } from './audit.ts'
import type { Proven } from './oidc.ts'
import { type By, userNamed } from './people.ts'

/** An administrator says whose an identity is; nothing else does, no name and no address. Errors: USER_NOT_FOUND, IDENTITY_TAKEN. */
export async function linkPerson(
  db: Db,
  login: string,
  { issuer, subject }: Pick<Proven, 'issuer' | 'subject'>,
  by: By,
): Promise<Result<UserRow, Refusal>> {
  const user = await userNamed(db, login)
  if (!user.ok) return user
  const row = { issuer, subject, user_id: user.value.id, linked_at: new Date().toISOString() }
  if (!(await linkIdentity(db, row)))
    return refuse('IDENTITY_TAKEN', '这个身份已经关联了别的账户', {
      remedy: '先取消那个账户的关联：npx duban user unlink',
    })
  await audit(db, { ...by, what: 'link', target: user.value.id, outcome: 'ok', detail: issuer })
  return user
}

/** No identity lets in to the account any more; its sign-ins end. Errors: USER_NOT_FOUND. */
export async function unlinkPerson(db: Db, login: string, by: By): Promise<Result<number, Refusal>> {
  const user = await userNamed(db, login)
  if (!user.ok) return user
  const taken = await unlinkIdentities(db, user.value.id)
  await endSessionsOf(db, user.value.id)
  await audit(db, { ...by, what: 'link', target: user.value.id, outcome: 'ok', detail: 'off' })
  return ok(taken)
}

/** Whose account that is. Errors: IDENTITY_UNKNOWN, which names it for the administrator; SIGN_IN_WRONG of a disabled one. */
export async function personOf(
  db: Db,
  { issuer, subject }: Pick<Proven, 'issuer' | 'subject'>,
): Promise<Result<UserRow, Refusal>> {
  const user = await userByIdentity(db, issuer, subject)
  if (user === undefined)
    return refuse('IDENTITY_UNKNOWN', '单点登录成功了，但这个身份还没有关联督办台的账户', {
      remedy: `请管理员关联：npx duban user link 登录名 --subject ${subject}`,
      fields: { issuer, subject },
    })
  return user.state === 'disabled'
    ? refuse('SIGN_IN_WRONG', '这个账户已经停用', { remedy: '请管理员启用' })
    : ok(user)
}
