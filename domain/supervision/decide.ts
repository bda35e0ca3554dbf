import { type Actor, SYSTEM } from '../actor.ts'
import { dateOf } from '../calendar/time.ts'
import { ok, type Refusal, type Result, unreachable } from '../result.ts'
import { unacknowledged } from './acknowledge.ts'
import { dueAfterEnding } from './acts/ending.ts'
import { grantedDue } from './acts/extension.ts'
import { resumeQuestion } from './acts/suspension.ts'
import type { Act, CalendarQuestion, Input, Moment } from './acts.ts'
import { decideAct } from './acts-decided.ts'
import type { DeliveredEvent, Delivery, Fact, FactBody } from './facts.ts'
import { isEnded, latestEvidence } from './obligation.ts'
import { evolve, type MeasureState } from './state.ts'
import { findTarget, TARGETS } from './target.ts'
import { nextSlipLevel, nextWake } from './wake.ts'

export interface Decision {
  readonly state: MeasureState
  /** What happened, in order; the shell writes them to the record store in one transaction. */
  readonly facts: readonly Fact[]
}

function decideWake(state: MeasureState): readonly FactBody[] {
  const wake = nextWake(state)
  if (wake === null) return []
  if (wake.kind === 'ask') return [{ kind: 'waitAsked', clause: wake.clause, on: dateOf(wake.at) }]
  if (wake.kind === 'unanswered') {
    const wait = state.waits.find((w) => w.clause === wake.clause)
    return [{ kind: 'waitUnanswered', clause: wake.clause, askedOn: wait?.askedOn ?? null }]
  }
  if (wake.kind === 'acknowledge')
    return [{ kind: 'acknowledgeDue', step: wake.step, units: unacknowledged(state) }]
  const o = state.obligations.find((candidate) => candidate.id === wake.obligationId)
  if (o === undefined) return []
  const { id: obligationId, dueOn } = o
  switch (wake.kind) {
    case 'open':
      return [{ kind: 'opened', obligationId, bornOverdue: dueOn !== null && dueOn < dateOf(state.at) }]
    case 'overdue':
      return dueOn === null ? [] : [{ kind: 'overdue', obligationId, dueOn }]
    case 'remind':
      return [{ kind: 'reminded', obligationId, before: wake.before }]
    case 'review':
      return [{ kind: 'suspensionReviewDue', obligationId }]
    case 'slip': {
      const level = nextSlipLevel(o)
      return level === null || dueOn === null ? [] : [{ kind: 'slipRaised', obligationId, level, dueOn }]
    }
    default:
      return unreachable(wake)
  }
}

/** The same event a second time does nothing; a further one for a wait that is over is kept but opens nothing. */
function decideEvent(state: MeasureState, event: DeliveredEvent): readonly FactBody[] {
  if (state.seenEvents.includes(event.eventId)) return []
  const waits = state.waits.filter((w) => w.conditionId === event.conditionId)
  const open = new Set(waits.filter((w) => w.stream || w.triggeredBy.length === 0).map((w) => w.clause))
  const obligations = state.closedOn === null ? event.obligations.filter((o) => open.has(o.clause)) : []
  return [
    {
      kind: 'eventReceived',
      event: { ...event, obligations },
      ignored: obligations.length === 0 ? 'alreadyTriggered' : null,
    },
  ]
}

/** A corrected event moves the dates of what it opened and is not yet done. */
function decideCorrection(state: MeasureState, event: DeliveredEvent): readonly FactBody[] {
  const opened = state.obligations.filter((o) => o.eventId === event.eventId)
  if (opened.length === 0) return decideEvent(state, event)
  const changes = opened.flatMap((o) => {
    const now = event.obligations.find((planned) => planned.id === o.id)
    if (!now || isEnded(o) || now.dueOn === o.dueOn) return []
    return [{ obligationId: o.id, from: o.dueOn, dueOn: now.dueOn, ladder: now.ladder, why: now.why }]
  })
  const flagged = opened.filter((o) => o.state === 'completed').map((o) => o.id)
  const { eventId, effectiveOn } = event
  return [{ kind: 'eventCorrected', eventId, effectiveOn, changes, flagged }]
}

