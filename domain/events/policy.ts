import { ok, type Refusal, type Result, refuse } from '../basics/result.ts'
import { type SupervisionPolicy, sameRules, THREE_COLOURS, THREE_COLOURS_2 } from '../policy/policy.ts'
import { planEmpty } from './act.ts'
import type { PlanStep } from './model/input.ts'
import type { PlanState } from './model/state.ts'

/** The 督办规则 by which the plan goes. */
export const policyOf = (state: Pick<PlanState, 'policy' | 'offices'>): SupervisionPolicy =>
  state.policy ?? (state.offices === undefined ? THREE_COLOURS_2 : THREE_COLOURS)

/**
 * Other rules for a plan, before or while it runs. The same rules again change nothing; changed rules under an old
 * version number are refused, so that a number in the ledger always means one text.
 */
export function decidePolicy(
  state: PlanState,
  { policy, reason }: { readonly policy: SupervisionPolicy; readonly reason: string | null },
): Result<PlanStep<never>, Refusal> {
  const { planId } = state
  if (state.document === null) return planEmpty(planId)
  if (state.phase === 'closed')
    return refuse('PLAN_CLOSED', `方案 ${planId} 已经结束，不能再换规则`, {
      remedy: `如需继续督办，先重开方案：duban plan reopen ${planId}`,
    })
  const now = policyOf(state)
  if (sameRules(now, policy)) return ok({ type: 'already', eventId: '' })
  if (policy.id === now.id && policy.version <= now.version)
    return refuse(
      'POLICY_VERSION',
      `规则 ${policy.id} 现用第 ${now.version} 版，新内容仍写着第 ${policy.version} 版`,
      {
        remedy: `把文件里的“版本”改为 ${now.version + 1} 或更大，台账上才分得清`,
        fields: { version: now.version },
      },
    )
  return ok({ type: 'policy', policy, reason })
}
