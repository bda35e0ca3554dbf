import type { IsoDate } from '../../calendar/date.ts'
import type { PlanTime } from '../../calendar/time.ts'
import type { Ladder, PlannedObligation } from '../obligation.ts'
import type { ExpectationFact } from './expected.ts'

/** A 触发事件 as it reaches one measure, with the obligations it opens there (dates computed outside). */
export interface DeliveredEvent {
  readonly eventId: string
  readonly conditionId: string
  readonly effectiveOn: IsoDate
  readonly title: string | null
  readonly document: string | null
  readonly obligations: readonly PlannedObligation[]
  /** 另一次: it opens also where an earlier one did. */
  readonly again?: true
}

/**
 * What the plan sends to a measure about an event. `revision` names what happened to the event in the plan's ledger
 * (a correction, a revocation, a restoration): the same one twice is one. Deliveries of release 0.1.0 have none.
 */
export type Delivery =
  | { readonly type: 'event'; readonly event: DeliveredEvent; readonly revision?: string }
  | { readonly type: 'correct'; readonly event: DeliveredEvent; readonly revision?: string }
  | {
      readonly type: 'revoke'
      readonly eventId: string
      readonly revision?: string
      /** The event stands, but another one of the same condition goes before it again. */
      readonly yieldsTo?: string
    }
  /** 预计事件: the day on which it is expected, or another day than before (events/expected.ts). */
  | {
      readonly type: 'expect'
      readonly event: DeliveredEvent
      readonly asks: readonly IsoDate[]
      readonly revision: string
    }
  | { readonly type: 'unexpect'; readonly eventId: string; readonly revision: string }

/** The event (or planned event) that a delivery speaks of. */
export const eventIdOf = (delivery: Delivery): string =>
  'event' in delivery ? delivery.event.eventId : delivery.eventId

/** An obligation's dates as an event's own dates give them now. */
export interface EventChange {
  readonly obligationId: string
  readonly from: IsoDate | null
  readonly dueOn: IsoDate | null
  readonly dueAt?: PlanTime
  readonly ladder: Ladder | null
  readonly why: readonly string[]
  /** Absent (release 0.1.0): as before. */
  readonly opensOn?: IsoDate
  readonly notBefore?: IsoDate | null
  readonly provisional?: boolean
  /** A person set the due date: it stays, only the first date follows the event. */
  readonly keepsDue?: boolean
}

/** One obligation that comes back with its event. */
export interface Restored {
  readonly obligationId: string
  readonly dueOn: IsoDate | null
  readonly ladder: Ladder | null
  /** Of this ladder. */
  readonly remindersSent: number
  readonly why: readonly string[]
  readonly opensOn: IsoDate
}

export type EventFact =
  | ExpectationFact
  | {
      readonly kind: 'eventReceived'
      readonly event: DeliveredEvent
      readonly ignored: 'alreadyTriggered' | null
      readonly revision?: string
      /** What had opened while it was expected and is firm now. Absent: nothing. */
      readonly firmed?: readonly EventChange[]
      readonly flagged?: readonly string[]
      readonly wouldBe?: readonly EventChange[]
    }
  | {
      readonly kind: 'eventCorrected'
      readonly eventId: string
      readonly effectiveOn: IsoDate
      readonly changes: readonly EventChange[]
      /** Left as they are, for a person to look at: completed, or with a due date that a person set. */
      readonly flagged: readonly string[]
      readonly revision?: string
      /** What completed ones would have been due on; taken over when their acceptance is undone. */
      readonly wouldBe?: readonly EventChange[]
      /** The correction brought their date back: nothing to look at any more. */
      readonly unflagged?: readonly string[]
    }
  | {
      readonly kind: 'eventRevoked'
      readonly eventId: string
      readonly withdrawn: readonly string[]
      readonly flagged: readonly string[]
      readonly revision?: string
      readonly yieldsTo?: string
    }
  | {
      readonly kind: 'eventRestored'
      /** With what it opens for the first time. */
      readonly event: DeliveredEvent
      readonly restored: readonly Restored[]
      readonly unflagged: readonly string[]
      readonly revision: string
    }

/** Why somebody has to look at an obligation: what opened it was corrected or revoked after the fact. */
export interface Flag {
  readonly on: IsoDate
  readonly eventId: string
  readonly because: 'corrected' | 'revoked'
  readonly wouldBe?: EventChange
  /** What the text gave before the correction; when it gives that again there is nothing to look at. */
  readonly before?: IsoDate | null
}
