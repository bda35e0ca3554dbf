import { randomBytes } from 'node:crypto'
import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import { cleanUnit } from '../domain/basics/unit-name.ts'
import { keepCode, openCode, useCode } from '../records/accounts/codes.ts'
import { endSessionsOf } from '../records/accounts/sessions.ts'
import {
  addUser,
  allRoles,
  allUsers,
  changeUser,
  DEMO,
  hasAdmin,
  type UserRow,
  userById,
  userByLogin,
} from '../records/accounts/users.ts'
import type { Db } from '../records/db.ts'
import { type AuditLine, audit } from './audit.ts'
import { codeHash, paperCode } from './code.ts'
import { checkLogin, checkName, loginOf } from './login-name.ts'
import { nameSalt } from './names.ts'
import { hashPassword, passwordFits } from './password.ts'
import { type Hat, NEEDS_UNIT, type Role, roleName } from './roles.ts'

/** How long a printed code holds. */
export const CODE_MS = 24 * 3_600_000
const PASSWORD_CODE = 'password'
export const SETUP_MS = 30 * 60_000

/** Who does it: an account, or the operator of this machine at the command line. */
export type By = Pick<AuditLine, 'userId' | 'via' | 'ip'>
export const OPERATOR: By = { userId: null, via: 'cli' }

export interface NewPerson {
  readonly login: string
  readonly name: string
  readonly phone?: string | null
  readonly mail?: string | null
  readonly hats: readonly Hat[]
}

export const newId = (): string => `u-${randomBytes(8).toString('hex')}`

/** A role with what it needs; units are kept as the plans write them. */
export function checkHat(hat: {
  readonly role: Role
  readonly planId?: string
  readonly unit?: string
}): Result<Hat, Refusal> {
  const unit = cleanUnit(hat.unit ?? '')
  if (NEEDS_UNIT.has(hat.role) && unit === '')
    return refuse('ROLE_NEEDS_UNIT', `角色“${roleName(hat.role)}”要写明单位`, {
      remedy: '写成 角色:单位，如 联络员:市财政局、督查室:督查室',
      fields: { field: 'role' },
    })
  return ok({ role: hat.role, planId: hat.planId ?? '', unit: NEEDS_UNIT.has(hat.role) ? unit : '' })
}

/** One person does not both run the accounts and do the work: what an admin grants himself nobody would notice. */
export function checkTogether(hats: readonly Hat[]): Result<true, Refusal> {
  const works = hats.find(({ role }) => role !== 'admin' && role !== 'observer')
  if (works === undefined || !hats.some(({ role }) => role === 'admin')) return ok(true)
  return refuse('ROLES_APART', `管理员不能同时是${roleName(works.role)}`, {
    remedy: '给这个人另建一个账户办理业务；管理员只管账户和设置',
  })
}

const missing = (login: string) =>
  refuse('USER_NOT_FOUND', `没有账户 ${login}`, { remedy: '用 duban user list 查看' })

/** What is nobody's never becomes somebody's: it goes by itself. */
const notADemo = ({ login }: UserRow) =>
  refuse('DEMO_ACCOUNT', `${login} 是演示账户，没有口令，也不能启用或停用`, {
    remedy: '第一个真实方案启动时它自动删除',
  })

/** Adds an account that can sign in once its code is used. @returns its id and the code, which nothing keeps */
export async function addPerson(
  db: Db,
  person: NewPerson,
  by: By,
  now = Date.now(),
): Promise<Result<{ readonly id: string; readonly login: string; readonly code: string }, Refusal>> {
  const login = checkLogin(person.login)
  if (!login.ok) return login
  const name = checkName(person.name)
  if (!name.ok) return name
  const together = checkTogether(person.hats)
  if (!together.ok) return together
  const id = newId()
  const made = await addUser(
    db,
    {
      id,
      login: login.value,
      name: name.value,
      phone: person.phone ?? null,
      mail: person.mail ?? null,
      hash: null,
      state: 'invited',
      created_at: new Date(now).toISOString(),
      seen_at: null,
      missed: 0,
      name_salt: nameSalt(),
      totp: null,
      totp_step: null,
    },
    person.hats.map(({ role, planId, unit }) => ({ role, plan_id: planId, unit })),
  )
  if (!made)
    return refuse('LOGIN_TAKEN', `登录名 ${login.value} 已有人用`, {
      remedy: '换一个登录名',
      fields: { field: 'login' },
    })
  await audit(db, { ...by, what: 'addUser', target: id, outcome: 'ok' })
  return ok({ id, login: login.value, code: await issueCode(db, id, 'invite', by, now) })
}

