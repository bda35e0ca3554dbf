import type { Actor } from '../domain/actor.ts'
import { ok, type Refusal, type Result, refuse } from '../domain/result.ts'
import type { Hat, Principal, Role } from './roles.ts'

/**
 * What each role may read and do, as data: the document of the rights (docs/api.md is printed from nothing else) and what
 * the tests go through. What a role may do to a measure is decided by domain/access.ts with the actor that the role makes.
 */
export const RIGHTS: Readonly<
  Record<Role, { readonly reads: 'all' | 'own units' | 'nothing'; readonly acts: Actor['role'] | null }>
> = {
  office: { reads: 'all', acts: 'office' },
  unit: { reads: 'own units', acts: 'unit' },
  head: { reads: 'own units', acts: 'unit' },
  leader: { reads: 'all', acts: 'leader' },
  observer: { reads: 'all', acts: null },
  // 管理员 runs accounts and settings; the work is not his.
  admin: { reads: 'nothing', acts: null },
  // 签发 is beside office: alone it lets do nothing to a measure.
  issuer: { reads: 'all', acts: null },
}

const inPlan = (hats: readonly Hat[], planId: string): readonly Hat[] =>
  hats.filter((hat) => hat.planId === '' || hat.planId === planId)

/** What of a plan somebody may read: everything, the measures of some units, or nothing, not even that it is there. */
export function mayRead({ hats }: Pick<Principal, 'hats'>, planId: string): 'all' | readonly string[] | null {
  const own = inPlan(hats, planId)
  if (own.some(({ role }) => RIGHTS[role].reads === 'all')) return 'all'
  const units = own.filter(({ role }) => RIGHTS[role].reads === 'own units').map(({ unit }) => unit)
  return units.length > 0 ? units : null
}

/** As whom somebody can act in a plan: one actor a hat that acts. */
export const actorsIn = (principal: Principal, planId: string): readonly Actor[] =>
  inPlan(principal.hats, planId).flatMap(({ role, unit }) => {
    const acts = RIGHTS[role].acts
    return acts === null ? [] : [{ role: acts, unit, userId: principal.userId, via: principal.via }]
  })

/** Somebody whose roles let him do nothing in this plan. */
export const noRole = () =>
  refuse('FORBIDDEN_ACT', '您的角色在这个方案里不能办理事项', {
    remedy: '由督查室、承办单位联络员或领导办理；角色不对的，请管理员改',
  })

/** Whether somebody may issue, withdraw, close and reopen (签发). */
export const mayIssue = ({ hats }: Pick<Principal, 'hats'>, planId: string): boolean => {
  const own = inPlan(hats, planId)
  return own.some(({ role }) => role === 'issuer') && own.some(({ role }) => role === 'office')
}

/** Whether a token's scope reaches as far; a person at a page has them all. */
export function inScope(
  { scopes }: Pick<Principal, 'scopes'>,
  scope: 'read' | 'act' | 'upload',
): Result<true, Refusal> {
  if (scopes === null || scopes.includes(scope)) return ok(true)
  return refuse('SCOPE_MISSING', `这个令牌不能${{ read: '查看', act: '办理', upload: '上传' }[scope]}`, {
    remedy: `用有 ${scope} 范围的令牌`,
    fields: { scope },
  })
}
