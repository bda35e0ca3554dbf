import { ok } from '../../basics/result.ts'
import { help } from '../../fields/field.ts'
import type { Outcome } from '../../plan/measure/obligation.ts'
import type { Ladder } from '../../plan/measure/planned.ts'
import type { Grade } from '../../policy/levels.ts'
import { act, target } from '../act.ts'
import { moved } from '../events/moves.ts'
import { fact } from '../fact.ts'
import { refusals } from '../refusals.ts'
import { obligationId, reason } from './fields.ts'

/** 撤销审核: a mistaken acceptance; the evidence is under review again. */
export interface UndoAccept {
  readonly type: 'undoAccept'
  readonly obligationId: string | null
  readonly reason: string
}
interface Undone {
  readonly kind: 'acceptUndone'
  readonly obligationId: string
  readonly reason: string
  readonly outcome: Outcome | null
  /** The grade that goes with it. Absent: none was given. */
  readonly grade?: Grade
  /** Of what counted as done before the start: it is chased after all, by this ladder. */
  readonly reopened?: { readonly ladder: Ladder | null }
}

const acceptUndone = fact<Undone>({
  kind: 'acceptUndone',
  changes(o, { reason, grade, reopened }, on) {
    const undone = [...(o.undone ?? []), { on, reason }]
    if (reopened)
      return { state: 'scheduled', doneBefore: undefined, opensOn: on, ladder: reopened.ladder, undone }
    return {
      ...{ state: 'submitted', acceptedAt: null, outcome: null },
      ...{ lateDays: 0, lateWorkdays: 0, lateReported: false },
      // Accepted by a date that a later correction of its event made wrong: judged again by the right one.
      ...(grade ? { grade: undefined } : {}),
      ...(o.flag ? { flag: null } : {}),
      ...(o.renewal ? { renewal: null } : {}),
      ...(o.flag?.wouldBe ? moved(o, o.flag.wouldBe, on, true) : {}),
      undone,
    }
  },
  says: ({ obligationId, reason, reopened }, who) =>
    reopened
      ? `${who} 撤销“启动前已办结” ${obligationId}：${reason}，重新催办`
      : `${who} 撤销审核 ${obligationId}：${reason}，重新审核`,
  why: () => '原来的结论作废，材料重新审核',
  tells: (_, { o, to, says }) => [to('ending', `${o?.id} 有变动`, says)],
  takesBack:
    ({ obligationId }) =>
    (entry) =>
      entry.obligationId === obligationId && ['late', 'lateReported', 'grade'].includes(entry.reason),
})

export const undoAccept = act<UndoAccept, Undone>({
  type: 'undoAccept',
  name: '撤销审核',
  by: 'judge',
  on: target('撤销审核', ['completed']),
  fields: { obligationId, reason: help('为什么撤销', reason) },
  verb: {
    path: 'review undo',
    about: '撤销一次审核通过，重新审核',
    as: '由谁办理',
    example: 'npx duban review undo mz2015 3.1 --reason 链接指向了别的文件',
  },
  step: { do: 'undo' },
  facts: [acceptUndone],
  reopens: true,
  asks: ({ o, today }) =>
    o.doneBefore && o.dueOn !== null ? { ask: 'ladder', dueOn: o.dueOn, openOn: today } : null,
  decide({ moment: { answer, earlier }, o }, { reason }) {
    if (!reason.trim()) return refusals.reasonNeeded('撤销审核')
    const { id: obligationId, outcome } = o
    const grade = o.grade && !earlier ? { grade: o.grade } : {}
    const undone = { kind: 'acceptUndone', obligationId, reason, outcome, ...grade } as const
    if (!o.doneBefore) return ok([undone])
    const ladder = answer?.ask === 'ladder' ? answer.ladder : null
    return o.dueOn !== null && ladder === null ? ok([]) : ok([{ ...undone, reopened: { ladder } }])
  },
})
