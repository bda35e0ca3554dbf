import { ok } from '../../basics/result.ts'
import type { IsoDate } from '../../calendar/date.ts'
import { nullable, whole } from '../../fields/field.ts'
import type { MeasureState } from '../../plan/measure/state.ts'
import { measureAct } from '../act.ts'
import { changeWait } from '../change.ts'
import { fact } from '../fact.ts'
import { outstandingWaits } from '../phase.ts'
import { refusals } from '../refusals.ts'
import { leadsName } from '../units.ts'
import { note } from './fields.ts'

/** 答复等待: what the unit was asked about has not come yet. */
export interface AnswerWait {
  readonly type: 'answerWait'
  readonly clause: number | null
  readonly note: string | null
}
interface Asked {
  readonly kind: 'waitAsked'
  readonly clause: number
  readonly on: IsoDate
}
interface Answered {
  readonly kind: 'waitAnswered'
  readonly clause: number
  readonly note: string | null
}
interface Unanswered {
  readonly kind: 'waitUnanswered'
  readonly clause: number
  readonly askedOn: IsoDate | null
}

const waitOf = (state: MeasureState, clause: number) => state.waits.find((w) => w.clause === clause)
const waitsFor = (state: MeasureState, clause: number): string =>
  `等待“${waitOf(state, clause)?.text ?? `第 ${clause} 款`}”`
const since = (state: MeasureState, clause: number): string =>
  `${waitsFor(state, clause)}，自 ${waitOf(state, clause)?.since ?? ''} 起`

export const waitAsked = fact<Asked>({
  kind: 'waitAsked',
  apply: (state, { clause, on }) => changeWait(state, clause, (w) => ({ asked: w.asked + 1, askedOn: on })),
  says: ({ clause }) => `询问条件是否已发生（第 ${clause} 款）`,
  why: ({ clause }, _, before) => since(before, clause),
  tells: ({ clause }, { state, to }) => [
    to(
      'ask',
      `请答复：“${waitOf(state, clause)?.text}”是否已经发生`,
      '如已发生，请告知日期和文号；如未发生，请答复“尚未”。',
    ),
  ],
})

const waitAnswered = fact<Answered>({
  kind: 'waitAnswered',
  apply: (state, { clause, note }, on) =>
    changeWait(state, clause, (w) => ({ answers: [...w.answers, { on, note }] })),
  says: ({ note }, who) => `${who} 答复：条件尚未发生${note ? `（${note}）` : ''}`,
  why: ({ clause }, _, before) => waitsFor(before, clause),
})

export const waitUnanswered = fact<Unanswered>({
  kind: 'waitUnanswered',
  apply: (state, { clause }) => changeWait(state, clause, (w) => ({ lapsed: w.asked })),
  says: ({ clause, askedOn }) => `条件询问没有答复（第 ${clause} 款，${askedOn ?? ''} 询问）`,
  why: ({ clause }, _, before) => since(before, clause),
  tells({ clause, askedOn }, { state, to, toOffice }) {
    const what = waitOf(state, clause)?.text ?? ''
    const body = `${askedOn ?? ''} 询问“${what}”是否已经发生，至今没有答复。`
    const role = state.setup.policy.waits?.to
    return [
      to('ask', `尚未答复：“${what}”是否已经发生`, body, { role }),
      toOffice('review', `${leadsName(state.setup)} 没有答复条件询问`, body),
    ]
  },
  counts: ({ clause }, rules, { obligations }) =>
    // The office itself has said when it expects it.
    obligations.some((o) => o.clause === clause && o.expected)
      ? []
      : [{ reason: 'unanswered', points: rules.unanswered, says: '询问条件没有答复' }],
})

export const answerWait = measureAct<AnswerWait, Answered>({
  type: 'answerWait',
  name: '答复等待',
  by: 'unitOrOffice',
  on: null,
  fits: (state) => outstandingWaits(state).length > 0,
  fields: { clause: nullable(whole('时限的第几条', 1, 1_000)), note },
  verb: {
    path: 'wait answer',
    about: '答复：条件尚未发生',
    as: '答复的单位',
    example: 'npx duban wait answer mz2015 17.1 --note 省里尚未批复 --as 市发展改革局',
  },
  step: { do: 'answerWait', named: { note: 'text' } },
  facts: [waitAnswered],
  decide({ state }, { clause, note }) {
    const open = state.waits.filter((w) => !w.stream && w.triggeredBy.length === 0)
    const wait = clause === null ? open[0] : open.find((w) => w.clause === clause)
    if (!wait) return refusals.notWaiting(state.setup.no)
    return ok([{ kind: 'waitAnswered', clause: wait.clause, note }])
  },
})
