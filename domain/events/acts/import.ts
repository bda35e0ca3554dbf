import { ok, refuse } from '../../basics/result.ts'
import { quoted } from '../../basics/text.ts'
import { LONGEST_REFERENCE, list, optional, words } from '../../fields/field.ts'
import type { PlanCondition } from '../../plan/condition.ts'
import { policy } from '../../policy/fields.ts'
import { already, planAct } from '../act.ts'
import { planFactDef } from '../fact.ts'
import { document } from '../fields.ts'
import type { ImportRequest } from '../model/input.ts'
import { type PolicySet, policySet } from './policy.ts'

type Import = { readonly type: 'import' } & ImportRequest
interface Imported {
  readonly kind: 'imported'
  readonly title: string
  readonly document: string
  readonly measures: number
  readonly conditions: readonly PlanCondition[]
  /** 督查机构. Absent: imported by 0.2.0. */
  readonly offices?: readonly string[]
}

const imported = planFactDef<Imported>({
  kind: 'imported',
  apply: ({ demo: _, ...state }, { title, document, conditions, offices, actor }) => ({
    ...state,
    title,
    document,
    conditions,
    ...(actor.demo === true ? { demo: true } : {}),
    ...(offices ? { offices } : {}),
  }),
  says: ({ title, measures, conditions, offices }, by) =>
    `${by} 导入方案${quoted(title)}：${measures} 项措施，${conditions.length} 个触发条件${offices ? `，督查机构 ${offices.join('、')}` : ''}`,
})

/** 导入方案: the document by which the plan goes, until it is started. */
export const importPlan = planAct<Import, Imported | PolicySet>({
  type: 'import',
  name: '导入方案',
  by: 'plan',
  fields: {
    document,
    policy: optional(policy),
    offices: optional(list('督查机构', words('督查机构', LONGEST_REFERENCE), 10)),
  },
  facts: [imported, policySet],
  decide(state, { document, policy, offices }) {
    const sameOffices = offices === undefined || JSON.stringify(offices) === JSON.stringify(state.offices)
    const sameFile = state.document === document
    // A plan of 0.2.0 that runs goes on by its own rule.
    const old = state.offices === undefined && state.phase !== 'draft'
    if (sameFile && (sameOffices || old)) return already()
    if (state.phase !== 'draft')
      return refuse(
        'PLAN_ALREADY_STARTED',
        `方案 ${state.planId} 已经启动，不能换成${sameFile ? '别的督查机构' : '另一份文件'}`,
        { remedy: '换一个 --id 导入' },
      )
    return ok({ type: 'import', document, policy, ...(offices ? { offices } : {}) })
  },
  answers: ({ count, already }) => ({ measures: count, already }),
})
