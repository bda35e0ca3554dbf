import type { Actor } from '../actor.ts'
import type { IsoDate } from '../calendar/date.ts'
import type { PlanTime } from '../calendar/time.ts'
import type { Delivery, Replan, ReplanCause } from './facts.ts'
import type { Evidence, Ladder } from './obligation.ts'

interface ByPerson {
  /** Made by the sender; the same id twice is one act. */
  readonly actId: string
  readonly actor: Actor
}

/** What people do to a measure. Each is one update of its workflow. */
export type Act = ByPerson &
  (
    | {
        readonly type: 'submit'
        readonly obligationId: string | null
        readonly doneOn: IsoDate
        readonly urls: readonly string[]
        readonly files: Evidence['files']
        readonly note: string | null
      }
    | { readonly type: 'accept'; readonly obligationId: string | null; readonly note: string | null }
    | {
        readonly type: 'return'
        readonly obligationId: string | null
        readonly reason: string
        readonly reworkOn: IsoDate | null
      }
    | {
        readonly type: 'setDue'
        readonly obligationId: string | null
        readonly dueOn: IsoDate
        readonly reason: string | null
      }
    | { readonly type: 'remind'; readonly obligationId: string | null; readonly note: string | null }
    | { readonly type: 'answerWait'; readonly clause: number | null; readonly note: string | null }
    | { readonly type: 'close'; readonly reason: string | null }
  )

/** Everything that can move a measure. */
export type Input =
  | { readonly type: 'wake' }
  | { readonly type: 'delivery'; readonly actor: Actor; readonly delivery: Delivery }
  /** A new calendar or an amended plan, worked out for this measure as it stands (replan.ts). */
  | {
      readonly type: 'replan'
      readonly actor: Actor
      readonly actId: string
      readonly cause: ReplanCause
      readonly replan: Replan | null
    }
  | Act

/**
 * What `decide` needs a calendar for. The shell asks an activity and gives the answer back, so that no
 * calendar table is ever bundled with workflow code.
 */
export type CalendarQuestion =
  | { readonly ask: 'ladder'; readonly dueOn: IsoDate; readonly openOn: IsoDate }
  | {
      readonly ask: 'rework'
      readonly returnedOn: IsoDate
      readonly dueOn: IsoDate | null
      readonly raised: readonly ('blue' | 'orange' | 'red')[]
      readonly reworkOn: IsoDate | null
    }
  | { readonly ask: 'lateness'; readonly dueOn: IsoDate; readonly doneOn: IsoDate }

export type CalendarAnswer =
  | { readonly ask: 'ladder'; readonly ladder: Ladder }
  | { readonly ask: 'rework'; readonly reworkOn: IsoDate; readonly ladder: Ladder | null }
  | { readonly ask: 'lateness'; readonly workdays: number }

export interface Moment {
  readonly at: PlanTime
  readonly answer: CalendarAnswer | null
}
