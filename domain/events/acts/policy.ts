import { policy as policyField } from '../../policy/fields.ts'
import type { SupervisionPolicy } from '../../policy/policy.ts'
import { planAct } from '../act.ts'
import { because, planFactDef } from '../fact.ts'
import { reason } from '../fields.ts'
import { decidePolicy } from '../policy.ts'

interface SetPolicy {
  readonly type: 'policy'
  readonly policy: SupervisionPolicy
  readonly reason: string | null
}
export interface PolicySet {
  readonly kind: 'policySet'
  readonly policy: SupervisionPolicy
  readonly reason: string | null
}

export const policySet = planFactDef<PolicySet>({
  kind: 'policySet',
  apply: (state, { policy }) => ({ ...state, policy }),
  says: ({ policy, reason }, by) =>
    `${by} 确定督办规则“${policy.name}”第 ${policy.version} 版${because(reason)}`,
})

/** 变更督办规则: its measures are recounted by them. */
export const policy = planAct<SetPolicy, PolicySet>({
  type: 'policy',
  name: '变更督办规则',
  by: 'plan',
  fields: { policy: policyField, reason },
  facts: [policySet],
  decide: decidePolicy,
  answers: ({ woke, already }) => ({ changed: woke, already }),
})
