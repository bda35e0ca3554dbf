import type { Delivery } from '../../plan/measure/event.ts'
import type { EventChange } from '../../plan/measure/marks.ts'
import type { Obligation } from '../../plan/measure/obligation.ts'
import type { PlannedObligation } from '../../plan/measure/planned.ts'
import type { MeasureState } from '../../plan/measure/state.ts'
import { inText, isEnded } from '../obligation.ts'
import { type Answers, type Known, ladderOf } from './answers.ts'
import type { EventFact } from './facts.ts'
import { decideEvent } from './receive.ts'

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

/** A corrected event moves the dates of what it opened; what is done, or has a person's date, is for a person. */
export function decideCorrection(
  state: MeasureState,
  { event, revision }: Delivery & { type: 'correct' },
  known: Known,
): readonly EventFact[] {
  if (!known.hasHad(event.eventId)) return decideEvent(state, { type: 'event', event, revision }, known)
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
