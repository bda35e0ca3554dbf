import { type IsoDate, maxDate } from '../../calendar/date.ts'
import type { WorkCalendar } from '../../calendar/table.ts'
import { at, dateOf, type PlanTime } from '../../calendar/time.ts'
import { addWorkingDays } from '../../calendar/workdays.ts'
import type { DeliveredEvent, Delivery } from '../../plan/measure/event.ts'
import type { EventChange } from '../../plan/measure/marks.ts'
import type { Obligation } from '../../plan/measure/obligation.ts'
import type { MeasureState } from '../../plan/measure/state.ts'
import { isEnded, latestEvidence, reworkOn } from '../obligation.ts'
import { type Answers, ladderOf } from './answers.ts'
import type { ExpectationFact } from './expected-facts.ts'

/** Working days after the expected day on which the office is asked, and asked again. */
const ASK_AFTER = [1, 3, 6] as const

/** @example expected Monday 2026-06-01, unconfirmed → asked on 06-02, 06-04 and 06-09 */
export const asksAfter = (calendar: WorkCalendar, expectedOn: IsoDate): readonly IsoDate[] =>
  ASK_AFTER.map((n) => addWorkingDays(calendar, expectedOn, n).date)

const awaits = (o: Obligation, plannedId: string): boolean => o.expected?.plannedId === plannedId

/** What a day that is expected (or another day than before) brings. */
export function decideExpected(
  state: MeasureState,
  { event, asks, revision }: Delivery & { type: 'expect' },
): readonly ExpectationFact[] {
  const known = new Map(state.obligations.map((o) => [o.id, o]))
  const fresh = state.closedOn === null ? event.obligations.filter((p) => !known.has(p.id)) : []
  const changes = event.obligations.flatMap((planned): EventChange[] => {
    const o = known.get(planned.id)
    if (o === undefined || !awaits(o, event.eventId) || isEnded(o)) return []
    const { dueOn, why, opensOn, notBefore, ladder } = planned
    const keeps = o.dueBy === 'person'
    const opens = o.state === 'scheduled' ? opensOn : o.opensOn
    const dates = { dueOn, why, opensOn: opens, notBefore, provisional: true }
    return [
      {
        obligationId: o.id,
        from: o.dueOn,
        ...dates,
        ladder: keeps ? o.ladder : ladder,
        ...(keeps ? { keepsDue: true } : {}),
      },
    ]
  })
  return [{ kind: 'eventExpected', event: { ...event, obligations: fresh }, changes, asks, revision }]
}

/** It will not come after all: what it had opened is not asked for any more. */
export function decideUnexpected(
  state: MeasureState,
  { eventId, revision }: Delivery & { type: 'unexpect' },
): readonly ExpectationFact[] {
  const withdrawn = state.obligations.filter((o) => awaits(o, eventId) && !isEnded(o)).map((o) => o.id)
  return [{ kind: 'expectationEnded', eventId, withdrawn, revision }]
}

/** What an event that has come makes firm, and what was accepted by a date that turns out too late. */
export interface Firmed {
  readonly firmed: readonly EventChange[]
  readonly flagged: readonly string[]
  readonly wouldBe: readonly EventChange[]
}

/** The obligations that opened with an expectation and become firm with the event. */
export const firmedBy = (
  state: MeasureState,
  event: Pick<DeliveredEvent, 'obligations'>,
): readonly Obligation[] =>
  state.obligations.filter((o) => o.expected && event.obligations.some((planned) => planned.id === o.id))

export function firmUp(state: MeasureState, event: DeliveredEvent, answers: Answers): Firmed {
  const pairs = firmedBy(state, event).flatMap((o) => {
    const planned = event.obligations.find((candidate) => candidate.id === o.id)
    return planned ? [[o, planned] as const] : []
  })
  const changes = pairs.map(([o, planned]): readonly [Obligation, EventChange] => {
    const { dueOn, why, notBefore, provisional, dueAt } = planned
    const keeps = o.dueBy === 'person'
    // Its reminders and slips count from the day on which it is known that the event has come.
    const ladder = keeps || isEnded(o) ? o.ladder : ladderOf(o, planned, answers)
    const opensOn = o.state === 'scheduled' ? planned.opensOn : o.opensOn
    const dates = { dueOn, why, opensOn, notBefore, provisional, ladder, ...(dueAt ? { dueAt } : {}) }
    return [o, { obligationId: o.id, from: o.dueOn, ...dates, ...(keeps ? { keepsDue: true } : {}) }]
  })
  const tooLate = (o: Obligation, dueOn: IsoDate | null) => {
    const doneOn = latestEvidence(o)?.doneOn
    return o.state === 'completed' && dueOn !== null && doneOn !== undefined && doneOn > dueOn
  }
  const wouldBe = changes.filter(([o, change]) => tooLate(o, change.dueOn)).map(([, change]) => change)
  return {
    firmed: changes.map(([, change]) => change),
    flagged: wouldBe.map((change) => change.obligationId),
    wouldBe,
  }
}

/** Work that was sent back has its slips after the rework date also when its event comes: what the calendar is asked. */
export const firmQuestions = (state: MeasureState, event: DeliveredEvent, now: PlanTime) =>
  firmedBy(state, event).flatMap((o) => {
    const dueOn = event.obligations.find((planned) => planned.id === o.id)?.dueOn ?? null
    const rework = reworkOn(o)
    if (dueOn === null || rework === undefined) return []
    return [[o.id, { ask: 'ladder', dueOn, openOn: maxDate(dateOf(now), rework) }] as const]
  })

/** The next day on which the office is asked whether it has happened; null when it is over, or has been asked enough. */
export function expectationAsk(o: Obligation, noticeAt: string): PlanTime | null {
  const day = o.expected && !isEnded(o) ? o.expected.asks[o.expected.asked ?? 0] : undefined
  return day === undefined ? null : at(day, noticeAt)
}

/** Asks whose days had all gone by when it was known are one. */
export function expectationDue(o: Obligation, today: IsoDate): readonly ExpectationFact[] {
  if (!o.expected) return []
  const { plannedId, on, asks, asked = 0 } = o.expected
  const step = Math.max(asked + 1, asks.filter((day) => day < today).length)
  return [{ kind: 'expectationDue', obligationId: o.id, plannedId, on, step, last: step === asks.length }]
}
