import type { Actor } from '../actor.ts'
import type { IsoDate } from '../calendar/date.ts'
import { dateOf, type PlanTime } from '../calendar/time.ts'
import type { PlanClock } from '../clock.ts'
import { unreachable } from '../result.ts'
import type { SupervisionPolicy } from '../supervision/policy.ts'
import type { PlanCondition } from './conditions.ts'
import { applyPlanned, type PlannedEvent, type PlannedFact } from './planned.ts'
import { type Subscription, type SubscriptionFact, withSubscribed } from './subscriptions.ts'

/** 又一来源: somebody else's report of an event that was known already. */
export interface EventSource {
  readonly by: Actor
  readonly at: PlanTime
  readonly effectiveOn: IsoDate
  readonly title: string | null
  readonly document: string | null
  readonly url: string | null
}

/** 触发事件 in the plan's ledger. `conditionId` is null while nothing of the plan waits for it (kept, shown). */
export interface PlanEvent {
  readonly eventId: string
  /** The condition as it was named by whoever reported it. */
  readonly condition: string
  readonly conditionId: string | null
  readonly effectiveOn: IsoDate
  /** Its instant, as reported. Holds only while it lies on `effectiveOn` (a correction gives a date): see `instantOf`. */
  readonly effectiveAt?: PlanTime
  /** A date the event's own document sets. */
  readonly dueOn: IsoDate | null
  readonly title: string | null
  readonly document: string | null
  readonly url: string | null
  /** Only these measures; null for all that wait. */
  readonly measures: readonly string[] | null
  readonly reportedAt: PlanTime
  readonly reportedBy: Actor
  readonly revoked: boolean
  /** 另一次: another occurrence of a single act that had been reported before. */
  readonly again?: true
  /** Others who reported it; the first report's date holds until it is corrected. */
  readonly sources?: readonly EventSource[]
  /** A signal can't be refused: it may be the same as this one. */
  readonly maybe?: string
}

/** A reading that was proposed and taken as it was, on a person's word (--accept-review); who and when stand in the fact. */
export interface AcceptedReading {
  /** The question's id (answers.ts); null where it was no question of the review: the likest match of an amendment. */
  readonly id: string | null
  readonly measure: string | null
  readonly code: string
  readonly message: string
}

/** The event's instant, where it is known. */
export const instantOf = ({ effectiveAt, effectiveOn }: PlanEvent): PlanTime | null =>
  effectiveAt && dateOf(effectiveAt) === effectiveOn ? effectiveAt : null

export type PlanFactBody =
  | {
      readonly kind: 'imported'
      readonly title: string
      readonly document: string
      readonly measures: number
      readonly conditions: readonly PlanCondition[]
    }
  | {
      readonly kind: 'planStarted'
      readonly clock: PlanClock
      readonly startOn: IsoDate
      readonly acceptedReview: readonly string[]
      /** The same, in full. Absent in ledgers of earlier releases. */
      readonly accepted?: readonly AcceptedReading[]
    }
  | {
      readonly kind: 'amended'
      readonly title: string
      readonly document: string
      readonly from: string
      readonly conditions: readonly PlanCondition[]
      /** New document's number → number under which the measure runs, where they differ. */
      readonly numbers: Readonly<Record<string, string>>
      readonly counts: { readonly changed: number; readonly added: number; readonly withdrawn: number }
      /** 文号 of the amendment. */
      readonly reference: string | null
      readonly reason: string | null
      readonly accepted?: readonly AcceptedReading[]
    }
  | { readonly kind: 'policySet'; readonly policy: SupervisionPolicy; readonly reason: string | null }
  | { readonly kind: 'calendarChanged'; readonly version: string }
  | { readonly kind: 'clockAdvanced'; readonly to: PlanTime }
  | { readonly kind: 'eventReported'; readonly event: PlanEvent }
  | {
      readonly kind: 'eventCorrected'
      readonly eventId: string
      readonly effectiveOn: IsoDate
      readonly dueOn: IsoDate | null
      readonly document: string | null
      readonly reason: string | null
      readonly cleared?: readonly ('dueOn' | 'document')[]
    }
  | { readonly kind: 'eventRestored'; readonly eventId: string; readonly reason: string | null }
  | { readonly kind: 'eventRevoked'; readonly eventId: string; readonly reason: string | null }
  | PlannedFact
  | SubscriptionFact
  | { readonly kind: 'eventConfirmed'; readonly eventId: string; readonly source: EventSource }
  | { readonly kind: 'eventAssigned'; readonly eventId: string; readonly conditionId: string }
  | {
      readonly kind: 'planClosed'
      readonly reason: string | null
      /** 结转: obligation → number of its measure in `carriedTo`. Absent: nothing. */
      readonly carriedTo?: string
      readonly carried?: Readonly<Record<string, string>>
    }
  | { readonly kind: 'planReopened'; readonly reason: string; readonly withdrawn: readonly string[] }
  | { readonly kind: 'bulletinIssued'; readonly bulletin: IssuedBulletin }

export type PlanFact = PlanFactBody & {
  readonly seq: number
  readonly at: PlanTime
  readonly actor: Actor
  readonly actId: string | null
}

/** 已发布的通报: enough to make it again and to tell whether it is still the same (docs/reckoning.md). */
export interface IssuedBulletin {
  readonly number: number
  readonly asOf: PlanTime
  readonly from: IsoDate
  /** Of its text. */
  readonly sha256: string
  /** SHA-256 of how far every ledger was written when it was issued, in the blob store. */
  readonly cut: string
}

export type PlanPhase = 'draft' | 'running' | 'closed'

/** What the plan's workflow carries: the ledger of events, the subscriptions, the clock. */
export interface PlanState {
  readonly v: 1
  readonly planId: string
  readonly phase: PlanPhase
  readonly title: string
  readonly document: string | null
  readonly clock: PlanClock
  readonly startOn: IsoDate | null
  readonly conditions: readonly PlanCondition[]
  /** Set by an amendment that renumbered: new document's number → number under which the measure runs. */
  readonly numbers?: Readonly<Record<string, string>>
  /** 督办规则 of this plan. Absent: the default. */
  readonly policy?: SupervisionPolicy
  readonly events: readonly PlanEvent[]
  /** Absent: none yet. */
  readonly bulletins?: readonly IssuedBulletin[]
  /** Events known beforehand. Absent: none. */
  readonly planned?: readonly PlannedEvent[]
  /** Measures whose suspension a condition ends. Absent: none. */
  readonly subscriptions?: readonly Subscription[]
  readonly seenActs: readonly string[]
  readonly seq: number
  readonly at: PlanTime | null
}

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

const KEEP_ACTS = 500

const changeEvent = (state: PlanState, id: string, patch: Partial<PlanEvent>): PlanState => ({
  ...state,
  events: state.events.map((event) => (event.eventId === id ? { ...event, ...patch } : event)),
})

function apply(state: PlanState, fact: PlanFact): PlanState {
  switch (fact.kind) {
    case 'imported':
      return { ...state, title: fact.title, document: fact.document, conditions: fact.conditions }
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
      return { ...state, bulletins: [...(state.bulletins ?? []), fact.bulletin] }
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

/** Numbers and dates a fact body. */
export const planFact = (
  state: PlanState,
  body: PlanFactBody,
  by: { at: PlanTime; actor: Actor; actId: string | null },
): PlanFact => ({ ...body, seq: state.seq, ...by })
