import { addDays, type IsoDate } from '../../calendar/date.ts'
import { at, dateOf, type PlanTime } from '../../calendar/time.ts'
import type { Moment } from '../acts/moment.ts'
import { resumeByEvent, resumedBy, resumeQuestions, type SuspensionFact } from '../acts/suspension.ts'
import type { CalendarAnswer, CalendarQuestion } from '../calendar-question.ts'
import { inText, isEnded, type Obligation, type PlannedObligation } from '../obligation.ts'
import type { MeasureState } from '../state.ts'
import type { DeliveredEvent, Delivery, EventChange, EventFact, Restored } from './facts.ts'

type EventDelivery = Extract<Delivery, { type: 'event' }>
type Correction = Extract<Delivery, { type: 'correct' }>
type Revocation = Extract<Delivery, { type: 'revoke' }>
type Answers = Readonly<Record<string, CalendarAnswer>>
interface Known {
  readonly answers: Answers
  readonly now: PlanTime
}

/** How a delivery about an event is remembered, so that the same one twice is one. */
export const seenKey = (eventId: string, revision?: string): string =>
  revision === undefined ? eventId : `${eventId}@${revision}`

const opensClause = (state: MeasureState, event: DeliveredEvent): ReadonlySet<number> =>
  new Set(
    state.waits
      .filter((w) => w.conditionId === event.conditionId)
      .filter((w) => w.stream || event.again || w.triggeredBy.every((id) => id === event.eventId))
      .map((w) => w.clause),
  )

/** What an event opens at a measure that it has not opened yet; nothing for a wait that is over. */
function freshOf(state: MeasureState, event: DeliveredEvent): readonly PlannedObligation[] {
  if (state.closedOn !== null) return []
  const open = opensClause(state, event)
  const known = new Set(state.obligations.map((o) => o.id))
  return event.obligations.filter((o) => open.has(o.clause) && !known.has(o.id))
}

/** What a revocation withdrew (that of release 0.1.0 left no mark) and the plan's text still asks for. */
function withdrawnWith(state: MeasureState, event: DeliveredEvent): readonly Obligation[] {
  const open = opensClause(state, event)
  return state.obligations.filter(
    (o) =>
      o.eventId === event.eventId &&
      o.state === 'withdrawn' &&
      (o.revoked || !o.terminated) &&
      open.has(o.clause) &&
      event.obligations.some((planned) => planned.id === o.id),
  )
}

/** The due date with which an obligation comes back: a person's stays, the text's follows the event. */
const dueAgain = (o: Obligation, planned: PlannedObligation | undefined): IsoDate | null =>
  o.dueBy === 'person' || planned === undefined ? o.dueOn : planned.dueOn

const isReturned = (o: Obligation): boolean => (o.revoked?.was ?? o.state) === 'returned'

/** Nothing of the ladder came due while the event was revoked: it goes on as it was. */
function isAhead(state: MeasureState, o: Obligation, dueOn: IsoDate | null, now: PlanTime): boolean {
  if (dueOn === null || dueOn !== o.dueOn || o.ladder === null) return false
  // Under review, suspended or asked to be extended it stands still anyway; what ends that goes on from there.
  if (o.revoked?.was === 'suspended' || o.revoked?.was === 'submitted' || o.extension) return true
  const notice = state.setup.policy.noticeAt
  const raised = o.slips.filter((slip) => slip.dueOn === dueOn).map((slip) => slip.level)
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
    const raised = o.slips.filter((slip) => slip.dueOn === dueOn).map((slip) => slip.level)
    return { ask: 'rework', returnedOn, dueOn, raised, reworkOn }
  }
  return planned !== undefined && planned.dueOn === dueOn ? null : { ask: 'ladder', dueOn, openOn: today }
}

function ladderOf(o: Obligation, planned: PlannedObligation | undefined, answers: Answers) {
  const answer = answers[o.id]
  if (answer?.ask === 'ladder' || answer?.ask === 'rework') return answer.ladder
  return planned?.ladder ?? null
}

