import type { IsoDate } from '../../calendar/date.ts'
import type { DeliveredEvent, Restored } from '../model/event.ts'
import type { EventChange } from '../model/marks.ts'
import type { ExpectationFact } from './expected.ts'

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
