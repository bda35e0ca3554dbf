import { dateOf } from '../calendar/time.ts'
import { unreachable } from '../result.ts'
import { startAcknowledging } from './acknowledge.ts'
import { applyClosing } from './acts/closing.ts'
import { applyEnding } from './acts/ending.ts'
import { applyExtension } from './acts/extension.ts'
import { applyToObligation } from './acts/people.ts'
import { applySuspension } from './acts/suspension.ts'
import { change, changeWait } from './change.ts'
import { applyEvent } from './events/apply.ts'
import type { Fact } from './facts.ts'
import type { MeasureState } from './model/state.ts'
import { dueByPerson, inText, plannedToLive } from './obligation.ts'
import { applyOffice } from './office/clock.ts'
import { applyReplan } from './replan-apply.ts'
import { namedOn } from './units.ts'

/** What one fact changes; numbering and time are `evolve`'s. */
export function applyFact(state: MeasureState, fact: Fact): MeasureState {
  const on = dateOf(fact.at)
  switch (fact.kind) {
    case 'started':
      return state
    case 'evidenceExpired': {
      const next = change(state, fact.obligationId, () => ({ renewal: null }))
      return { ...next, obligations: [...next.obligations, plannedToLive(fact.renewal)] }
    }
    case 'eventReceived':
    case 'eventCorrected':
    case 'eventRevoked':
    case 'eventRestored':
    case 'eventExpected':
    case 'expectationEnded':
    case 'expectationDue':
      return applyEvent(state, fact, on)
    case 'opened':
      return change(state, fact.obligationId, () => ({
        state: 'open',
        openedOn: on,
        bornOverdue: fact.bornOverdue,
      }))
    case 'reminded':
      return fact.before === null
        ? change(state, fact.obligationId, (o) => ({
            reminded: { on, times: (o.reminded?.on === on ? o.reminded.times : 0) + 1 },
          }))
        : change(state, fact.obligationId, (o) => ({ remindersSent: o.remindersSent + 1 }))
    case 'overdue':
      return change(state, fact.obligationId, () => ({ overdueSince: on }))
    case 'slipRaised':
      return change(state, fact.obligationId, (o) => {
        const { level, dueOn, units, unanswered } = fact
        const marks = {
          ...(units ? { units } : {}),
          ...(unanswered ? { unanswered: 'pending' as const } : {}),
        }
        return { slips: [...o.slips, { level, raisedOn: on, dueOn, ...marks }] }
      })
    case 'submitted':
      return change(state, fact.obligationId, (o) => ({
        state: 'submitted',
        evidence: [...o.evidence, fact.evidence],
      }))
    case 'accepted':
      return change(state, fact.obligationId, (o) => ({
        state: 'completed',
        acceptedAt: fact.at,
        outcome: fact.outcome,
        lateDays: fact.lateDays,
        lateWorkdays: fact.lateWorkdays,
        lateReported: fact.lateReported,
        ...(fact.grade ? { grade: fact.grade } : {}),
        ...(o.extension ? { extension: null } : {}),
        ...(fact.renewal ? { renewal: fact.renewal } : {}),
      }))
    case 'returned':
      return change(state, fact.obligationId, (o) => ({
        state: 'returned',
        returns: [...o.returns, { on, reason: fact.reason, reworkOn: fact.reworkOn }],
        ladder: fact.ladder ?? o.ladder,
        remindersSent: 0,
      }))
    case 'dueSet':
      return change(state, fact.obligationId, (o) => ({
        ...dueByPerson(o, fact.dueOn),
        ...(fact.dueOn === o.dueOn ? { dueBy: 'person', dueInPlan: inText(o) } : {}),
        ...(fact.answers ? { extension: null } : {}),
        originalDueOn: o.originalDueOn ?? fact.dueOn,
        ladder: fact.ladder,
        provisional: false,
        remindersSent: 0,
        overdueSince: o.overdueSince !== null && fact.dueOn >= on ? null : o.overdueSince,
      }))
    case 'replanned':
      return applyReplan(state, fact.replan, fact.cause, on)
    case 'extensionAsked':
    case 'extended':
    case 'extensionRefused':
      return change(state, fact.obligationId, (o) => applyExtension(o, fact, on, fact.actor))
    case 'suspended':
    case 'suspensionReviewDue':
    case 'resumed':
      return change(state, fact.obligationId, (o) => applySuspension(o, fact, on))
    case 'acceptUndone':
    case 'stageCompleted':
    case 'terminated':
    case 'restored':
      return change(state, fact.obligationId, (o) => applyEnding(o, fact, on))
    case 'progressed':
    case 'partGiven':
      return change(state, fact.obligationId, (o) => applyToObligation(o, fact, on, fact.actor))
    case 'acknowledged':
      return { ...state, acknowledged: [...(state.acknowledged ?? []), { unit: fact.unit, on }] }
    case 'reassigned': {
      const { leads: _, supporting: __, ...rest } = state.setup
      const { leadUnit, units, leads, supporting } = fact
      const unitsInPlan = state.unitsInPlan ?? namedOn(state.setup)
      return {
        ...state,
        unitsInPlan,
        setup: { ...rest, ...namedOn({ leadUnit, units, leads, supporting }) },
        ...(fact.acknowledge ? { acknowledging: startAcknowledging(fact.acknowledge) } : {}),
      }
    }
    case 'officeDue':
      return change(state, fact.obligationId, () => applyOffice(fact))
    case 'acknowledgeDue': {
      const { acknowledging } = state
      const step = fact.step === 'remind' ? { reminded: true } : { reminded: true, lapsed: true }
      return acknowledging ? { ...state, acknowledging: { ...acknowledging, ...step } } : state
    }
    case 'instructed': {
      const { leader, text, obligation } = fact
      const obligations = obligation ? [...state.obligations, plannedToLive(obligation)] : state.obligations
      return { ...state, obligations, instructions: [...(state.instructions ?? []), { on, leader, text }] }
    }
    case 'waitAsked':
      return changeWait(state, fact.clause, (w) => ({ asked: w.asked + 1, askedOn: fact.on }))
    case 'waitUnanswered':
      return changeWait(state, fact.clause, (w) => ({ lapsed: w.asked }))
    case 'waitAnswered':
      return changeWait(state, fact.clause, (w) => ({ answers: [...w.answers, { on, note: fact.note }] }))
    case 'closed':
    case 'reopened':
      return applyClosing(state, fact, on)
    case 'unmatched':
    case 'stepFailed':
      return state
    default:
      return unreachable(fact)
  }
}