/** The same event a second time does nothing; a further one for a wait that is over is kept but opens nothing. */
function decideEvent(
  state: MeasureState,
  { event, revision }: EventDelivery,
  { answers, now }: Known,
): readonly EventFact[] {
  const obligations = freshOf(state, event)
  const back = revision === undefined ? [] : withdrawnWith(state, event)
  const unflagged = state.obligations
    .filter((o) => o.flag?.eventId === event.eventId && o.flag.because === 'revoked')
    .map((o) => o.id)
  const open = opensClause(state, event)
  const opened = state.obligations.some((o) => o.eventId === event.eventId && open.has(o.clause))
  if (revision === undefined || (!opened && unflagged.length === 0)) {
    const waited = state.waits.some((w) => w.conditionId === event.conditionId)
    const ends = !waited && resumedBy(state, event.conditionId).length > 0
    const ignored = obligations.length === 0 && !ends ? 'alreadyTriggered' : null
    const fact = { kind: 'eventReceived', event: { ...event, obligations }, ignored } as const
    return [revision === undefined ? fact : { ...fact, revision }]
  }
  const restored = back.map((o): Restored => {
    const planned = event.obligations.find((candidate) => candidate.id === o.id)
    const dueOn = dueAgain(o, planned)
    const { why, opensOn } = planned ?? o
    const again = { obligationId: o.id, dueOn, why, opensOn }
    if (isAhead(state, o, dueOn, now)) return { ...again, ladder: o.ladder, remindersSent: o.remindersSent }
    return { ...again, ladder: dueOn === null ? null : ladderOf(o, planned, answers), remindersSent: 0 }
  })
  return [{ kind: 'eventRestored', event: { ...event, obligations }, restored, unflagged, revision }]
}

/** How an obligation's dates move with its event; null: not at all. A person's date stays, what the text says goes on. */
function changeOf(o: Obligation, planned: PlannedObligation, answers: Answers): EventChange | null {
  const { dueOn, why, opensOn, notBefore, provisional } = planned
  const from = inText(o)
  if (dueOn === from && JSON.stringify(why) === JSON.stringify(o.why)) return null
  const moves = { obligationId: o.id, from, dueOn, why, ...(planned.dueAt ? { dueAt: planned.dueAt } : {}) }
  if (o.dueBy === 'person') return { ...moves, ladder: o.ladder, keepsDue: true }
  const ladder = dueOn === from ? o.ladder : ladderOf(o, planned, answers)
  return { ...moves, ladder, opensOn: o.state === 'scheduled' ? opensOn : o.opensOn, notBefore, provisional }
}

/** Release 0.1.0: moved every date that was not done, also one that a person had set. */
function decideOldCorrection(state: MeasureState, event: DeliveredEvent, known: Known): readonly EventFact[] {
  const opened = state.obligations.filter((o) => o.eventId === event.eventId)
  if (opened.length === 0)
    return state.seenEvents.includes(event.eventId) ? [] : decideEvent(state, { type: 'event', event }, known)
  const changes = opened.flatMap((o) => {
    const now = event.obligations.find((planned) => planned.id === o.id)
    if (!now || isEnded(o) || now.dueOn === o.dueOn) return []
    return [{ obligationId: o.id, from: o.dueOn, dueOn: now.dueOn, ladder: now.ladder, why: now.why }]
  })
  const flagged = opened.filter((o) => o.state === 'completed').map((o) => o.id)
  const { eventId, effectiveOn } = event
  return [{ kind: 'eventCorrected', eventId, effectiveOn, changes, flagged }]
}

/** A corrected event moves the dates of what it opened; what is done, or has a person's date, is for a person. */
function decideCorrection(
  state: MeasureState,
  { event, revision }: Correction,
  known: Known,
): readonly EventFact[] {
  if (revision === undefined) return decideOldCorrection(state, event, known)
  if (!state.seenEvents.includes(event.eventId))
    return decideEvent(state, { type: 'event', event, revision }, known)
  const pairs = state.obligations.flatMap((o) => {
    const planned = event.obligations.find((candidate) => candidate.id === o.id)
    return planned && o.eventId === event.eventId ? [[o, planned] as const] : []
  })
  const changes: EventChange[] = []
  const wouldBe: EventChange[] = []
  const flagged: string[] = []
  const unflagged: string[] = []
  for (const [o, planned] of pairs) {
    const change = changeOf(o, planned, known.answers)
    const moves = change !== null && change.from !== change.dueOn
    if (change !== null && o.state !== 'completed') changes.push(change)
    if (moves && o.state === 'completed') wouldBe.push(change)
    const byPerson = o.dueBy === 'person'
    const undone = byPerson ? o.flag?.before === planned.dueOn : !moves
    if (o.flag?.because === 'corrected' && undone) unflagged.push(o.id)
    else if (o.state === 'completed' ? moves : byPerson && !isEnded(o) && moves) flagged.push(o.id)
  }
  const { eventId, effectiveOn } = event
  return [{ kind: 'eventCorrected', eventId, effectiveOn, changes, flagged, revision, wouldBe, unflagged }]
}

