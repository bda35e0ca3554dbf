import { refuse } from '../../basics/result.ts'
import { planAct, recorded } from '../act.ts'
import { planFactDef } from '../fact.ts'
import { newPlan } from '../model/state.ts'

interface Delete {
  readonly type: 'delete'
}
/** A draft that was never started is given up; what was said of it stays in the ledger, and its id is free. */
interface PlanDeleted {
  readonly kind: 'planDeleted'
}

const planDeleted = planFactDef<PlanDeleted>({
  kind: 'planDeleted',
  apply: (state) => ({ ...newPlan(state.planId), seenActs: state.seenActs }),
  says: (_, by) => `${by} 删除没有启动的方案`,
})

/** What was started stays in the ledger and in its lists. */
const planStarted = (planId: string) =>
  refuse('PLAN_STARTED', `方案 ${planId} 启动过，不能删除：台账要留存`, {
    remedy: `不再办理的，用 duban plan close ${planId} 结束`,
  })

/** 删除方案 */
export const deleteDraft = planAct<Delete, PlanDeleted>({
  type: 'delete',
  name: '删除方案',
  by: 'plan',
  fields: {},
  facts: [planDeleted],
  decide: ({ planId, phase }) =>
    phase === 'draft' ? recorded({ kind: 'planDeleted' }) : planStarted(planId),
  answers: ({ already }) => ({ already }),
})
