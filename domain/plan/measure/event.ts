import type { IsoDate } from '../../calendar/date.ts'
import type { Ladder, PlannedObligation } from './planned.ts'

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
