import { ok, refuse } from '../../basics/result.ts'
import { quoted } from '../../basics/text.ts'
import { id, object, record, text } from '../../fields/field.ts'
import type { PlanCondition } from '../../plan/condition.ts'
import { already, planAct } from '../act.ts'
import { because, planFactDef } from '../fact.ts'
import { accepted, COUNTS, document, reason, reference } from '../fields.ts'
import type { AmendRequest } from '../model/input.ts'
import { withSubscribed } from '../subscriptions.ts'
import { acceptedText } from './start.ts'

type Amend = { readonly type: 'amend' } & AmendRequest
type Amended = {
  readonly kind: 'amended'
  readonly title: string
  readonly conditions: readonly PlanCondition[]
} & AmendRequest

const amended = planFactDef<Amended>({
  kind: 'amended',
  apply: (state, { title, document, conditions, numbers }) => ({
    ...state,
    title,
    document,
    conditions: withSubscribed(conditions, state.subscriptions ?? []),
    numbers,
  }),
  says({ title, counts, reference, reason, accepted = [] }, by) {
    const { changed, added, withdrawn } = counts
    const about = `${reference ? `，${reference}` : ''}${because(reason)}`
    const taken = acceptedText(accepted.map(({ measure, code }) => `${measure ?? ''}:${code}`))
    return `${by} 修订方案${quoted(title)}：变更 ${changed} 项，增加 ${added} 项，撤销 ${withdrawn} 项${about}${taken}`
  },
})

/** 修订方案: another document, compared with the one by which the plan goes. */
export const amend = planAct<Amend, Amended>({
  type: 'amend',
  name: '修订方案',
  by: 'plan',
  during: 'running',
  fields: {
    document,
    from: text('原文件', 64),
    numbers: record('编号', id('措施编号'), 20_000),
    counts: object('项数', COUNTS),
    reference,
    reason,
    accepted,
  },
  facts: [amended],
  decide(state, { document, from, numbers, counts, reference, reason, accepted }) {
    // `from` itself: whoever found the amendment in the ledger asks whether it is done. The ledger may be ahead of us.
    if (state.document === document || from === document) return already()
    if (state.document !== from)
      return refuse('AMEND_OUTDATED', `方案 ${state.planId} 在比较之后又修订过`, {
        remedy: '重新运行 plan amend',
      })
    const request = { document, from, numbers, counts, reference, reason }
    return ok({ type: 'amend', ...request, ...(accepted ? { accepted } : {}) })
  },
  answers: ({ woke, already }) => ({ changed: woke, already }),
})
