import type { Actor } from '../../actor.ts'
import type { IsoDate } from '../../calendar/date.ts'
import { dateOf } from '../../calendar/time.ts'
import type { Grade } from '../../policy/levels.ts'
import { ok, type Refusal, type Result } from '../../result.ts'
import { moved } from '../events/apply.ts'
import type { Obligation, Outcome } from '../model/obligation.ts'
import type { Ladder } from '../model/planned.ts'
import type { MeasureState } from '../model/state.ts'
import { dueByPerson, latestEvidence } from '../obligation.ts'
import { refusals } from '../refusals.ts'
import { findTarget, TARGETS } from '../target.ts'
import { mayAct } from '../who.ts'
import type { Moment } from './moment.ts'

/** How an obligation ends, ends in part, or comes back: all by the office, all with a reason. */
export type EndingAct =
  /** 撤销审核: a mistaken acceptance; the evidence is under review again. */
  | { readonly type: 'undoAccept'; readonly obligationId: string | null; readonly reason: string }
  /** 阶段性办结: the evidence shows one stage; the obligation goes on, with another date if the office gives one. */
  | {
      readonly type: 'completeStage'
      readonly obligationId: string | null
      readonly note: string
      readonly dueOn: IsoDate | null
    }
  /** 终止: it is not to be done any more. */
  | { readonly type: 'terminate'; readonly obligationId: string | null; readonly reason: string }
  /** 恢复: what was terminated is to be done after all. */
  | {
      readonly type: 'restore'
      readonly obligationId: string | null
      readonly reason: string
      readonly dueOn: IsoDate | null
    }

export type EndingFact =
  | {
      readonly kind: 'acceptUndone'
      readonly obligationId: string
      readonly reason: string
      readonly outcome: Outcome | null
      /** The grade that goes with it. Absent: none was given. */
      readonly grade?: Grade
      /** Of what counted as done before the start: it is chased after all, by this ladder. */
      readonly reopened?: { readonly ladder: Ladder | null }
    }
  | {
      readonly kind: 'stageCompleted'
      readonly obligationId: string
      readonly note: string
      readonly from: IsoDate | null
      readonly dueOn: IsoDate | null
      readonly ladder: Ladder | null
    }
  | { readonly kind: 'terminated'; readonly obligationId: string; readonly reason: string }
  | {
      readonly kind: 'restored'
      readonly obligationId: string
      readonly reason: string
      readonly dueOn: IsoDate | null
      readonly ladder: Ladder | null
    }

const REASONS: Readonly<Record<EndingAct['type'], string>> = {
  undoAccept: '撤销审核',
  completeStage: '阶段性办结',
  terminate: '终止',
  restore: '恢复',
}

export function decideEnding(
  state: MeasureState,
  act: EndingAct & { readonly actor: Actor },
  moment: Moment,
): Result<readonly EndingFact[], Refusal> {
  const found = findTarget(state, act.obligationId, TARGETS[act.type])
  if (!found.ok) return found
  const o = found.value
  const judged = act.type === 'undoAccept' || act.type === 'completeStage'
  const allowed = judged ? mayAct(state, act, latestEvidence(o)) : ok(true)
  if (!allowed.ok) return allowed
  const said = act.type === 'completeStage' ? act.note : act.reason
  if (!said.trim()) return refusals.reasonNeeded(REASONS[act.type])
  const today = dateOf(moment.at)
  switch (act.type) {
    case 'undoAccept': {
      const undone = {
        kind: 'acceptUndone',
        obligationId: o.id,
        reason: act.reason,
        outcome: o.outcome,
        ...(o.grade && !moment.earlier ? { grade: o.grade } : {}),
      } as const
      if (!o.doneBefore) return ok([undone])
      const ladder = moment.answer?.ask === 'ladder' ? moment.answer.ladder : null
      return o.dueOn !== null && ladder === null ? ok([]) : ok([{ ...undone, reopened: { ladder } }])
    }
    case 'terminate':
      return ok([{ kind: 'terminated', obligationId: o.id, reason: act.reason }])
    case 'completeStage':
    case 'restore': {
      if (act.dueOn !== null && act.dueOn <= today) return refusals.dueTooEarly(act.dueOn, today)
      const dueOn = act.dueOn ?? o.dueOn
      const ladder = moment.answer?.ask === 'ladder' ? moment.answer.ladder : null
      if (dueOn !== null && ladder === null) return ok([])
      return ok([
        act.type === 'restore'
          ? { kind: 'restored', obligationId: o.id, reason: act.reason, dueOn, ladder }
          : { kind: 'stageCompleted', obligationId: o.id, note: act.note, from: o.dueOn, dueOn, ladder },
      ])
    }
  }
}

