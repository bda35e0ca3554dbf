import type { Actor } from '../domain/basics/actor.ts'
import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import { ROLE_RIGHTS } from '../domain/basics/rights.ts'
import { isOneOf } from '../domain/basics/unit-name.ts'
import type { Hat, Principal } from './roles.ts'

const inPlan = (hats: readonly Hat[], planId: string): readonly Hat[] =>
  hats.filter((hat) => hat.planId === '' || hat.planId === planId)

/** What of a plan somebody may read: everything, the measures of some units, or nothing, not even that it is there. */
export function mayRead(
  { hats, demo }: Pick<Principal, 'hats' | 'demo'>,
  planId: string,
): 'all' | readonly string[] | null {
  if (demo !== undefined && !demo.includes(planId)) return null
  const own = inPlan(hats, planId)
  if (own.some(({ role }) => ROLE_RIGHTS[role].reads === 'all')) return 'all'
  const units = own.filter(({ role }) => ROLE_RIGHTS[role].reads === 'own units').map(({ unit }) => unit)
  return units.length > 0 ? units : null
}

/** As whom somebody can act in a plan: one actor a hat that acts; his own before those he stands in for. */
export const actorsIn = (principal: Principal, planId: string): readonly Actor[] => {
  const { hats, userId, via, nameHash, demo } = principal
  const issues = mayIssue(principal, planId)
  return inPlan(hats, planId).flatMap(({ role, unit, onBehalfOf }) => {
    const acts = ROLE_RIGHTS[role].acts
    if (acts === null) return []
    const actor: Actor = {
      ...{ role: acts, unit, userId, via },
      ...(nameHash === undefined ? {} : { nameHash }),
      ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
      ...(role === 'head' ? { head: true } : {}),
      ...(demo === undefined ? {} : { demo: true }),
    }
    return [issues && acts === 'office' && onBehalfOf === undefined ? { ...actor, issuer: true } : actor]
  })
}

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

/** Whose dates and changes a feed tells: a person's, as his roles are when it is read, or a unit's. */
export type FeedFor =
  | { readonly kind: 'person'; readonly userId: string }
  | { readonly kind: 'unit'; readonly unit: string; readonly planId: string }

/** Whose feed somebody may make: his own, and that of a unit whose measures he reads. Errors: UNIT_NOT_FOUND. */
export function feedFor(
  principal: Principal,
  { unit, planId }: { readonly unit: string | null; readonly planId: string },
): Result<FeedFor, Refusal> {
  if (unit === null) return ok({ kind: 'person', userId: principal.userId })
  const reads = mayRead(principal, planId)
  if (reads === 'all' || (reads !== null && isOneOf(unit, reads))) return ok({ kind: 'unit', unit, planId })
  return refuse('UNIT_NOT_FOUND', `您看不到单位“${unit}”的措施，不能生成它的订阅`, {
    remedy: '只能生成自己的，或本单位的',
  })
}
