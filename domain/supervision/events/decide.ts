import type { Delivery } from '../../plan/measure/event.ts'
import type { Obligation } from '../../plan/measure/obligation.ts'
import type { MeasureState } from '../../plan/measure/state.ts'
import type { Moment } from '../acts/moment.ts'
import { type Resumed, resumeByEvent } from '../acts/resume.ts'
import type { ReviewDue } from '../acts/suspension.ts'
import { isEnded } from '../obligation.ts'
import { decideCorrection } from './correction.ts'
import { decideExpected, decideUnexpected } from './expected.ts'
import type { EventFact } from './facts.ts'
import { hasHad, isSeen } from './opens.ts'
import { decideEvent } from './receive.ts'

type DeliveryFact = EventFact | Resumed | ReviewDue

/** What a revoked event opened is withdrawn; what was completed stays, for a person to look at. */
function decideRevocation(
  state: MeasureState,
  { eventId, revision, yieldsTo }: Delivery & { type: 'revoke' },
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

/** What follows at one measure from what the plan says of an event. Deliveries are never refused. */
export function decideDelivery(
  state: MeasureState,
  delivery: Delivery,
  moment: Moment,
): readonly DeliveryFact[] {
  if (isSeen(state, delivery)) return []
  const answers = moment.answer?.ask === 'several' ? moment.answer.answers : {}
  const had = (eventId: string) =>
    moment.earlier ? state.seenEvents.includes(eventId) : hasHad(state, eventId)
  const known = { answers, now: moment.at, hasHad: had }
  switch (delivery.type) {
    case 'event':
      if (delivery.revision === undefined && had(delivery.event.eventId)) return []
      return [
        ...decideEvent(state, delivery, known),
        ...resumeByEvent(state, delivery.event, moment.at, answers),
      ]
    case 'correct':
      return decideCorrection(state, delivery, known)
    case 'revoke':
      return decideRevocation(state, delivery)
    case 'expect':
      return decideExpected(state, delivery)
    case 'unexpect':
      return decideUnexpected(state, delivery)
  }
}

function changesAnything(state: MeasureState, fact: DeliveryFact): boolean {
  switch (fact.kind) {
    case 'eventReceived':
      return fact.event.obligations.length > 0 || (fact.firmed?.length ?? 0) > 0
    case 'eventCorrected':
      return fact.changes.length + fact.flagged.length + (fact.unflagged?.length ?? 0) > 0
    case 'eventRevoked':
      return (
        fact.withdrawn.length + fact.flagged.length > 0 ||
        state.waits.some((w) => w.triggeredBy.includes(fact.eventId))
      )
    case 'eventExpected':
      return fact.event.obligations.length + fact.changes.length > 0
    case 'expectationEnded':
      return fact.withdrawn.length > 0
    default:
      return true
  }
}

/** Whether a delivery changes anything at a measure that is done: else it need not be woken for it. */
export const concerns = (state: MeasureState, delivery: Delivery): boolean =>
  decideDelivery(state, delivery, { at: state.at, answer: null }).some((fact) => changesAnything(state, fact))
