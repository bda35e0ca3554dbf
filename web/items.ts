import type { Principal } from '../accounts/roles.ts'
import { orThrow } from '../client/refusal.ts'
import { standingId } from '../client/use/add-item.ts'
import { planState } from '../records/read.ts'
import { planFor } from './acting.ts'
import type { WebDeps } from './context.ts'
import { planActor } from './plan-actor.ts'
import { answererOf } from './planning.ts'

/** The plan into which somebody puts an item: one that he may know of, or the standing one, which the first item makes. */
export async function itemPlan(deps: WebDeps, principal: Principal, asked: string | null) {
  const offices = principal.hats.flatMap(({ role, unit }) => (role === 'office' ? [unit] : []))
  // Who may not add anything is told so, whatever plan he names.
  orThrow(planActor(principal, { planId: asked ?? standingId(), offices }, 'amend'))
  const by = answererOf(offices[0] ?? '督查机构', principal)
  if (asked !== null) return { plan: (await planFor(deps, principal, asked)).plan, planId: asked, by }
  const planId = standingId()
  const plan = (await planState(deps.db, planId)) ?? { planId, offices }
  return { plan, planId: null, by }
}
