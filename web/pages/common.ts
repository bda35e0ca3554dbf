import type { Principal } from '../../accounts/roles.ts'
import { RefusedError } from '../../client/refusal.ts'
import { todayIn } from '../../client/views/reading.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { isRehearsal } from '../../domain/events/rehearsal.ts'
import type { C } from '../context.ts'

/** Who reads a page; pages of nobody are kept from them by app.tsx. */
export function signedIn(c: C): Principal {
  const principal = c.get('principal')
  if (principal !== null) return principal
  throw new RefusedError({ code: 'NOT_SIGNED_IN', message: '没有登录', remedy: '先登录' })
}

/** Today of a rehearsal, for its banner; null: the plan runs by the real clock. */
export const rehearsalOf = (plan: PlanState): string | null => (isRehearsal(plan) ? todayIn(plan) : null)
