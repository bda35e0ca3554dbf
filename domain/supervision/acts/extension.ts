import type { Actor } from '../../actor.ts'
import { type IsoDate, maxDate } from '../../calendar/date.ts'
import { at, dateOf, type PlanTime } from '../../calendar/time.ts'
import { ok, type Refusal, type Result } from '../../result.ts'
import type { CalendarQuestion } from '../calendar-question.ts'
import type { Obligation } from '../model/obligation.ts'
import type { Ladder } from '../model/planned.ts'
import type { MeasureState } from '../model/state.ts'
import { dueByPerson } from '../obligation.ts'
import { refusals } from '../refusals.ts'
import { findTarget, TARGETS } from '../target.ts'
import type { Moment } from './moment.ts'

/** 延期: a unit asks before the due date, the office grants (that date or another) or refuses. */
export type ExtensionAct =
  | {
      readonly type: 'extend'
      readonly obligationId: string | null
      readonly dueOn: IsoDate
      readonly reason: string
      /** What will be done in the meantime. */
      readonly measures: string | null
    }
  | {
      readonly type: 'grantExtension'
      readonly obligationId: string | null
      readonly dueOn: IsoDate | null
      readonly note: string | null
    }
  | { readonly type: 'refuseExtension'; readonly obligationId: string | null; readonly reason: string }

export type ExtensionFact =
  | {
      readonly kind: 'extensionAsked'
      readonly obligationId: string
      readonly from: IsoDate
      readonly dueOn: IsoDate
      readonly reason: string
      readonly measures: string | null
    }
  | {
      readonly kind: 'extended'
      readonly obligationId: string
      readonly from: IsoDate | null
      readonly dueOn: IsoDate
      readonly asked: IsoDate
      readonly note: string | null
      readonly ladder: Ladder
    }
  | {
      readonly kind: 'extensionRefused'
      readonly obligationId: string
      readonly reason: string
      /** Laid anew, where days of the old one went by while the request lay on the desk. */
      readonly ladder?: Ladder
    }

/** At most so many grants for one obligation where the policy names no other number. */
const MOST = 2

export function decideExtension(
  state: MeasureState,
  act: ExtensionAct & { readonly actor: Actor },
  moment: Moment,
): Result<readonly ExtensionFact[], Refusal> {
  const today = dateOf(moment.at)
  const found = findTarget(
    state,
    act.obligationId,
    act.type === 'extend' ? TARGETS.extend : TARGETS.decideExtension,
  )
  if (!found.ok) return found
  const o = found.value
  if (act.type === 'extend') {
    if (!act.reason.trim()) return refusals.reasonNeeded('延期申请')
    if (o.dueOn === null) return refusals.noDue(o.id, '延期')
    if (o.extension) return refusals.extensionPending(o.id, o.extension.dueOn)
    if (today > o.dueOn) return refusals.extensionLate(o.id, o.dueOn)
    if (act.dueOn <= o.dueOn) return refusals.extensionShorter(act.dueOn, o.dueOn)
    const most = state.setup.policy.limits?.extensions ?? MOST
    if ((o.extensions?.length ?? 0) >= most) return refusals.extensionsUsed(o.id, most)
    const { dueOn, reason, measures } = act
    return ok([{ kind: 'extensionAsked', obligationId: o.id, from: o.dueOn, dueOn, reason, measures }])
  }
  const asked = o.extension
  if (!asked) return refusals.noExtension(o.id)
  if (act.type === 'refuseExtension') {
    if (!act.reason.trim()) return refusals.reasonNeeded('不同意延期')
    const anew = moment.answer?.ask === 'ladder' ? { ladder: moment.answer.ladder } : {}
    return ok([{ kind: 'extensionRefused', obligationId: o.id, reason: act.reason, ...anew }])
  }
  const dueOn = act.dueOn ?? asked.dueOn
  if (o.dueOn !== null && dueOn <= o.dueOn) return refusals.extensionShorter(dueOn, o.dueOn)
  if (moment.answer?.ask !== 'ladder') return ok([])
  const { ladder } = moment.answer
  return ok([
    {
      kind: 'extended',
      obligationId: o.id,
      from: o.dueOn,
      dueOn,
      asked: asked.dueOn,
      note: act.note,
      ladder,
    },
  ])
}

