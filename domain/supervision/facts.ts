import type { Actor } from '../actor.ts'
import type { IsoDate } from '../calendar/date.ts'
import type { PlanTime } from '../calendar/time.ts'
import type { Grade, SlipLevel } from '../policy/levels.ts'
import type { AcknowledgeFact } from './acknowledge.ts'
import type { ClosingFact } from './acts/closing.ts'
import type { EndingFact } from './acts/ending.ts'
import type { ExtensionFact } from './acts/extension.ts'
import type { PeopleFact } from './acts/people.ts'
import type { SuspensionFact } from './acts/suspension.ts'
import type { EventFact } from './events/facts.ts'
import type { MishapFact } from './mishap.ts'
import type { Outcome } from './model/obligation.ts'
import type { Evidence, Ladder, PlannedObligation } from './model/planned.ts'
import type { Replan, ReplanCause } from './model/replan.ts'
import type { MeasureSetup } from './model/state.ts'
import type { OfficeFact } from './office/clock.ts'
import type { RenewalFact } from './renewal.ts'

export type { DeliveredEvent, Delivery } from './model/event.ts'

/** One thing that happened to a measure. State is a fold of facts; the ledger (台账) keeps every one of them. */
export type FactBody =
  | { readonly kind: 'started'; readonly setup: MeasureSetup }
  | EventFact
  | RenewalFact
  | { readonly kind: 'opened'; readonly obligationId: string; readonly bornOverdue: boolean }
  | {
      readonly kind: 'reminded'
      readonly obligationId: string
      readonly before: number | null
      readonly note?: string
    }
  | {
      readonly kind: 'overdue'
      readonly obligationId: string
      readonly dueOn: IsoDate
      /** Where the hour binds and not the day's end. */
      readonly dueAt?: PlanTime
      /** It was handed in, sent back, and not handed in again. */
      readonly again?: true
    }
  | {
      readonly kind: 'slipRaised'
      readonly obligationId: string
      readonly level: SlipLevel
      readonly dueOn: IsoDate
      /** The leads, to all of whom it goes. Absent: the lead unit (0.2.0). */
      readonly units?: readonly string[]
      /** Raised while the office's answer to a request for extension was overdue. */
      readonly unanswered?: true
    }
  | { readonly kind: 'submitted'; readonly obligationId: string; readonly evidence: Evidence }
  | {
      readonly kind: 'accepted'
      readonly obligationId: string
      readonly outcome: Outcome | null
      readonly lateDays: number
      readonly lateWorkdays: number
      readonly lateReported: boolean
      readonly note: string | null
      readonly grade?: Grade
      /** Asked for when the evidence has run out. */
      readonly renewal?: PlannedObligation
    }
  | {
      readonly kind: 'returned'
      readonly obligationId: string
      readonly reason: string
      readonly reworkOn: IsoDate
      readonly ladder: Ladder | null
    }
  | {
      readonly kind: 'dueSet'
      readonly obligationId: string
      readonly dueOn: IsoDate
      readonly from: IsoDate | null
      readonly reason: string | null
      readonly ladder: Ladder
      /** A request for extension that was waiting for its answer is answered with it. */
      readonly answers?: true
    }
  | ExtensionFact
  | SuspensionFact
  | EndingFact
  | PeopleFact
  | { readonly kind: 'replanned'; readonly cause: ReplanCause; readonly replan: Replan }
  | { readonly kind: 'waitAsked'; readonly clause: number; readonly on: IsoDate }
  | { readonly kind: 'waitAnswered'; readonly clause: number; readonly note: string | null }
  | { readonly kind: 'waitUnanswered'; readonly clause: number; readonly askedOn: IsoDate | null }
  | AcknowledgeFact
  | OfficeFact
  | ClosingFact
  | MishapFact

/** A fact in the ledger: numbered within its workflow, dated in plan time, with who and which act. */
export type Fact = FactBody & {
  readonly seq: number
  readonly at: PlanTime
  readonly actor: Actor
  /** Id of the person's act that caused it; the same act twice is recognised by it. */
  readonly actId: string | null
}

/** The obligation a fact speaks of, if it speaks of one. */
export const obligationIdOf = (fact: FactBody): string | null =>
  'obligationId' in fact ? fact.obligationId : null
