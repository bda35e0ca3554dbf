import { ok } from '../../basics/result.ts'
import type { IsoDate } from '../../calendar/date.ts'
import { help, nullable } from '../../fields/field.ts'
import type { Ladder } from '../../plan/measure/planned.ts'
import { act, LIVE, target } from '../act.ts'
import { fact } from '../fact.ts'
import { inText, isProvisional, redated } from '../obligation.ts'
import { refusals } from '../refusals.ts'
import { dueOn, obligationId, reason } from './fields.ts'

/** 确定到期日: where the text gives none, or an estimated one. */
export interface SetDue {
  readonly type: 'setDue'
  readonly obligationId: string | null
  readonly dueOn: IsoDate
  readonly reason: string | null
}
interface DueSet {
  readonly kind: 'dueSet'
  readonly obligationId: string
  readonly dueOn: IsoDate
  readonly from: IsoDate | null
  readonly reason: string | null
  readonly ladder: Ladder
  /** A request for extension that was waiting for its answer is answered with it. */
  readonly answers?: true
}

const dueSet = fact<DueSet>({
  kind: 'dueSet',
  changes: (o, { dueOn, answers, ladder }, on) => ({
    ...redated(o, dueOn, ladder, on),
    ...(dueOn === o.dueOn ? { dueBy: 'person', dueInPlan: inText(o) } : {}),
    ...(answers ? { extension: null } : {}),
    originalDueOn: o.originalDueOn ?? dueOn,
    provisional: false,
  }),
  says: ({ obligationId, from, dueOn, reason, answers }, who) =>
    `${who} 确定到期日 ${obligationId}：${from ?? '待定'} → ${dueOn}${reason ? `（${reason}）` : ''}${answers ? '，待答复的延期申请一并了结' : ''}`,
  tells: ({ dueOn, reason }, { o, to }) => [to('dueSet', `${o?.id} 的到期日为 ${dueOn}`, reason ?? '')],
})

export const setDue = act<SetDue, DueSet>({
  type: 'setDue',
  name: '确定到期日',
  by: 'office',
  on: target(
    '确定到期日',
    LIVE.filter((state) => state !== 'submitted'),
  ),
  fields: { obligationId, dueOn, reason: help('依据', nullable(reason)) },
  verb: {
    path: 'obligation set-due',
    about: '确定到期日（原文没有写期限的）',
    as: '由谁确定',
    example: 'npx duban obligation set-due mz2015 3.6 --due-on 2015-10-30 --reason 省规定要求',
  },
  facts: [dueSet],
  asks: ({ today }, { dueOn }) => ({ ask: 'ladder', dueOn, openOn: today }),
  decide({ moment: { answer, earlier }, o }, { dueOn, reason }) {
    // An estimated date (暂定) that a person gives is the date.
    const firm = earlier || !isProvisional(o)
    if (o.dueOn === dueOn && firm) return refusals.sameDue(o.id, dueOn)
    const start = o.openedOn ?? o.opensOn
    if (dueOn < start) return refusals.dueTooEarly(dueOn, start)
    if (answer?.ask !== 'ladder') return ok([])
    const answers = o.extension && !earlier ? ({ answers: true } as const) : {}
    const { id, dueOn: from } = o
    return ok([{ kind: 'dueSet', obligationId: id, dueOn, from, reason, ladder: answer.ladder, ...answers }])
  },
})
