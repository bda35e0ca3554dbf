import { id } from '../../fields/field.ts'
import { planAct } from '../act.ts'
import { planFactDef } from '../fact.ts'
import { condition } from '../fields.ts'
import { type ConditionSubscribed, decideSubscription, withSubscribed } from '../subscriptions.ts'

interface Subscribe {
  readonly type: 'subscribe'
  readonly condition: string
  readonly no: string
}

const conditionSubscribed = planFactDef<ConditionSubscribed>({
  kind: 'conditionSubscribed',
  apply(state, { conditionId, text, no }) {
    const subscriptions = [...(state.subscriptions ?? []), { conditionId, text, no }]
    return { ...state, subscriptions, conditions: withSubscribed(state.conditions, subscriptions) }
  },
  says: ({ no, text }, by) => `${by} 登记：措施 ${no} 挂账，待“${text}”后恢复`,
})

/** 登记恢复条件: a measure hears of what ends its suspension. */
export const subscribe = planAct<Subscribe, ConditionSubscribed>({
  type: 'subscribe',
  name: '登记恢复条件',
  by: 'plan',
  during: 'running',
  fields: { condition, no: id('措施编号') },
  facts: [conditionSubscribed],
  decide: decideSubscription,
})
