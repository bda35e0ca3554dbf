import { actorsIn } from '../accounts/rights.ts'
import type { Principal } from '../accounts/roles.ts'
import type { Actor } from '../domain/basics/actor.ts'
import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import type { C } from './context.ts'
import { signedIn } from './pages/common.ts'
import type { By } from './plan-actor.ts'

/** As whom somebody brings a new plan in: an office of no plan in particular. */
export function newPlanOfficer(principal: Principal): Result<Actor, Refusal> {
  const office = actorsIn(principal, '').find(({ role }) => role === 'office')
  return office ? ok(office) : refuse('FORBIDDEN_ACT', '导入方案是督查室的事', { remedy: '由督查室人员导入' })
}

/** In whose name a question of a document is answered: by the account, so that no name of a person is kept there. */
export const answererOf = (unit: string, { userId }: Principal): string => `${unit}（账户 ${userId}）`

/** Who asks, and from where, for what is done to a plan as a whole. */
export const byOf = (c: C): By => ({ principal: signedIn(c), ip: c.get('from').ip })
