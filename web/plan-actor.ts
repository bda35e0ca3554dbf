import { audit } from '../accounts/audit.ts'
import { actorsIn, inScope, noRole } from '../accounts/rights.ts'
import type { Principal } from '../accounts/roles.ts'
import { orThrow, RefusedError } from '../client/refusal.ts'
import { type Asked, may } from '../domain/basics/access.ts'
import type { Actor } from '../domain/basics/actor.ts'
import { ok, type Refusal, type Result } from '../domain/basics/result.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { PLAN_WHO, planOffices } from '../domain/events/offices.ts'
import { isForDemo } from '../domain/events/rehearsal.ts'
import { PLAN_NAMES, type PlanUpdate } from '../domain/messages/plan.ts'

import type { WebDeps } from './context.ts'

/** A plan, or what is going to be one: then there is no clock yet. */
type Named = Pick<PlanState, 'planId' | 'offices'> & Partial<Pick<PlanState, 'clock' | 'phase' | 'demo'>>

const isRehearsed = ({ clock, phase = 'draft', demo }: Named): boolean =>
  clock === undefined || isForDemo({ clock, phase, ...(demo === undefined ? {} : { demo }) })

/** As whom of all that he is somebody may do something to a plan as a whole; refused as the role that comes nearest is. */
export function actorAs(principal: Principal, plan: Named, asked: Asked): Result<Actor, Refusal> {
  const target = { offices: planOffices(plan), units: [], leads: [], rehearsal: isRehearsed(plan) }
  let nearest: Refusal | null = null
  for (const actor of actorsIn(principal, plan.planId)) {
    const allowed = may(actor, asked, target)
    if (allowed.ok) return ok(actor)
    if (nearest === null || allowed.error.code === 'NOT_ISSUER') nearest = allowed.error
  }
  return nearest === null ? noRole() : { ok: false, error: nearest }
}

/** The same by the table that the plan itself goes by (PLAN_WHO). */
export const planActor = (principal: Principal, plan: Named, type: PlanUpdate): Result<Actor, Refusal> =>
  // Who is signed in for a unit proposes.
  actorAs(principal, plan, {
    what: PLAN_NAMES[type],
    who: type === 'report' ? 'plan' : (PLAN_WHO[type] ?? 'plan'),
  })

export interface By {
  readonly principal: Principal
  readonly ip: string
}

/** Something done to a plan by who is signed in; done or refused, it stands in the audit log. @throws RefusedError SCOPE_MISSING, or as planActor */
export async function onPlan<T>(
  { db }: WebDeps,
  { principal, ip }: By,
  plan: Named,
  type: PlanUpdate,
  work: (actor: Actor) => Promise<T>,
): Promise<T> {
  const log = (outcome: 'ok' | 'refused', detail = '') =>
    audit(db, {
      ...{ userId: principal.userId, via: principal.via === 'token' ? 'token' : 'session', ip },
      ...{ what: 'act', target: `${plan.planId} ${PLAN_NAMES[type]}`, outcome, detail },
    })
  try {
    orThrow(inScope(principal, 'act'))
    const actor = orThrow(planActor(principal, plan, type))
    const answer = await work(actor)
    await log('ok')
    return answer
  } catch (error) {
    if (error instanceof RefusedError) await log('refused', error.refusal.code)
    throw error
  }
}
