import { ok, refuse } from '../../basics/result.ts'
import { LONGEST_TITLE, list, object, optional, text, words } from '../../fields/field.ts'
import { planAct } from '../act.ts'
import { because, planFactDef } from '../fact.ts'
import { reason, YEAR_END } from '../fields.ts'
import type { Reopening, YearEnd } from '../model/input.ts'

interface Close {
  readonly type: 'close'
  readonly reason: string | null
  readonly yearEnd?: YearEnd
}
type Reopen = { readonly type: 'reopen' } & Reopening
interface PlanClosed {
  readonly kind: 'planClosed'
  readonly reason: string | null
  /** 结转: obligation → number of its measure in `carriedTo`. Absent: nothing. */
  readonly carriedTo?: string
  readonly carried?: Readonly<Record<string, string>>
}
interface PlanReopened {
  readonly kind: 'planReopened'
  readonly reason: string
  readonly withdrawn: readonly string[]
}

const planClosed = planFactDef<PlanClosed>({
  kind: 'planClosed',
  apply: (state) => ({ ...state, phase: 'closed' }),
  says({ reason, carriedTo, carried = {} }, by) {
    const count = Object.keys(carried).length
    return `${by} 结束方案${because(reason)}${count > 0 ? `，${count} 项结转到 ${carriedTo}` : ''}`
  },
})

const planReopened = planFactDef<PlanReopened>({
  kind: 'planReopened',
  apply: (state) => ({ ...state, phase: 'running' }),
  says: ({ reason, withdrawn }, by) =>
    `${by} 重开方案：${reason}${withdrawn.length > 0 ? `，撤回结转 ${withdrawn.length} 项` : ''}`,
})

/** 结束方案: what is open is carried over, terminated or listed. */
export const close = planAct<Close, PlanClosed>({
  type: 'close',
  name: '结束方案',
  by: 'issue',
  during: 'running',
  fields: { reason, yearEnd: optional(object('年终处理', YEAR_END)) },
  facts: [planClosed],
  decide: ({ planId }, { reason, yearEnd = null }) =>
    yearEnd?.carryTo === planId
      ? refuse('CARRY_TO_ITSELF', `方案 ${planId} 不能结转到自己`, {
          remedy: '--carry-to 写下一年的方案编号',
        })
      : ok({ type: 'close', reason, yearEnd }),
  answers: ({ count }) => ({ closed: count }),
})

/** 重开方案: what its closing ended goes on. */
export const reopen = planAct<Reopen, PlanReopened>({
  type: 'reopen',
  name: '重开方案',
  by: 'issue',
  fields: {
    reason: text('理由'),
    leave: optional(list('留在新方案的措施', words('措施', LONGEST_TITLE), 10_000)),
  },
  facts: [planReopened],
  decide({ planId, phase }, { reason, leave }) {
    if (phase !== 'closed') return refuse('PLAN_NOT_CLOSED', `方案 ${planId} 没有结束，不用重开`)
    return reason.trim()
      ? ok({ type: 'reopen', reason, ...(leave ? { leave } : {}) })
      : refuse('REASON_MISSING', '重开方案必须写明理由', { remedy: '加上 --reason' })
  },
  answers: ({ count, woke }) => ({ reopened: count, withdrawn: woke }),
})