/** The due date that stands after it, for which the calendar is asked. */
export function dueAfterEnding(state: MeasureState, act: EndingAct): IsoDate | null {
  if (act.type === 'undoAccept') {
    const found = findTarget(state, act.obligationId, TARGETS.undoAccept)
    return found.ok && found.value.doneBefore ? found.value.dueOn : null
  }
  if (act.type !== 'completeStage' && act.type !== 'restore') return null
  const found = findTarget(state, act.obligationId, TARGETS[act.type])
  return found.ok ? (act.dueOn ?? found.value.dueOn) : null
}

export function applyEnding(o: Obligation, fact: EndingFact, on: IsoDate): Partial<Obligation> {
  switch (fact.kind) {
    case 'acceptUndone':
      if (fact.reopened)
        return {
          state: 'scheduled',
          doneBefore: undefined,
          opensOn: on,
          ladder: fact.reopened.ladder,
          undone: [...(o.undone ?? []), { on, reason: fact.reason }],
        }
      return {
        state: 'submitted',
        acceptedAt: null,
        outcome: null,
        lateDays: 0,
        lateWorkdays: 0,
        lateReported: false,
        // Accepted by a date that a later correction of its event made wrong: judged again by the right one.
        ...(fact.grade ? { grade: undefined } : {}),
        ...(o.flag ? { flag: null } : {}),
        ...(o.renewal ? { renewal: null } : {}),
        ...(o.flag?.wouldBe ? moved(o, o.flag.wouldBe, on, true) : {}),
        undone: [...(o.undone ?? []), { on, reason: fact.reason }],
      }
    case 'terminated':
      return { state: 'withdrawn', extension: null, terminated: { on, reason: fact.reason, was: o.state } }
    case 'stageCompleted':
      return {
        state: 'open',
        stages: [...(o.stages ?? []), { on, note: fact.note }],
        ...dueByPerson(o, fact.dueOn),
        ladder: fact.ladder,
        remindersSent: 0,
        overdueSince: fact.dueOn !== null && fact.dueOn >= on ? null : o.overdueSince,
      }
    case 'restored':
      return {
        state: o.terminated?.was === 'scheduled' ? 'scheduled' : 'open',
        openedOn: o.openedOn ?? (o.terminated?.was === 'scheduled' ? null : on),
        terminated: null,
        ...dueByPerson(o, fact.dueOn),
        ladder: fact.ladder,
        remindersSent: 0,
        overdueSince: fact.dueOn !== null && fact.dueOn >= on ? null : o.overdueSince,
      }
  }
}

export function describeEnding(fact: EndingFact, who: string): string {
  switch (fact.kind) {
    case 'acceptUndone':
      return fact.reopened
        ? `${who} 撤销“启动前已办结” ${fact.obligationId}：${fact.reason}，重新催办`
        : `${who} 撤销审核 ${fact.obligationId}：${fact.reason}，重新审核`
    case 'stageCompleted':
      return `${who} 阶段性办结 ${fact.obligationId}：${fact.note}，继续办理${fact.dueOn === fact.from ? '' : `，到期日 ${fact.from ?? '待定'} → ${fact.dueOn ?? '待定'}`}`
    case 'terminated':
      return `${who} 终止 ${fact.obligationId}：${fact.reason}`
    case 'restored':
      return `${who} 恢复 ${fact.obligationId}：${fact.reason}，${fact.dueOn ? `${fact.dueOn} 到期` : '到期日待定'}`
  }
}
