import type { Actor } from '../../actor.ts'
import type { IsoDate } from '../../calendar/date.ts'
import { dateOf } from '../../calendar/time.ts'
import { ok, type Refusal, type Result } from '../../result.ts'
import type { CalendarQuestion } from '../calendar-question.ts'
import { dueByPerson, type Ladder, type Obligation } from '../obligation.ts'
import { refusals } from '../refusals.ts'
import type { MeasureState } from '../state.ts'
import { findTarget, isOwnUnit, TARGETS } from '../target.ts'
import type { Moment } from './moment.ts'

/** 挂账: the clock stands still for a reason outside the unit; it goes on by date or by hand. */
export type SuspensionAct =
  | {
      readonly type: 'suspend'
      readonly obligationId: string | null
      readonly reason: string
      /** 依据: the document or decision. */
      readonly ground: string | null
      /** The office looks at it again; asked on that day. */
      readonly reviewOn: IsoDate
    }
  | {
      readonly type: 'resume'
      readonly obligationId: string | null
      readonly reason: string | null
      /** A new date; without one a counted period goes on with what was left, a fixed date needs `keepDue`. */
      readonly dueOn: IsoDate | null
      readonly keepDue: boolean
    }

export interface Suspension {
  readonly on: IsoDate
  readonly reason: string
  readonly ground: string | null
  readonly reviewOn: IsoDate
  readonly reviewed: boolean
  readonly was: 'open' | 'returned'
}

export type SuspensionFact =
  | {
      readonly kind: 'suspended'
      readonly obligationId: string
      readonly reason: string
      readonly ground: string | null
      readonly reviewOn: IsoDate
    }
  | { readonly kind: 'suspensionReviewDue'; readonly obligationId: string }
  | {
      readonly kind: 'resumed'
      readonly obligationId: string
      readonly from: IsoDate | null
      readonly dueOn: IsoDate | null
      readonly ladder: Ladder | null
      readonly reason: string | null
    }

export function decideSuspension(
  state: MeasureState,
  act: SuspensionAct & { readonly actor: Actor },
  moment: Moment,
): Result<readonly SuspensionFact[], Refusal> {
  const today = dateOf(moment.at)
  if (isOwnUnit(state, act.actor.unit)) return refusals.notOffice(act.actor.unit)
  const found = findTarget(state, act.obligationId, act.type === 'suspend' ? TARGETS.suspend : TARGETS.resume)
  if (!found.ok) return found
  const o = found.value
  if (act.type === 'suspend') {
    if (!act.reason.trim()) return refusals.reasonNeeded('挂账')
    if (act.reviewOn <= today) return refusals.reviewPast(act.reviewOn, today)
    const { reason, ground, reviewOn } = act
    return ok([{ kind: 'suspended', obligationId: o.id, reason, ground, reviewOn }])
  }
  if (o.dueOn !== null && act.dueOn === null && !act.keepDue && !o.counts)
    return refusals.dueChoice(o.id, o.dueOn)
  if (act.dueOn !== null && act.dueOn < today) return refusals.dueTooEarly(act.dueOn, today)
  if (o.dueOn === null && act.dueOn === null)
    return ok([
      { kind: 'resumed', obligationId: o.id, from: null, dueOn: null, ladder: null, reason: act.reason },
    ])
  const { answer } = moment
  if (answer?.ask !== 'resume' && answer?.ask !== 'ladder') return ok([])
  const dueOn = answer.ask === 'resume' ? answer.dueOn : (act.dueOn ?? o.dueOn)
  return ok([
    { kind: 'resumed', obligationId: o.id, from: o.dueOn, dueOn, ladder: answer.ladder, reason: act.reason },
  ])
}

/** What a resumption asks the calendar: the rest of a counted period, or the ladder of a date. */
export function resumeQuestion(
  state: MeasureState,
  act: SuspensionAct,
  today: IsoDate,
): CalendarQuestion | null {
  if (act.type !== 'resume') return null
  const found = findTarget(state, act.obligationId, TARGETS.resume)
  const o = found.ok ? found.value : null
  if (!o) return null
  const dueOn = act.dueOn ?? (act.keepDue ? o.dueOn : null)
  if (dueOn !== null) return { ask: 'ladder', dueOn, openOn: today }
  if (o.dueOn === null || !o.suspension) return null
  return {
    ask: 'resume',
    dueOn: o.dueOn,
    suspendedOn: o.suspension.on,
    resumedOn: today,
    counts: o.counts ?? null,
  }
}

export function applySuspension(o: Obligation, fact: SuspensionFact, on: IsoDate): Partial<Obligation> {
  switch (fact.kind) {
    case 'suspended': {
      const { reason, ground, reviewOn } = fact
      const was = o.state === 'returned' ? 'returned' : 'open'
      return {
        state: 'suspended',
        extension: null,
        suspension: { on, reason, ground, reviewOn, reviewed: false, was },
      }
    }
    case 'suspensionReviewDue':
      return { suspension: o.suspension && { ...o.suspension, reviewed: true } }
    case 'resumed': {
      const past = o.suspension
        ? [...(o.suspensions ?? []), { from: o.suspension.on, to: on, reason: o.suspension.reason }]
        : o.suspensions
      return {
        state: o.suspension?.was ?? 'open',
        suspension: null,
        suspensions: past,
        ...dueByPerson(o, fact.dueOn),
        ladder: fact.ladder,
        remindersSent: 0,
        overdueSince: fact.dueOn !== null && fact.dueOn >= on ? null : o.overdueSince,
      }
    }
  }
}

export function describeSuspension(fact: SuspensionFact, who: string): string {
  switch (fact.kind) {
    case 'suspended':
      return `${who} 挂账 ${fact.obligationId}：${fact.reason}${fact.ground ? `（依据 ${fact.ground}）` : ''}，${fact.reviewOn} 复核`
    case 'suspensionReviewDue':
      return `挂账复核 ${fact.obligationId}：请督查室决定恢复还是继续挂账`
    case 'resumed':
      return `${who} 恢复办理 ${fact.obligationId}：到期日 ${fact.from === fact.dueOn ? (fact.dueOn ?? '待定') : `${fact.from ?? '待定'} → ${fact.dueOn ?? '待定'}`}${fact.reason ? `（${fact.reason}）` : ''}`
  }
}
