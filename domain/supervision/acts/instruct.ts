import { ok } from '../../basics/result.ts'
import type { IsoDate } from '../../calendar/date.ts'
import { help, nullable, text } from '../../fields/field.ts'
import type { Ladder, PlannedObligation } from '../../plan/measure/planned.ts'
import type { MeasureState } from '../../plan/measure/state.ts'
import { measureAct } from '../act.ts'
import { fact } from '../fact.ts'
import { isInstruction, plainObligation, plannedToLive } from '../obligation.ts'
import { refusals } from '../refusals.ts'
import { dueOn, unit } from './fields.ts'

/** 领导批示, with a due date of its own when it has one. */
export interface Instruct {
  readonly type: 'instruct'
  readonly leader: string
  readonly text: string
  readonly dueOn: IsoDate | null
}
interface Instructed {
  readonly kind: 'instructed'
  readonly leader: string
  readonly text: string
  readonly obligation: PlannedObligation | null
}

const instructed = fact<Instructed>({
  kind: 'instructed',
  apply(state, { leader, text, obligation }, on) {
    const obligations = obligation ? [...state.obligations, plannedToLive(obligation)] : state.obligations
    return { ...state, obligations, instructions: [...(state.instructions ?? []), { on, leader, text }] }
  },
  says: ({ leader, text, obligation }) =>
    `${leader} 批示：${text}${obligation ? `，立项 ${obligation.id}（${obligation.dueOn}）` : ''}`,
  tells: (_, { state, to, says }) => [
    to('people', `领导批示：${state.setup.no}`, says, { role: 'unitHead' }),
  ],
  counts: ({ leader }, rules) => [{ reason: 'instructed', points: rules.instructed, says: `${leader}批示` }],
})

/** An instruction with a date is an obligation of its own: `3.1/i-1`. */
function asked(
  { setup, obligations }: MeasureState,
  { leader, text }: Instruct,
  today: IsoDate,
  dueOn: IsoDate,
  ladder: Ladder,
): PlannedObligation {
  const count = obligations.filter((o) => isInstruction(o.id)).length
  const why = [`${leader} ${today} 批示，${dueOn} 前落实`]
  const own = { id: `${setup.no}/i-${count + 1}`, clause: 0, ask: '落实领导批示的情况', milestone: text }
  return plainObligation({ ...own, opensOn: today, dueOn, why, ladder })
}

export const instruct = measureAct<Instruct, Instructed>({
  type: 'instruct',
  name: '领导批示',
  by: 'officeOrLeader',
  on: null,
  fields: {
    leader: help('批示领导', unit('领导')),
    text: help('批示内容', text('批示')),
    dueOn: help('批示的期限', nullable(dueOn)),
  },
  verb: {
    path: 'measure instruct',
    about: '登记领导批示；有期限的另立一项',
    as: '由谁办理',
    example: 'npx duban measure instruct mz2015 3.1 --leader 王副市长 --text 抓紧落实 --due-on 2015-09-15',
  },
  facts: [instructed],
  reopens: true,
  asks: ({ today }, { dueOn }) => (dueOn === null ? null : { ask: 'ladder', dueOn, openOn: today }),
  decide({ state, moment: { answer, earlier }, today }, said) {
    const { leader, text, dueOn } = said
    if (!text.trim()) return refusals.instructionEmpty()
    if (dueOn !== null && dueOn < today && !earlier) return refusals.instructedPast(dueOn, today)
    if (dueOn === null) return ok([{ kind: 'instructed', leader, text, obligation: null }])
    if (answer?.ask !== 'ladder') return ok([])
    const obligation = asked(state, said, today, dueOn, answer.ladder)
    return ok([{ kind: 'instructed', leader, text, obligation }])
  },
})
