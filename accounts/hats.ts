import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import { addRole, dropRole } from '../records/accounts/roles.ts'
import { endSessionsOf } from '../records/accounts/sessions.ts'
import { DEMO, hasAdmin, type RoleRow, rolesOf, type UserRow } from '../records/accounts/users.ts'
import type { Db } from '../records/db.ts'
import { type Tx, writing } from '../records/exclusive.ts'
import { audit } from './audit.ts'
import { type By, checkTogether, userNamed } from './people.ts'
import { type Hat, type Role, roleName } from './roles.ts'

const said = ({ role, unit, planId }: Hat): string => [role, unit, planId].filter(Boolean).join(' ')
export const hasHat = (all: readonly Hat[], { role, unit, planId }: Hat): boolean =>
  all.some((one) => one.role === role && one.unit === unit && one.planId === planId)

async function holder(db: Db, login: string): Promise<Result<UserRow, Refusal>> {
  const user = await userNamed(db, login)
  if (!user.ok || user.value.state !== DEMO) return user
  return refuse('DEMO_ACCOUNT', `${user.value.login} 是演示账户，角色不能变`, {
    remedy: '第一个真实方案启动时它自动删除',
  })
}

/** A person's own roles: what he was lent is not among them, and cannot be lent on. */
export const ownHats = async (db: Tx, userId: string): Promise<readonly Hat[]> =>
  (await rolesOf(db, userId)).map(({ role, plan_id: planId, unit }) => ({ role: role as Role, planId, unit }))

export interface HatChange {
  readonly give?: readonly Hat[]
  readonly take?: readonly Hat[]
}
interface Changed {
  readonly user: UserRow
  readonly hats: readonly Hat[]
  readonly given: readonly Hat[]
  readonly taken: readonly Hat[]
}

/**
 * Gives a person roles and takes roles from them: all of it or, where one part cannot be, nothing. They sign in again:
 * what they may is decided at the sign-in. What they did stays theirs.
 * Errors: USER_NOT_FOUND, DEMO_ACCOUNT, ROLE_UNKNOWN, ROLES_APART, LAST_ADMIN.
 */
export async function changeHats(
  db: Db,
  login: string,
  { give = [], take = [] }: HatChange,
  by: By,
): Promise<Result<Changed, Refusal>> {
  const user = await holder(db, login)
  if (!user.ok) return user
  const { id } = user.value
  const row = ({ role, planId, unit }: Hat): RoleRow => ({ user_id: id, role, plan_id: planId, unit })
  const done = await writing(db, async (tx): Promise<Result<Omit<Changed, 'user'>, Refusal>> => {
    const before = await ownHats(tx, id)
    const strange = take.find((hat) => !hasHat(before, hat))
    if (strange !== undefined)
      return refuse('ROLE_UNKNOWN', `${user.value.login} 没有“${roleName(strange.role)}”这个角色`, {
        remedy: `看有哪些角色：duban user roles ${user.value.login}`,
      })
    const rest = before.filter((hat) => !hasHat(take, hat))
    const given = give.filter((hat, i) => !hasHat(rest, hat) && !hasHat(give.slice(0, i), hat))
    const hats = [...rest, ...given]
    const together = given.length === 0 ? ok(true) : checkTogether(hats)
    if (!together.ok) return together
    const ends = take.some(({ role }) => role === 'admin') && !hats.some(({ role }) => role === 'admin')
    if (ends && !(await hasAdmin(tx, id)))
      return refuse('LAST_ADMIN', '这是最后一个管理员，角色不能收回', { remedy: '先设一个新的管理员' })
    for (const hat of take) await dropRole(tx, row(hat))
    for (const hat of given) await addRole(tx, row(hat))
    return ok({ hats, given, taken: take })
  })
  if (!done.ok) return done
  const { given, taken } = done.value
  if (given.length + taken.length > 0) await endSessionsOf(db, id)
  for (const [sign, some] of [
    ['+', given],
    ['-', taken],
  ] as const)
    for (const hat of some)
      await audit(db, { ...by, what: 'roles', target: id, outcome: 'ok', detail: `${sign} ${said(hat)}` })
  return ok({ user: user.value, ...done.value })
}

const hatShown = ({ role, unit, planId }: Hat) => ({ role, plan: planId || null, unit: unit || null })

/** What became of it, as programs get it. */
export const changeShown = ({ user, hats, given, taken }: Changed) => ({
  login: user.login,
  roles: hats.map(hatShown),
  given: given.map(hatShown),
  taken: taken.map(hatShown),
})
