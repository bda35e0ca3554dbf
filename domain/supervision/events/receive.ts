import type { Delivery, Restored } from '../../plan/measure/event.ts'
import type { MeasureState } from '../../plan/measure/state.ts'
import { isResumedBy } from '../acts/resume.ts'
import { type Known, ladderOf } from './answers.ts'
import { firmUp } from './expected.ts'
import type { EventFact } from './facts.ts'
import { dueAgain, isAhead } from './ladder.ts'
import { freshOf, opensClause, withdrawnWith } from './opens.ts'

/** The same event a second time does nothing; a further one for a wait that is over is kept but opens nothing. */
export function decideEvent(
  state: MeasureState,
  { event, revision }: Delivery & { type: 'event' },
  { answers, now }: Known,
): readonly EventFact[] {
  const obligations = freshOf(state, event)
  const { firmed, flagged, wouldBe } = firmUp(state, event, answers)
  const firm = firmed.length === 0 ? {} : { firmed, ...(flagged.length > 0 ? { flagged, wouldBe } : {}) }
  const back = revision === undefined ? [] : withdrawnWith(state, event)
  const unflagged = state.obligations
    .filter((o) => o.flag?.eventId === event.eventId && o.flag.because === 'revoked')
    .map((o) => o.id)
  const open = opensClause(state, event)
  const opened = state.obligations.some((o) => o.eventId === event.eventId && open.has(o.clause))
  if (revision === undefined || (!opened && unflagged.length === 0)) {
    const waited = state.waits.some((w) => w.conditionId === event.conditionId)
    const ends = !waited && isResumedBy(state, event.conditionId)
    const ignored = obligations.length + firmed.length === 0 && !ends ? 'alreadyTriggered' : null
    const fact = { kind: 'eventReceived', event: { ...event, obligations }, ignored, ...firm } as const
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
