import { addDays, type IsoDate } from '../../calendar/date.ts'
import { at, dateOf, type PlanTime } from '../../calendar/time.ts'
import type { Delivery } from '../../plan/measure/event.ts'
import type { Obligation } from '../../plan/measure/obligation.ts'
import type { PlannedObligation } from '../../plan/measure/planned.ts'
import type { MeasureState } from '../../plan/measure/state.ts'
import type { Moment } from '../acts/moment.ts'
import { resumeQuestions } from '../acts/resume.ts'
import type { CalendarQuestion } from '../calendar-question.ts'
import { levelsRaised } from '../obligation.ts'
import { firmQuestions } from './expected.ts'
import { isSeen, withdrawnWith } from './opens.ts'

/** The due date with which an obligation comes back: a person's stays, the text's follows the event. */
export const dueAgain = (o: Obligation, planned: PlannedObligation | undefined): IsoDate | null =>
  o.dueBy === 'person' || planned === undefined ? o.dueOn : planned.dueOn

const isReturned = (o: Obligation): boolean => (o.revoked?.was ?? o.state) === 'returned'

/** Nothing of the ladder came due while the event was revoked: it goes on as it was. */
export function isAhead(state: MeasureState, o: Obligation, dueOn: IsoDate | null, now: PlanTime): boolean {
  if (dueOn === null || dueOn !== o.dueOn || o.ladder === null) return false
  // Under review, suspended or asked to be extended it stands still anyway; what ends that goes on from there.
  if (o.revoked?.was === 'suspended' || o.revoked?.was === 'submitted' || o.extension) return true
  const notice = state.setup.policy.noticeAt
  const raised = levelsRaised({ ...o, dueOn })
  const rung = o.ladder.slips.find((slip) => !raised.includes(slip.level))
  const days = o.ladder.reminders.slice(o.remindersSent).map((reminder) => reminder.on)
  const ahead = [...days, ...(rung ? [rung.on] : [])].every((day) => at(day, notice) > now)
  return ahead && (o.overdueSince !== null || at(addDays(dueOn, 1), '00:00') > now)
}

/** The calendar question that lays an obligation's ladder anew; null where the delivery brought the right one. */
function ladderQuestion(
  o: Obligation,
  dueOn: IsoDate | null,
  planned: PlannedObligation | undefined,
  today: IsoDate,
): CalendarQuestion | null {
  if (dueOn === null) return null
  const sentBack = isReturned(o) ? o.returns.at(-1) : undefined
  if (sentBack !== undefined) {
    const { on: returnedOn, reworkOn } = sentBack
    const raised = levelsRaised({ ...o, dueOn })
    return { ask: 'rework', returnedOn, dueOn, raised, reworkOn }
  }
  return planned !== undefined && planned.dueOn === dueOn ? null : { ask: 'ladder', dueOn, openOn: today }
}

/** The calendar questions that a delivery raises, by obligation; null when it brought all dates along. */
export function deliveryQuestion(
  state: MeasureState,
  delivery: Delivery,
  moment: Moment,
): CalendarQuestion | null {
  if (!('event' in delivery) || delivery.type === 'expect' || isSeen(state, delivery)) return null
  const { event } = delivery
  const today = dateOf(moment.at)
  const resumes = delivery.type === 'event' ? resumeQuestions(state, event.conditionId, today) : []
  const concerned =
    delivery.revision === undefined
      ? []
      : delivery.type === 'event'
        ? withdrawnWith(state, event)
        : state.obligations.filter((o) => o.eventId === event.eventId && o.dueBy !== 'person')
  const questions = concerned.flatMap((o) => {
    const planned = event.obligations.find((candidate) => candidate.id === o.id)
    const dueOn = dueAgain(o, planned)
    if (delivery.type === 'correct' && (planned === undefined || dueOn === o.dueOn)) return []
    if (delivery.type === 'event' && isAhead(state, o, dueOn, moment.at)) return []
    const question = ladderQuestion(o, dueOn, planned, today)
    return question === null ? [] : [[o.id, question] as const]
  })
  const firm = delivery.type === 'event' ? firmQuestions(state, event, moment.at) : []
  const all = [...questions, ...resumes, ...firm]
  return all.length === 0 ? null : { ask: 'several', questions: Object.fromEntries(all) }
}
