import { type Actor, SYSTEM } from '../basics/actor.ts'
import { ok, type Refusal, type Result, unreachable } from '../basics/result.ts'
import { dateOf, type PlanTime } from '../calendar/time.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { unacknowledged } from './acknowledge.ts'
import type { CalendarQuestion, Input, Moment } from './acts.ts'
import { actQuestion, decideAct } from './acts-decided.ts'
import { decideDelivery } from './events/decide.ts'
import { expectationDue } from './events/expected.ts'
import { deliveryQuestion } from './events/ladder.ts'
import { evolve } from './evolve.ts'
import type { Fact, FactBody } from './facts.ts'
import { dueInstant } from './obligation.ts'
import { decideOffice } from './office/clocks.ts'
import { isUnanswered } from './office/extension-answer.ts'
import { refusals } from './refusals.ts'
import { expired } from './renewal.ts'
import { decideSignature } from './signature.ts'
import { leadsOf } from './units.ts'
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
      return [{ kind: 'opened', obligationId, bornOverdue: isPast(o, state.at) }]
    case 'overdue':
      return lapsed(o)
    case 'remind':
      return [{ kind: 'reminded', obligationId, before: wake.before }]
    case 'review':
      return [{ kind: 'suspensionReviewDue', obligationId }]
    case 'office':
      return [decideOffice(state, o, wake)]
    case 'signature':
      return [decideSignature(state, o, wake)]
    case 'expire':
      return expired(o)
    case 'expected':
      return expectationDue(o, dateOf(state.at))
    case 'slip': {
      const level = nextSlipLevel(o)
      if (level === null || dueOn === null) return []
      // Who leads it may be another some day; a plan of 0.2.0 does not say.
      const to = state.setup.offices === undefined ? {} : { units: leadsOf(state.setup) }
      const late = isUnanswered(o) ? ({ unanswered: true } as const) : {}
      return [{ kind: 'slipRaised', obligationId, level, dueOn, ...to, ...late }]
    }
    default:
      return unreachable(wake)
  }
}

function lapsed(o: Obligation): readonly FactBody[] {
  const { id: obligationId, dueOn } = o
  const dueAt = dueInstant(o)
  // What was sent back was handed in before.
  const again = o.state === 'returned' ? ({ again: true } as const) : {}
  return dueOn === null
    ? []
    : [{ kind: 'overdue', obligationId, dueOn, ...(dueAt ? { dueAt } : {}), ...again }]
}

/** Over before it opened: its day, or its hour where it has one. */
function isPast(o: Obligation, now: PlanTime): boolean {
  if (o.expected) return false
  const at = dueInstant(o)
  return at === null ? o.dueOn !== null && o.dueOn < dateOf(now) : at < now
}

/** The calendar question an input raises, or null. Asked by the shell before `decide`. */
export function questionFor(state: MeasureState, input: Input, moment: Moment): CalendarQuestion | null {
  if (input.type === 'delivery') return deliveryQuestion(state, input.delivery, moment)
  return input.type === 'wake' || input.type === 'replan' ? null : actQuestion(state, input, moment)
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
    bodies = decideDelivery(state, input.delivery, { ...moment, at })
  } else if (input.type === 'replan') {
    if (state.seenActs.includes(input.actId)) return ok({ state, facts: [] })
    actor = input.actor
    actId = input.more ? null : input.actId
    const { cause, replan } = input
    bodies = replan === null || state.closedOn !== null ? [] : [{ kind: 'replanned', cause, replan }]
  } else {
    if (state.seenActs.includes(input.actId)) return ok({ state, facts: [] })
    if (input.ifSeq != null && input.ifSeq !== state.seq) return refusals.changed(state.setup.no)
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
