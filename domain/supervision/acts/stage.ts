import { ok } from '../../basics/result.ts'
import type { IsoDate } from '../../calendar/date.ts'
import { help, nullable, text } from '../../fields/field.ts'
import type { Ladder } from '../../plan/measure/planned.ts'
import { act, target } from '../act.ts'
import { fact } from '../fact.ts'
import { redated } from '../obligation.ts'
import { refusals } from '../refusals.ts'
import { dueOn, obligationId } from './fields.ts'

/** 阶段性办结: the evidence shows one stage; the obligation goes on, with another date if the office gives one. */
export interface CompleteStage {
  readonly type: 'completeStage'
  readonly obligationId: string | null
  readonly note: string
  readonly dueOn: IsoDate | null
}
interface StageCompleted {
  readonly kind: 'stageCompleted'
  readonly obligationId: string
  readonly note: string
  readonly from: IsoDate | null
  readonly dueOn: IsoDate | null
  readonly ladder: Ladder | null
}

const stageCompleted = fact<StageCompleted>({
  kind: 'stageCompleted',
  changes: (o, { note, dueOn, ladder }, on) => ({
    state: 'open',
    stages: [...(o.stages ?? []), { on, note }],
    ...redated(o, dueOn, ladder, on),
  }),
  says: ({ obligationId, note, from, dueOn }, who) =>
    `${who} 阶段性办结 ${obligationId}：${note}，继续办理${dueOn === from ? '' : `，到期日 ${from ?? '待定'} → ${dueOn ?? '待定'}`}`,
  tells: (_, { o, to, says }) => [to('ending', `${o?.id} 有变动`, says)],
})

export const completeStage = act<CompleteStage, StageCompleted>({
  type: 'completeStage',
  name: '阶段性办结',
  by: 'judge',
  on: target('阶段性办结', ['submitted']),
  fields: {
    obligationId,
    note: help('完成了哪一阶段', text('说明')),
    dueOn: help('下一阶段的到期日；不写仍按原日期', nullable(dueOn)),
  },
  verb: {
    path: 'review stage',
    about: '阶段性办结：这一阶段办好了，继续办理',
    as: '由谁办理',
    example: 'npx duban review stage mz2015 9.1 --note 平台主体建成 --due-on 2016-06-30',
  },
  step: { do: 'stage', named: { note: 'text' } },
  facts: [stageCompleted],
  asks({ o, today }, { dueOn }) {
    const next = dueOn ?? o.dueOn
    return next === null ? null : { ask: 'ladder', dueOn: next, openOn: today }
  },
  decide({ moment: { answer }, today, o }, { note, dueOn: given }) {
    if (!note.trim()) return refusals.reasonNeeded('阶段性办结')
    if (given !== null && given <= today) return refusals.dueTooEarly(given, today)
    const dueOn = given ?? o.dueOn
    const ladder = answer?.ask === 'ladder' ? answer.ladder : null
    if (dueOn !== null && ladder === null) return ok([])
    return ok([{ kind: 'stageCompleted', obligationId: o.id, note, from: o.dueOn, dueOn, ladder }])
  },
})