/** What a revoked event opened is withdrawn; what was completed stays, for a person to look at. */
function decideRevocation(state: MeasureState, eventId: string): readonly FactBody[] {
  const opened = state.obligations.filter((o) => o.eventId === eventId)
  if (opened.length === 0 || opened.every((o) => o.state === 'withdrawn')) return []
  const withdrawn = opened.filter((o) => !isEnded(o)).map((o) => o.id)
  const flagged = opened.filter((o) => o.state === 'completed').map((o) => o.id)
  return [{ kind: 'eventRevoked', eventId, withdrawn, flagged }]
}

function decideDelivery(state: MeasureState, delivery: Delivery): readonly FactBody[] {
  if (delivery.type === 'event') return decideEvent(state, delivery.event)
  if (delivery.type === 'correct') return decideCorrection(state, delivery.event)
  return decideRevocation(state, delivery.eventId)
}

const isAct = (input: Input): input is Act =>
  input.type !== 'wake' && input.type !== 'delivery' && input.type !== 'replan'

/** The calendar question an input raises, or null. Asked by the shell before `decide`. */
export function questionFor(state: MeasureState, input: Input, moment: Moment): CalendarQuestion | null {
  if (!isAct(input)) return null
  const today = dateOf(moment.at)
  if (input.type === 'accept') {
    const found = findTarget(state, input.obligationId, TARGETS.accept)
    const o = found.ok ? found.value : null
    const doneOn = o ? latestEvidence(o)?.doneOn : undefined
    return o?.dueOn && doneOn && doneOn > o.dueOn ? { ask: 'lateness', dueOn: o.dueOn, doneOn } : null
  }
  if (input.type === 'return') {
    const found = findTarget(state, input.obligationId, TARGETS.return)
    if (!found.ok) return null
    const { dueOn, slips } = found.value
    const raised = slips.filter((slip) => slip.dueOn === dueOn).map((slip) => slip.level)
    return { ask: 'rework', returnedOn: today, dueOn, raised, reworkOn: input.reworkOn }
  }
  if (input.type === 'setDue') {
    const found = findTarget(state, input.obligationId, TARGETS.setDue)
    return found.ok ? { ask: 'ladder', dueOn: input.dueOn, openOn: today } : null
  }
  if (input.type === 'instruct')
    return input.dueOn === null ? null : { ask: 'ladder', dueOn: input.dueOn, openOn: today }
  if (input.type === 'resume') return resumeQuestion(state, input, today)
  if (input.type === 'reassign')
    return state.setup.policy.acknowledge === undefined ? null : { ask: 'acknowledge', from: today }
  const dueOn =
    input.type === 'grantExtension'
      ? grantedDue(state, input)
      : input.type === 'completeStage' || input.type === 'restore'
        ? dueAfterEnding(state, input)
        : null
  return dueOn === null ? null : { ask: 'ladder', dueOn, openOn: today }
}

/**
 * The whole of a measure's behaviour: what follows from one input at one moment of plan time.
 * Wakes ignore `moment.at` beyond ordering: each is handled at its own plan time, never earlier than what
 * has already happened.
 *
 * @returns the next state and the facts; an empty list for a repeated event or act; a refusal for an act that
 *   is not allowed, which leaves no trace.
 */
export function decide(state: MeasureState, input: Input, moment: Moment): Result<Decision, Refusal> {
  let bodies: readonly FactBody[]
  let actor: Actor = SYSTEM
  let actId: string | null = null
  let at = moment.at > state.at ? moment.at : state.at
  if (input.type === 'wake') {
    const wake = nextWake(state)
    if (wake && wake.at > state.at) at = wake.at
    else at = state.at
    bodies = decideWake({ ...state, at })
  } else if (input.type === 'delivery') {
    actor = input.actor
    bodies = decideDelivery(state, input.delivery)
  } else if (input.type === 'replan') {
    if (state.seenActs.includes(input.actId)) return ok({ state, facts: [] })
    actor = input.actor
    actId = input.actId
    const { cause, replan } = input
    bodies = replan === null || state.closedOn !== null ? [] : [{ kind: 'replanned', cause, replan }]
  } else {
    if (state.seenActs.includes(input.actId)) return ok({ state, facts: [] })
    actor = input.actor
    actId = input.actId
    const decided = decideAct(state, input, { ...moment, at })
    if (!decided.ok) return decided
    bodies = decided.value
  }
  const facts: Fact[] = []
  let next = state
  for (const body of bodies) {
    const fact = { ...body, seq: next.seq, at, actor, actId } as Fact
    facts.push(fact)
    next = evolve(next, fact)
  }
  return ok({ state: next, facts })
}