async function issueCode(db: Db, userId: string, purpose: 'invite' | 'reset', by: By, now: number) {
  const code = paperCode()
  await keepCode(db, {
    sha256: codeHash(code),
    purpose: PASSWORD_CODE,
    user_id: userId,
    made_at: new Date(now).toISOString(),
    made_by: by.userId ?? 'cli',
    ends_at: new Date(now + CODE_MS).toISOString(),
    used_at: null,
  })
  await audit(db, { ...by, what: purpose, target: userId, outcome: 'ok' })
  return code
}

/** @returns refused: USER_NOT_FOUND */
export async function userNamed(db: Db, login: string): Promise<Result<UserRow, Refusal>> {
  const user = await userByLogin(db, loginOf(login))
  return user === undefined ? missing(login) : ok(user)
}

/** A new code for an account: the first password, or another where it was forgotten. The old password holds until it is used. */
export async function codeFor(
  db: Db,
  login: string,
  purpose: 'invite' | 'reset',
  by: By,
  now = Date.now(),
): Promise<Result<string, Refusal>> {
  const user = await userByLogin(db, loginOf(login))
  if (user === undefined) return missing(login)
  if (user.state === DEMO) return notADemo(user)
  if (user.state === 'disabled')
    return refuse('USER_DISABLED', `账户 ${user.login} 已停用`, { remedy: '先 duban user enable' })
  return ok(await issueCode(db, user.id, purpose, by, now))
}

const badCode = () =>
  refuse('CODE_INVALID', '这个码不对、用过了，或者已经过期', {
    remedy: '检查是否输错；请发码的人再发一个',
    fields: { field: 'code' },
  })

/** Whose code it is; null: not to be used. */
export async function codeHolder(db: Db, code: string, now = Date.now()): Promise<UserRow | null> {
  const found = await openCode(db, codeHash(code), new Date(now).toISOString())
  return found?.user_id == null ? null : ((await userById(db, found.user_id)) ?? null)
}

/** Sets a password with a one-time code; other sessions of the account end. */
export async function setPasswordByCode(
  db: Db,
  { code, password }: { readonly code: string; readonly password: string },
  ip: string,
  now = Date.now(),
): Promise<Result<UserRow, Refusal>> {
  const holder = await codeHolder(db, code, now)
  if (holder === null) return badCode()
  const units = (await allRoles(db)).filter(({ user_id }) => user_id === holder.id).map(({ unit }) => unit)
  const fits = passwordFits(password, [holder.login, holder.name, ...units])
  if (!fits.ok) return fits
  const hash = await hashPassword(password)
  const done = await useCode(db, codeHash(code), new Date(now).toISOString(), (tx) =>
    changeUser(tx, holder.id, { hash, state: 'active', seen_at: new Date(now).toISOString() }),
  )
  if (!done) return badCode()
  await endSessionsOf(db, holder.id)
  await audit(db, {
    userId: holder.id,
    via: 'none',
    ip,
    what: 'setPassword',
    target: holder.id,
    outcome: 'ok',
  })
  return ok({ ...holder, hash, state: 'active' })
}

/** Stops or lets an account again; its sessions end at once. The last one that administers stays. */
export async function setDisabled(
  db: Db,
  login: string,
  disabled: boolean,
  by: By,
): Promise<Result<UserRow, Refusal>> {
  const user = await userByLogin(db, loginOf(login))
  if (user === undefined) return missing(login)
  if (user.state === DEMO) return notADemo(user)
  await changeUser(db, user.id, { state: disabled ? 'disabled' : user.hash === null ? 'invited' : 'active' })
  if (disabled && !(await hasAdmin(db)) && by.via !== 'cli') {
    await changeUser(db, user.id, { state: user.state })
    return refuse('LAST_ADMIN', '这是最后一个管理员，不能停用', { remedy: '先设一个新的管理员' })
  }
  if (disabled) await endSessionsOf(db, user.id)
  await audit(db, { ...by, what: disabled ? 'disable' : 'enable', target: user.id, outcome: 'ok' })
  return ok(user)
}

/** Everybody with their roles, by login; never a hash. */
export async function people(db: Db) {
  const roles = await allRoles(db)
  return (await allUsers(db)).map(({ id, login, name, phone, mail, state, created_at, seen_at, totp }) => ({
    id,
    login,
    name,
    phone,
    mail,
    state,
    createdAt: created_at,
    lastSignIn: seen_at,
    totp: totp !== null,
    roles: roles
      .filter((one) => one.user_id === id)
      .map(({ role, plan_id, unit }) => ({ role, plan: plan_id || null, unit: unit || null })),
  }))
}
