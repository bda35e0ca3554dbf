import { audit } from '../accounts/audit.ts'
import { actorsIn, inScope, noRole } from '../accounts/rights.ts'
import type { Principal } from '../accounts/roles.ts'
import { RefusedError } from '../client/refusal.ts'
import type { Actor } from '../domain/actor.ts'
import type { PlanState } from '../domain/plan/model/state.ts'
import { ok, type Refusal, type Result, refuse } from '../domain/result.ts'
import type { C, WebDeps } from './context.ts'
import { actorAs } from './plan-actor.ts'

/** As whom somebody may do something to a plan as a whole; refused as the nearest of his roles is. */
export const officerIn = (principal: Principal, plan: PlanState, what: string): Result<Actor, Refusal> =>
  actorAs(principal, plan, { what, who: 'plan' })

/** The same for what needs 签发 besides: issues of 通报, closing and reopening. */
export const issuerIn = (principal: Principal, plan: PlanState, what: string): Result<Actor, Refusal> =>
  actorAs(principal, plan, { what, who: 'issue' })

/** As whom somebody brings a new plan in: an office of no plan in particular. */
export function newPlanOfficer(principal: Principal): Result<Actor, Refusal> {
  const office = actorsIn(principal, '').find(({ role }) => role === 'office')
  return office ? ok(office) : refuse('FORBIDDEN_ACT', '导入方案是督查室的事', { remedy: '由督查室人员导入' })
}

export const orThrow = <T>(found: Result<T, Refusal>): T => {
  if (found.ok) return found.value
  throw new RefusedError(found.error)
}

/** Something done to a plan as a whole by who is signed in; done or refused, it stands in the audit log. */
export async function doneByOffice<T>(
  { db }: WebDeps,
  c: C,
  target: string,
  allowed: Result<Actor, Refusal>,
  work: (actor: Actor) => Promise<T>,
): Promise<T> {
  const principal = c.get('principal')
  if (principal === null) throw new RefusedError(noRole().error)
  orThrow(inScope(principal, 'act'))
  const log = (outcome: 'ok' | 'refused', detail = '') =>
    audit(db, {
      userId: principal.userId,
      via: principal.via === 'token' ? 'token' : 'session',
      ip: c.get('from').ip,
      what: 'act',
      target,
      outcome,
      detail,
    })
  try {
    const answer = await work(orThrow(allowed))
    await log('ok')
    return answer
  } catch (error) {
    if (error instanceof RefusedError) await log('refused', error.refusal.code)
    throw error
  }
}