/** The date a grant sets, for which the calendar is asked. */
export function grantedDue(state: MeasureState, act: ExtensionAct): IsoDate | null {
  if (act.type !== 'grantExtension') return null
  const found = findTarget(state, act.obligationId, TARGETS.decideExtension)
  return found.ok ? (act.dueOn ?? found.value.extension?.dueOn ?? null) : null
}

/**
 * What a refusal asks the calendar: reminders and slips from today on, where days of the ladder went by while it stood
 * still, else they would all go out in the minute of the refusal. The rework date of returned work stays.
 */
export function refusedQuestion(
  state: MeasureState,
  act: ExtensionAct,
  now: PlanTime,
): CalendarQuestion | null {
  const found =
    act.type === 'refuseExtension' ? findTarget(state, act.obligationId, TARGETS.decideExtension) : null
  if (!found?.ok || found.value.dueOn === null || found.value.ladder === null) return null
  const { dueOn, ladder, remindersSent, slips, returns } = found.value
  const raised = slips.filter((slip) => slip.dueOn === dueOn).map((slip) => slip.level)
  const days = [
    ...ladder.reminders.slice(remindersSent),
    ...ladder.slips.filter((slip) => !raised.includes(slip.level)),
  ]
  if (days.every(({ on }) => at(on, state.setup.policy.noticeAt) > now)) return null
  const today = dateOf(now)
  const rework = found.value.state === 'returned' ? returns.at(-1)?.reworkOn : undefined
  return { ask: 'ladder', dueOn, openOn: maxDate(today, rework ?? today) }
}

/** What an answer makes of the slips that were raised while it was overdue. */
function answered(
  o: Obligation,
  patch: (slip: Obligation['slips'][number]) => Obligation['slips'][number],
): Partial<Obligation> {
  const open = (slip: Obligation['slips'][number]) =>
    slip.unanswered === 'pending' && slip.withdrawnOn === undefined
  return o.slips.some(open) ? { slips: o.slips.map((slip) => (open(slip) ? patch(slip) : slip)) } : {}
}

export function applyExtension(
  o: Obligation,
  fact: ExtensionFact,
  on: IsoDate,
  by: Actor,
): Partial<Obligation> {
  switch (fact.kind) {
    case 'extensionAsked':
      return { extension: { askedOn: on, dueOn: fact.dueOn, reason: fact.reason, by } }
    case 'extensionRefused':
      return {
        extension: null,
        ...answered(o, (slip) => ({ ...slip, unanswered: 'refused' })),
        ...(fact.ladder ? { ladder: fact.ladder, remindersSent: 0 } : {}),
      }
    case 'extended':
      return {
        extension: null,
        ...answered(o, (slip) => ({ ...slip, withdrawnOn: on })),
        extensions: [...(o.extensions ?? []), { on, from: fact.from, dueOn: fact.dueOn }],
        ...dueByPerson(o, fact.dueOn),
        ladder: fact.ladder,
        provisional: false,
        remindersSent: 0,
        overdueSince: fact.dueOn >= on ? null : o.overdueSince,
      }
  }
}

export function describeExtension(fact: ExtensionFact, who: string): string {
  switch (fact.kind) {
    case 'extensionAsked':
      return `${who} 申请延期 ${fact.obligationId}：${fact.from} → ${fact.dueOn}（${fact.reason}${fact.measures ? `；措施：${fact.measures}` : ''}），督办暂停`
    case 'extended':
      return `${who} 同意延期 ${fact.obligationId}：${fact.from ?? '待定'} → ${fact.dueOn}${fact.dueOn === fact.asked ? '' : `（申请 ${fact.asked}）`}${fact.note ? `（${fact.note}）` : ''}`
    case 'extensionRefused':
      return `${who} 不同意延期 ${fact.obligationId}：${fact.reason}${fact.ladder ? '，催办和督办日期自当日重排' : ''}`
  }
}
