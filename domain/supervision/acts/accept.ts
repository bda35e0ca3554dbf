import { ok } from '../../basics/result.ts'
import { diffDays } from '../../calendar/date.ts'
import { dateOf } from '../../calendar/time.ts'
import { choice, help, nullable, optional, text } from '../../fields/field.ts'
import type { Obligation, Outcome } from '../../plan/measure/obligation.ts'
import type { PlannedObligation } from '../../plan/measure/planned.ts'
import { GRADES, type Grade } from '../../policy/levels.ts'
import { sumPoints } from '../../policy/scoring.ts'
import { act, target } from '../act.ts'
import { fact } from '../fact.ts'
import { latestEvidence } from '../obligation.ts'
import { refusals } from '../refusals.ts'
import { renewalOf, renewalQuestion } from '../renewal.ts'
import { obligationId } from './fields.ts'

/** 审核通过: it is done, in time or late by the day on which it was really done. */
export interface Accept {
  readonly type: 'accept'
  readonly obligationId: string | null
  readonly note: string | null
  readonly grade?: Grade
}
interface Accepted {
  readonly kind: 'accepted'
  readonly obligationId: string
  readonly outcome: Outcome | null
  readonly lateDays: number
  readonly lateWorkdays: number
  readonly lateReported: boolean
  readonly note: string | null
  readonly grade?: Grade
  /** Asked for when the evidence has run out. */
  readonly renewal?: PlannedObligation
}

function whyAccepted(o: Obligation | undefined, { grade, note }: Accepted): string | null {
  const doneOn = o?.evidence.at(-1)?.doneOn
  const extended = o?.originalDueOn && o.originalDueOn !== o.dueOn ? `，最初 ${o.originalDueOn}` : ''
  const dates =
    doneOn === undefined || !o?.dueOn
      ? ''
      : `完成日 ${doneOn} ${doneOn <= o.dueOn ? '不晚于' : '晚于'}到期日 ${o.dueOn}${extended}`
  return [dates, grade ? `办理质量${grade}` : '', note ?? ''].filter(Boolean).join('；') || null
}

const accepted = fact<Accepted>({
  kind: 'accepted',
  changes: (o, { at, outcome, lateDays, lateWorkdays, lateReported, grade, renewal }) => ({
    ...{ state: 'completed', acceptedAt: at, outcome, lateDays, lateWorkdays, lateReported },
    ...(grade ? { grade } : {}),
    ...(o.extension ? { extension: null } : {}),
    ...(renewal ? { renewal } : {}),
  }),
  says({ obligationId, outcome, lateDays, lateWorkdays, lateReported }, who) {
    const late = outcome === 'late' ? `，逾期 ${lateDays} 天（${lateWorkdays} 个工作日）` : ''
    const said = outcome === 'onTime' ? '，按期' : outcome === null ? '，没有到期日' : ''
    return `${who} 审核通过 ${obligationId}${said}${late}${lateReported ? '，迟报' : ''}`
  },
  why: (said, o) => whyAccepted(o, said),
  tells: ({ outcome, lateDays }, { o, to }) => [
    to('accepted', `${o?.id} 已办结`, outcome === 'late' ? `逾期 ${lateDays} 天。` : '按期办结。'),
  ],
  counts({ outcome, lateDays, lateReported, grade }, rules) {
    const late = sumPoints([Math.max(rules.latePerDay * lateDays, rules.lateMost)])
    return [
      { reason: 'late', points: outcome === 'late' ? late : 0, says: `逾期 ${lateDays} 天办结` },
      { reason: 'lateReported', points: lateReported ? rules.lateReported : 0, says: '迟报' },
      { reason: 'grade', points: grade ? rules.grades[grade] : 0, says: `办理质量${grade ?? ''}` },
    ]
  },
})

export const accept = act<Accept, Accepted>({
  type: 'accept',
  name: '审核通过',
  by: 'judge',
  on: target('审核通过', ['submitted']),
  fields: {
    obligationId,
    note: help('意见', nullable(text('说明'))),
    grade: optional(choice('办理质量', [...GRADES])),
  },
  verb: {
    path: 'review accept',
    about: '审核通过，办结',
    as: '审核的督查机构',
    example: 'npx duban review accept mz2015 3.1',
  },
  facts: [accepted],
  asks({ o, today }) {
    const doneOn = latestEvidence(o)?.doneOn
    const lateness =
      o.dueOn && doneOn && doneOn > o.dueOn ? ({ ask: 'lateness', dueOn: o.dueOn, doneOn } as const) : null
    const renewal = renewalQuestion(o, today)
    return lateness && renewal ? { ask: 'several', questions: { lateness, renewal } } : (lateness ?? renewal)
  },
  decide({ state, moment: { answer }, o }, { note, grade }) {
    const evidence = latestEvidence(o)
    if (evidence === null) return refusals.wrongState(o.id, '没有材料', '审核通过')
    const late = o.dueOn !== null && evidence.doneOn > o.dueOn
    // Whether it was in time hangs on a day that nobody has confirmed.
    if (o.expected && late) return refusals.unconfirmed(o.id, o.expected.plannedId, state.setup.planId)
    // Reported late is judged by the first report: a return does not make a report late that was not.
    const first = o.evidence[0]?.signedAt ?? o.evidence[0]?.submittedAt
    const overdue = first !== undefined && o.ladder !== null && dateOf(first) > o.ladder.lateReportAfter
    const lateness = answer?.ask === 'several' ? answer.answers.lateness : answer
    const expiry = answer?.ask === 'several' ? answer.answers.renewal : answer
    const renewal =
      evidence.validUntil && expiry?.ask === 'renewal'
        ? { renewal: renewalOf(o, state.obligations, evidence.validUntil, expiry) }
        : {}
    return ok([
      {
        kind: 'accepted',
        obligationId: o.id,
        outcome: o.dueOn === null ? null : late ? 'late' : 'onTime',
        lateDays: late && o.dueOn !== null ? diffDays(o.dueOn, evidence.doneOn) : 0,
        lateWorkdays: lateness?.ask === 'lateness' ? lateness.workdays : 0,
        lateReported: !late && !o.expected && overdue,
        note,
        ...(grade ? { grade } : {}),
        ...renewal,
      },
    ])
  },
})
