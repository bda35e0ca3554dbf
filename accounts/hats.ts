import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import { addRole, dropRole } from '../records/accounts/roles.ts'
import { endSessionsOf } from '../records/accounts/sessions.ts'
import { DEMO, hasAdmin, rolesOf, type UserRow } from '../records/accounts/users.ts'
import type { Db } from '../records/db.ts'
import { writing } from '../records/exclusive.ts'
import { audit } from './audit.ts'
import { type By, checkTogether, userNamed } from './people.ts'
import { type Hat, type Role, roleName } from './roles.ts'

const said = ({ role, unit, planId }: Hat): string => [role, unit, planId].filter(Boolean).join(' ')

async function holder(db: Db, login: string): Promise<Result<UserRow, Refusal>> {
  const user = await userNamed(db, login)
  if (!user.ok || user.value.state !== DEMO) return user
  return refuse('DEMO_ACCOUNT', `${user.value.login} 是演示账户，角色不能变`, {
    remedy: '第一个真实方案启动时它自动删除',
  })
}

/**
 * Gives a person a further role. They sign in again: what they may is decided at the sign-in.
 * Errors: USER_NOT_FOUND, DEMO_ACCOUNT, ROLES_APART.
 */
export async function giveHat(db: Db, login: string, hat: Hat, by: By): Promise<Result<UserRow, Refusal>> {
  const user = await holder(db, login)
  if (!user.ok) return user
  const { id } = user.value
  const hats = (await rolesOf(db, id)).map(
    ({ role, plan_id, unit }): Hat => ({ role: role as Role, planId: plan_id, unit }),
  )
  const together = checkTogether([...hats, hat])
  if (!together.ok) return together
  await addRole(db, { user_id: id, role: hat.role, plan_id: hat.planId, unit: hat.unit })
  await endSessionsOf(db, id)
  await audit(db, { ...by, what: 'roles', target: id, outcome: 'ok', detail: `+ ${said(hat)}` })
  return user
}

/** Takes a role from a person; what they did stays theirs. Errors: USER_NOT_FOUND, DEMO_ACCOUNT, ROLE_UNKNOWN, LAST_ADMIN. */
export async function takeHat(db: Db, login: string, hat: Hat, by: By): Promise<Result<UserRow, Refusal>> {
  const user = await holder(db, login)
  if (!user.ok) return user
  const { id } = user.value
  const row = { user_id: id, role: hat.role, plan_id: hat.planId, unit: hat.unit }
  const done = await writing(db, async (tx) => {
    if (!(await dropRole(tx, row))) return 'none'
    if (hat.role !== 'admin' || (await hasAdmin(tx))) return 'taken'
    await addRole(tx, row)
    return 'last'
  })
  if (done === 'none')
    return refuse('ROLE_UNKNOWN', `${user.value.login} 没有“${roleName(hat.role)}”这个角色`, {
      remedy: '刷新页面再看',
    })
  if (done === 'last')
    return refuse('LAST_ADMIN', '这是最后一个管理员，角色不能收回', { remedy: '先设一个新的管理员' })
  await endSessionsOf(db, id)
  await audit(db, { ...by, what: 'roles', target: id, outcome: 'ok', detail: `- ${said(hat)}` })
  return ok(user.value)
}