/** What a revoked event opened is withdrawn; what was completed stays, for a person to look at. */
function decideRevocation(
  state: MeasureState,
  { eventId, revision, yieldsTo }: Revocation,
): readonly EventFact[] {
  const opened = state.obligations.filter((o) => o.eventId === eventId)
  if (revision === undefined && opened.every((o) => o.state === 'withdrawn')) return []
  const withdrawn = opened.filter((o) => !isEnded(o)).map((o) => o.id)
  // Work that went on because of it goes on: whether it is suspended again is for the office.
  const goesOn = (o: Obligation) =>
    revision !== undefined && !isEnded(o) && o.suspensions?.some((past) => past.eventId === eventId)
  const flagged = [...opened.filter((o) => o.state === 'completed'), ...state.obligations.filter(goesOn)]
    .map((o) => o.id)
    .filter((id) => !withdrawn.includes(id))
  const more = { ...(revision === undefined ? {} : { revision }), ...(yieldsTo ? { yieldsTo } : {}) }
  return [{ kind: 'eventRevoked', eventId, withdrawn, flagged, ...more }]
}

const isSeen = (state: MeasureState, delivery: Delivery): boolean => {
  const eventId = delivery.type === 'revoke' ? delivery.eventId : delivery.event.eventId
  const known = delivery.type === 'event' || delivery.revision !== undefined
  return known && state.seenEvents.includes(seenKey(eventId, delivery.revision))
}

/** What follows at one measure from what the plan says of an event. Deliveries are never refused. */
export function decideDelivery(
  state: MeasureState,
  delivery: Delivery,
  moment: Moment,
): readonly (EventFact | SuspensionFact)[] {
  if (isSeen(state, delivery)) return []
  const answers = moment.answer?.ask === 'several' ? moment.answer.answers : {}
  const known = { answers, now: moment.at }
  switch (delivery.type) {
    case 'event':
      return [
        ...decideEvent(state, delivery, known),
        ...resumeByEvent(state, delivery.event, moment.at, answers),
      ]
    case 'correct':
      return decideCorrection(state, delivery, known)
    case 'revoke':
      return decideRevocation(state, delivery)
  }
}

/** The calendar questions that a delivery raises, by obligation; null when it brought all dates along. */
export function deliveryQuestion(
  state: MeasureState,
  delivery: Delivery,
  moment: Moment,
): CalendarQuestion | null {
  if (delivery.type === 'revoke' || isSeen(state, delivery)) return null
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
  const all = [...questions, ...resumes]
  return all.length === 0 ? null : { ask: 'several', questions: Object.fromEntries(all) }
}

function changesAnything(state: MeasureState, fact: EventFact | SuspensionFact): boolean {
  switch (fact.kind) {
    case 'eventReceived':
      return fact.event.obligations.length > 0
    case 'eventCorrected':
      return fact.changes.length + fact.flagged.length + (fact.unflagged?.length ?? 0) > 0
    case 'eventRevoked':
      return (
        fact.withdrawn.length + fact.flagged.length > 0 ||
        state.waits.some((w) => w.triggeredBy.includes(fact.eventId))
      )
    default:
      return true
  }
}

/** Whether a delivery changes anything at a measure that is done: else it need not be woken for it. */
export const concerns = (state: MeasureState, delivery: Delivery): boolean =>
  decideDelivery(state, delivery, { at: state.at, answer: null }).some((fact) => changesAnything(state, fact))
