import { ok } from '../../basics/result.ts'
import type { IsoDate } from '../../calendar/date.ts'
import { common, date, help, nullable } from '../../fields/field.ts'
import type { Ladder } from '../../plan/measure/planned.ts'
import { act, target } from '../act.ts'
import { fact } from '../fact.ts'
import { levelsRaised } from '../obligation.ts'
import { refusals } from '../refusals.ts'
import { obligationId, reason } from './fields.ts'

const REASONS = [
  '没有公开页面的链接或截图',
  '链接打不开，或指向了别的内容',
  '内容不完整，没有覆盖要求的全部事项',
  '材料与这一项的要求不符',
  '没有盖章或签字',
]

/** 退回重办: with a reason and a rework date; the due date stays the measure of lateness. */
export interface Return {
  readonly type: 'return'
  readonly obligationId: string | null
  readonly reason: string
  readonly reworkOn: IsoDate | null
}
interface Returned {
  readonly kind: 'returned'
  readonly obligationId: string
  readonly reason: string
  readonly reworkOn: IsoDate
  readonly ladder: Ladder | null
}

const returned = fact<Returned>({
  kind: 'returned',
  changes: (o, { reason, reworkOn, ladder }, on) => ({
    state: 'returned',
    returns: [...o.returns, { on, reason, reworkOn }],
    ladder: ladder ?? o.ladder,
    remindersSent: 0,
  }),
  says: ({ obligationId, reason, reworkOn }, who) =>
    `${who} 退回 ${obligationId}：${reason}（${reworkOn} 前重办）`,
  why: (_, o) => (o?.dueOn ? `逾期仍按 ${o.dueOn} 计；重办期限过了仍没有重新提交，督办单接着发` : null),
  tells: ({ reason, reworkOn }, { o, to }) => [
    to('returned', `退回重办 ${o?.id}`, `理由：${reason}\n请于 ${reworkOn} 前重新提交。`),
  ],
  counts: ({ reason }, rules) => [
    { reason: 'returned', points: rules.returned, says: `退回重办：${reason}` },
  ],
})

export const returnForRework = act<Return, Returned>({
  type: 'return',
  name: '退回重办',
  by: 'judge',
  on: target('退回重办', ['submitted']),
  fields: {
    obligationId,
    reason: common(REASONS, help('缺什么、怎么改', reason)),
    reworkOn: help('重办期限；不写为 5 个工作日', nullable(date('重办期限'))),
  },
  verb: {
    path: 'review return',
    about: '退回重办',
    as: '审核的督查机构',
    example: 'npx duban review return mz2015 3.1 --reason 链接打不开',
  },
  facts: [returned],
  asks: ({ o, today }, { reworkOn }) => ({
    ...{ ask: 'rework', returnedOn: today, dueOn: o.dueOn, raised: levelsRaised(o), reworkOn },
  }),
  decide({ moment: { answer }, today, o }, { reason, reworkOn: asked }) {
    if (!reason.trim()) return refusals.reasonNeeded('退回重办')
    if (asked !== null && asked <= today) return refusals.reworkPast(asked, today)
    if (answer?.ask !== 'rework') return ok([])
    const { reworkOn, ladder } = answer
    return ok([{ kind: 'returned', obligationId: o.id, reason, reworkOn, ladder }])
  },
})
