import { ok } from '../../basics/result.ts'
import type { IsoDate } from '../../calendar/date.ts'
import { dateOf, type PlanTime } from '../../calendar/time.ts'
import { flag, help, nullable } from '../../fields/field.ts'
import type { ResumeWith } from '../../plan/measure/marks.ts'
import type { Obligation } from '../../plan/measure/obligation.ts'
import type { Ladder } from '../../plan/measure/planned.ts'
import type { MeasureState } from '../../plan/measure/state.ts'
import { act, type OnMeasure, target } from '../act.ts'
import type { CalendarAnswer, CalendarQuestion } from '../calendar-question.ts'
import { fact } from '../fact.ts'
import { redated } from '../obligation.ts'
import { refusals } from '../refusals.ts'
import { dueOn, obligationId, reason } from './fields.ts'
import type { ReviewDue } from './suspension.ts'

/** 恢复办理 of what was suspended. */
export interface Resume {
  readonly type: 'resume'
  readonly obligationId: string | null
  readonly reason: string | null
  /** A new date; without one a counted period goes on with what was left, a fixed date needs `keepDue`. */
  readonly dueOn: IsoDate | null
  readonly keepDue: boolean
}
export interface Resumed {
  readonly kind: 'resumed'
  readonly obligationId: string
  readonly from: IsoDate | null
  readonly dueOn: IsoDate | null
  readonly ladder: Ladder | null
  readonly reason: string | null
  /** The event that ended the suspension. */
  readonly eventId?: string
}

const datesOf = ({ from, dueOn }: Resumed): string =>
  from === dueOn ? (dueOn ?? '待定') : `${from ?? '待定'} → ${dueOn ?? '待定'}`

const resumed = fact<Resumed>({
  kind: 'resumed',
  changes(o, { dueOn, ladder, eventId }, on) {
    const { suspension, suspensions = [] } = o
    const past = suspension && {
      ...{ from: suspension.on, to: on, reason: suspension.reason },
      ...(eventId ? { eventId } : {}),
    }
    return {
      state: suspension?.was ?? 'open',
      suspension: null,
      suspensions: past ? [...suspensions, past] : o.suspensions,
      ...redated(o, dueOn, ladder, on),
    }
  },
  says: (said, who) =>
    `${said.eventId ? `触发事件 ${said.eventId}，` : `${who} `}恢复办理 ${said.obligationId}：到期日 ${datesOf(said)}${said.reason ? `（${said.reason}）` : ''}`,
  why: ({ at }, o) => (o?.suspension ? `自 ${o.suspension.on} 挂账，至 ${dateOf(at)}` : null),
  tells: (_, { o, to, says }) => [to('suspension', `${o?.id} 恢复办理`, says)],
})

type Dates = Pick<Resume, 'dueOn' | 'keepDue'>

/** What a resumption asks the calendar: the rest of a counted period, or the ladder of a date. */
function question(o: Obligation, said: Dates, today: IsoDate): CalendarQuestion | null {
  const dueOn = said.dueOn ?? (said.keepDue ? o.dueOn : null)
  if (dueOn !== null) return { ask: 'ladder', dueOn, openOn: today }
  if (o.dueOn === null || !o.suspension) return null
  const [suspendedOn, resumedOn] = [o.suspension.on, today]
  return { ask: 'resume', dueOn: o.dueOn, suspendedOn, resumedOn, counts: o.counts ?? null }
}

export const resume = act<Resume, Resumed>({
  type: 'resume',
  name: '恢复办理',
  by: 'office',
  on: target('恢复办理', ['suspended']),
  fields: {
    obligationId,
    reason: help('说明', nullable(reason)),
    dueOn: help('新的到期日', nullable(dueOn)),
    keepDue: help('仍按原到期日', flag('仍按原日期')),
  },
  verb: {
    path: 'obligation resume',
    about: '恢复办理挂账的事项：按日计的期限接着算，固定日期要写明',
    as: '由谁办理',
    example: 'npx duban obligation resume mz2015 3.1 --due-on 2015-12-31 --reason 政策已出台',
  },
  facts: [resumed],
  asks: ({ o, today }, said) => question(o, said, today),
  decide: ({ moment, today, o }, said) => decideResume(o, said, { moment, today }),
})

function decideResume(
  o: Obligation,
  { dueOn: given, keepDue, reason }: Omit<Resume, 'type' | 'obligationId'>,
  { moment: { answer }, today }: Pick<OnMeasure, 'moment' | 'today'>,
) {
  if (o.dueOn !== null && given === null && !keepDue && !o.counts) return refusals.dueChoice(o.id, o.dueOn)
  if (given !== null && given < today) return refusals.dueTooEarly(given, today)
  const { id: obligationId, dueOn: from } = o
  const goesOn = (dueOn: IsoDate | null, ladder: Ladder | null): Resumed => ({
    ...{ kind: 'resumed', obligationId, from, dueOn, ladder, reason },
  })
  if (from === null && given === null) return ok([goesOn(null, null)])
  if (answer?.ask !== 'resume' && answer?.ask !== 'ladder') return ok([])
  return ok([goesOn(answer.ask === 'resume' ? answer.dueOn : (given ?? from), answer.ladder)])
}

/** Obligations whose suspension a condition ends, each with what it was suspended until. */
const awaiting = (state: MeasureState, conditionId: string) =>
  state.obligations.flatMap((o): (readonly [Obligation, ResumeWith])[] => {
    const until = o.state === 'suspended' ? o.suspension?.until : undefined
    return until?.conditionId === conditionId ? [[o, until]] : []
  })

/** Whether an event ends a suspension here. */
export const isResumedBy = (state: MeasureState, conditionId: string): boolean =>
  awaiting(state, conditionId).length > 0

/** What the calendar is asked when an event ends suspensions, by obligation. */
export const resumeQuestions = (
  state: MeasureState,
  conditionId: string,
  today: IsoDate,
): readonly (readonly [string, CalendarQuestion])[] =>
  awaiting(state, conditionId).flatMap(([o, until]) => {
    const asked = question(o, until, today)
    return asked === null ? [] : [[o.id, asked] as const]
  })

/**
 * Suspensions that an event ends, on the day on which the measure hears of it. Where the date given then is past by now
 * the office is asked what to do.
 */
export const resumeByEvent = (
  state: MeasureState,
  { eventId, conditionId }: { readonly eventId: string; readonly conditionId: string },
  now: PlanTime,
  answers: Readonly<Record<string, CalendarAnswer>>,
): readonly (Resumed | ReviewDue)[] =>
  awaiting(state, conditionId).flatMap(([o, until]): readonly (Resumed | ReviewDue)[] => {
    const moment = { at: now, answer: answers[o.id] ?? null }
    const said = { dueOn: until.dueOn, keepDue: until.keepDue, reason: `“${until.text}”已发生` }
    const decided = decideResume(o, said, { moment, today: dateOf(now) })
    if (!decided.ok) return [{ kind: 'suspensionReviewDue', obligationId: o.id }]
    return decided.value.map((one) => ({ ...one, eventId }))
  })
