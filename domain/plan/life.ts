import { unreachable } from '../result.ts'
import { applyBulletin } from './bulletins.ts'
import type { PlanFact } from './facts.ts'
import type { PlanState } from './model/state.ts'
import type { PlanEvent } from './plan-event.ts'
import { applyPlanned } from './planned.ts'
import { withSubscribed } from './subscriptions.ts'

export const newPlan = (planId: string): PlanState => ({
  v: 1,
  planId,
  phase: 'draft',
  title: '',
  document: null,
  clock: { kind: 'wall' },
  startOn: null,
  conditions: [],
  events: [],
  seenActs: [],
  seq: 1,
  at: null,
})

/** Nothing stands under its id: never imported, or deleted as a draft. */
export const isNoPlan = (state: PlanState): boolean => state.phase === 'draft' && state.document === null

const KEEP_ACTS = 500

const changeEvent = (state: PlanState, id: string, patch: Partial<PlanEvent>): PlanState => ({
  ...state,
  events: state.events.map((event) => (event.eventId === id ? { ...event, ...patch } : event)),
})

function apply(state: PlanState, fact: PlanFact): PlanState {
  switch (fact.kind) {
    case 'imported': {
      const { title, document, conditions, offices } = fact
      return { ...state, title, document, conditions, ...(offices ? { offices } : {}) }
    }
    case 'planStarted':
      return { ...state, phase: 'running', clock: fact.clock, startOn: fact.startOn }
    case 'amended':
      return {
        ...state,
        title: fact.title,
        document: fact.document,
        conditions: withSubscribed(fact.conditions, state.subscriptions ?? []),
        numbers: fact.numbers,
      }
    case 'policySet':
      return { ...state, policy: fact.policy }
    case 'calendarChanged':
      return state
    case 'clockAdvanced':
      return { ...state, clock: { kind: 'stepped', at: fact.to } }
    case 'eventReported':
      return { ...state, events: [...state.events, fact.event] }
    case 'eventCorrected':
      return changeEvent(state, fact.eventId, {
        effectiveOn: fact.effectiveOn,
        ...(fact.effectiveAt ? { effectiveAt: fact.effectiveAt } : {}),
        dueOn: fact.dueOn,
        ...(fact.document === null ? {} : { document: fact.document }),
        ...(fact.cleared?.includes('document') ? { document: null } : {}),
      })
    case 'eventRevoked':
      return changeEvent(state, fact.eventId, { revoked: true })
    case 'eventRestored':
      return changeEvent(state, fact.eventId, { revoked: false })
    case 'eventConfirmed': {
      const known = state.events.find((e) => e.eventId === fact.eventId)?.sources ?? []
      return changeEvent(state, fact.eventId, { sources: [...known, fact.source] })
    }
    case 'conditionSubscribed': {
      const { conditionId, text, no } = fact
      const subscriptions = [...(state.subscriptions ?? []), { conditionId, text, no }]
      return { ...state, subscriptions, conditions: withSubscribed(state.conditions, subscriptions) }
    }
    case 'eventPlanned':
    case 'plannedMoved':
    case 'plannedCancelled':
    case 'plannedConfirmed':
      return { ...state, planned: applyPlanned(state.planned ?? [], fact) }
    case 'eventAssigned':
      return changeEvent(state, fact.eventId, { conditionId: fact.conditionId })
    case 'planClosed':
      return { ...state, phase: 'closed' }
    case 'planReopened':
      return { ...state, phase: 'running' }
    case 'bulletinIssued':
    case 'bulletinWithdrawn':
      return { ...state, bulletins: applyBulletin(state.bulletins ?? [], fact, fact.at) }
    case 'planDeleted':
      return { ...newPlan(state.planId), seenActs: state.seenActs }
    case 'stepFailed':
    case 'measuresSilent':
    case 'measuresRefused':
      return state
    default:
      return unreachable(fact)
  }
}

/** The plan's state after one more fact; the ledger replayed gives the same state again. */
export function evolvePlan(state: PlanState, fact: PlanFact): PlanState {
  const next = apply(state, fact)
  const { actId } = fact
  const seenActs = actId === null ? next.seenActs : [...next.seenActs.slice(1 - KEEP_ACTS), actId]
  return { ...next, seenActs, seq: fact.seq + 1, at: fact.at }
}
