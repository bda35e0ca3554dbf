import { type Actor, SYSTEM } from '../../actor.ts'
import type { IsoDate } from '../../calendar/date.ts'
import { dateOf, type PlanTime } from '../../calendar/time.ts'
import { ok, type Refusal, type Result } from '../../result.ts'
import type { CalendarAnswer, CalendarQuestion } from '../calendar-question.ts'
import type { ResumeWith } from '../model/marks.ts'
import type { Obligation } from '../model/obligation.ts'
import type { Ladder } from '../model/planned.ts'
import type { MeasureState } from '../model/state.ts'
import { dueByPerson } from '../obligation.ts'
import { refusals } from '../refusals.ts'
import { findTarget, TARGETS } from '../target.ts'
import type { Moment } from './moment.ts'

/** 挂账: the clock stands still for a reason outside the unit; it goes on by event, after its review, or by hand. */
export type SuspensionAct =
  | {
      readonly type: 'suspend'
      readonly obligationId: string | null
      readonly reason: string
      /** 依据: the document or decision. */
      readonly ground: string | null
      /** The office looks at it again; asked on that day. */
      readonly reviewOn: IsoDate
      readonly until?: ResumeWith | null
    }
  | {
      readonly type: 'resume'
      readonly obligationId: string | null
      readonly reason: string | null
      /** A new date; without one a counted period goes on with what was left, a fixed date needs `keepDue`. */
      readonly dueOn: IsoDate | null
      readonly keepDue: boolean
    }

export type SuspensionFact =
  | {
      readonly kind: 'suspended'
      readonly obligationId: string
      readonly reason: string
      readonly ground: string | null
      readonly reviewOn: IsoDate
      readonly until?: ResumeWith
    }
  | { readonly kind: 'suspensionReviewDue'; readonly obligationId: string }
  | {
      readonly kind: 'resumed'
      readonly obligationId: string
      readonly from: IsoDate | null
      readonly dueOn: IsoDate | null
      readonly ladder: Ladder | null
      readonly reason: string | null
      /** The event that ended the suspension. */
      readonly eventId?: string
    }

export function decideSuspension(
  state: MeasureState,
  act: SuspensionAct & { readonly actor: Actor },
  moment: Moment,
): Result<readonly SuspensionFact[], Refusal> {
  const today = dateOf(moment.at)
  const again = state.setup.offices === undefined ? TARGETS.suspend : TARGETS.suspendOn
  const found = findTarget(state, act.obligationId, act.type === 'suspend' ? again : TARGETS.resume)
  if (!found.ok) return found
  const o = found.value
  if (act.type === 'suspend') {
    if (!act.reason.trim()) return refusals.reasonNeeded('挂账')
    if (act.reviewOn <= today) return refusals.reviewPast(act.reviewOn, today)
    const { reason, ground, reviewOn, until } = act
    const suspended = { kind: 'suspended', obligationId: o.id, reason, ground, reviewOn } as const
    if (!until) return ok([suspended])
    if (o.dueOn !== null && until.dueOn === null && !until.keepDue && !o.counts)
      return refusals.dueChoiceUntil(o.id, o.dueOn)
    if (until.dueOn !== null && until.dueOn < today) return refusals.dueTooEarly(until.dueOn, today)
    return ok([{ ...suspended, until }])
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

const resumeBy = (o: Obligation, until: ResumeWith): SuspensionAct & { readonly type: 'resume' } => ({
  type: 'resume',
  obligationId: o.id,
  reason: `“${until.text}”已发生`,
  dueOn: until.dueOn,
  keepDue: until.keepDue,
})

/** Obligations whose suspension a condition ends. */
export const resumedBy = (state: MeasureState, conditionId: string): readonly Obligation[] =>
  state.obligations.filter((o) => o.state === 'suspended' && o.suspension?.until?.conditionId === conditionId)

/** What the calendar is asked when an event ends suspensions, by obligation. */
export const resumeQuestions = (
  state: MeasureState,
  conditionId: string,
  today: IsoDate,
): readonly (readonly [string, CalendarQuestion])[] =>
  resumedBy(state, conditionId).flatMap((o) => {
    const until = o.suspension?.until
    const question = until ? resumeQuestion(state, resumeBy(o, until), today) : null
    return question === null ? [] : [[o.id, question] as const]
  })

/**
 * Suspensions that an event ends, on the day on which the measure hears of it. Where the date given then is past by now
 * the office is asked what to do.
 */
export function resumeByEvent(
  state: MeasureState,
  event: { readonly eventId: string; readonly conditionId: string },
  now: PlanTime,
  answers: Readonly<Record<string, CalendarAnswer>>,
): readonly SuspensionFact[] {
  return resumedBy(state, event.conditionId).flatMap((o): readonly SuspensionFact[] => {
    const until = o.suspension?.until
    if (!until) return []
    const moment = { at: now, answer: answers[o.id] ?? null }
    const decided = decideSuspension(state, { ...resumeBy(o, until), actor: SYSTEM }, moment)
    if (!decided.ok) return [{ kind: 'suspensionReviewDue', obligationId: o.id }]
    return decided.value.map((fact) => (fact.kind === 'resumed' ? { ...fact, eventId: event.eventId } : fact))
  })
}

export function applySuspension(o: Obligation, fact: SuspensionFact, on: IsoDate): Partial<Obligation> {
  switch (fact.kind) {
    case 'suspended': {
      const { reason, ground, reviewOn, until } = fact
      const going = o.suspension
      if (o.state === 'suspended' && going) {
        const goesOn = until ?? going.until
        const next = { ...going, reason, ground: ground ?? going.ground, reviewOn, reviewed: false }
        return { suspension: goesOn ? { ...next, until: goesOn } : next }
      }
      const was = o.state === 'returned' ? 'returned' : 'open'
      return {
        state: 'suspended',
        extension: null,
        suspension: { on, reason, ground, reviewOn, reviewed: false, was, ...(until ? { until } : {}) },
      }
    }
    case 'suspensionReviewDue':
      return { suspension: o.suspension && { ...o.suspension, reviewed: true } }
    case 'resumed': {
      const past = o.suspension
        ? [
            ...(o.suspensions ?? []),
            {
              from: o.suspension.on,
              to: on,
              reason: o.suspension.reason,
              ...(fact.eventId ? { eventId: fact.eventId } : {}),
            },
          ]
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
      return `${who} 挂账 ${fact.obligationId}：${fact.reason}${fact.ground ? `（依据 ${fact.ground}）` : ''}，${fact.until ? `待“${fact.until.text}”后恢复，` : ''}${fact.reviewOn} 复核`
    case 'suspensionReviewDue':
      return `挂账复核 ${fact.obligationId}：请督查机构决定恢复还是继续挂账`
    case 'resumed':
      return `${fact.eventId ? `触发事件 ${fact.eventId}，` : `${who} `}恢复办理 ${fact.obligationId}：到期日 ${fact.from === fact.dueOn ? (fact.dueOn ?? '待定') : `${fact.from ?? '待定'} → ${fact.dueOn ?? '待定'}`}${fact.reason ? `（${fact.reason}）` : ''}`
  }
}
