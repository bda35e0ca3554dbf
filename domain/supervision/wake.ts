import { at, type PlanTime } from '../calendar/time.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState, Wait } from '../plan/measure/state.ts'
import { type AcknowledgeWake, acknowledgeWake } from './acknowledge.ts'
import { expectationAsk } from './events/expected.ts'
import { dueEnd, isEnded, isOwed, levelsRaised } from './obligation.ts'
import type { OfficeWake } from './office/clock.ts'
import { officeWake } from './office/clocks.ts'
import { isUnanswered } from './office/extension-answer.ts'
import { expiresAt } from './renewal.ts'
import { type SignatureWake, signatureWake, standsForSignature } from './signature.ts'
import { silenceOn } from './waiting.ts'

/** The next thing a measure does of itself. Order of kinds is the order within one instant. */
export type Wake =
  | { readonly at: PlanTime; readonly kind: 'open'; readonly obligationId: string }
  | { readonly at: PlanTime; readonly kind: 'overdue'; readonly obligationId: string }
  | { readonly at: PlanTime; readonly kind: 'remind'; readonly obligationId: string; readonly before: number }
  | { readonly at: PlanTime; readonly kind: 'slip'; readonly obligationId: string }
  | { readonly at: PlanTime; readonly kind: 'ask'; readonly clause: number }
  | { readonly at: PlanTime; readonly kind: 'unanswered'; readonly clause: number }
  | { readonly at: PlanTime; readonly kind: 'review'; readonly obligationId: string }
  | { readonly at: PlanTime; readonly kind: 'expire'; readonly obligationId: string }
  | { readonly at: PlanTime; readonly kind: 'expected'; readonly obligationId: string }
  | AcknowledgeWake
  | OfficeWake
  | SignatureWake

const ORDER: Record<Wake['kind'], number> = {
  open: 0,
  overdue: 1,
  remind: 2,
  slip: 3,
  ask: 4,
  review: 5,
  unanswered: 6,
  acknowledge: 7,
  expire: 8,
  // Before what it sets going again at the same instant.
  office: 0.5,
  signature: 0.6,
  expected: 9,
}

/** Neither an obligation nor a setup is ever changed in place: of thousands in a stream only one at a time is looked at anew. */
const known = new WeakMap<Obligation, { readonly setup: MeasureState['setup']; readonly wake: Wake | null }>()

function wakeOf(state: MeasureState, o: Obligation): Wake | null {
  const last = known.get(o)
  if (last?.setup === state.setup) return last.wake
  const wake = lookedAt(state, o)
  known.set(o, { setup: state.setup, wake })
  return wake
}

function lookedAt(state: MeasureState, o: Obligation): Wake | null {
  const notice = state.setup.policy.noticeAt
  const expires = expiresAt(o)
  if (expires !== null) return { at: expires, kind: 'expire', obligationId: o.id }
  if (o.state === 'scheduled') return { at: at(o.opensOn, '00:00'), kind: 'open', obligationId: o.id }
  if (o.state === 'suspended' && o.suspension && !o.suspension.reviewed)
    return { at: at(o.suspension.reviewOn, notice), kind: 'review', obligationId: o.id }
  const ask = expectationAsk(o, notice)
  const asked: readonly Wake[] = ask === null ? [] : [{ at: ask, kind: 'expected', obligationId: o.id }]
  const office = officeWake(state, o)
  const signature = signatureWake(state, o)
  return earliest([
    ...asked,
    ...ladderWakes(state, o, notice),
    ...(office ? [office] : []),
    ...(signature ? [signature] : []),
  ])
}

/** Reminders, the lapse and slips of what is owed; nothing lapses before its event is confirmed. */
function ladderWakes(state: MeasureState, o: Obligation, notice: string): readonly Wake[] {
  if (!isOwed(o) || o.dueOn === null || o.ladder === null) return []
  // While a request for extension lies on the desk the ladder stands still, until its answer is overdue.
  if (o.extension && !isUnanswered(o)) return []
  if (standsForSignature(state, o)) return []
  const candidates: Wake[] = []
  const reminder = o.ladder.reminders[o.remindersSent]
  if (reminder)
    candidates.push({
      at: at(reminder.on, notice),
      kind: 'remind',
      obligationId: o.id,
      before: reminder.before,
    })
  if (o.expected) return candidates
  const end = dueEnd(o)
  if (o.overdueSince === null && end !== null)
    candidates.push({ at: end, kind: 'overdue', obligationId: o.id })
  const raised = levelsRaised(o)
  const rung = o.ladder.slips.find((slip) => !raised.includes(slip.level))
  // A slip needs the recorded lapse before it; so does each level the one before it (ladder order).
  if (rung && o.overdueSince !== null)
    candidates.push({ at: at(rung.on, notice), kind: 'slip', obligationId: o.id })
  return candidates
}

function earliest(wakes: readonly Wake[]): Wake | null {
  let best: Wake | null = null
  for (const wake of wakes) {
    if (best === null || wake.at < best.at || (wake.at === best.at && ORDER[wake.kind] < ORDER[best.kind]))
      best = wake
  }
  return best
}

/**
 * The earliest wake of a measure, or null when only people or events can move it. One timer, to this instant,
 * is all a workflow needs. Ties go by kind, then by the order of the obligations.
 */
export function nextWake(state: MeasureState): Wake | null {
  if (state.closedOn !== null) return null
  const wakes: Wake[] = []
  for (const o of state.obligations) {
    const wake = wakeOf(state, o)
    if (wake !== null) wakes.push(wake)
  }
  const { noticeAt } = state.setup.policy
  for (const wait of state.waits) {
    if (wait.stream || wait.triggeredBy.length > 0) continue
    const ask = wait.asks[wait.asked]
    if (ask) wakes.push({ at: at(ask, noticeAt), kind: 'ask', clause: wait.clause })
    const silence = silenceOn(wait)
    if (silence) wakes.push({ at: at(silence, noticeAt), kind: 'unanswered', clause: wait.clause })
  }
  // Nobody need sign any more for what is over.
  const over = wakes.length === 0 && state.obligations.every(isEnded) && !state.waits.some(isAwaited)
  const signing = over ? null : acknowledgeWake(state)
  return earliest(signing ? [...wakes, signing] : wakes)
}

const isAwaited = (wait: Wait): boolean => wait.stream || wait.triggeredBy.length === 0

/** The level the obligation's next slip has. */
export function nextSlipLevel(o: Obligation) {
  const raised = levelsRaised(o)
  return o.ladder?.slips.find((slip) => !raised.includes(slip.level))?.level ?? null
}
