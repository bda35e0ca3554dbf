import type { Actor } from '../actor.ts'
import type { IsoDate } from '../calendar/date.ts'
import type { Grade } from '../policy/levels.ts'
import type { ClosingAct } from './acts/closing.ts'
import type { EndingAct } from './acts/ending.ts'
import type { ExtensionAct } from './acts/extension.ts'
import type { PeopleAct } from './acts/people.ts'
import type { SuspensionAct } from './acts/suspension.ts'
import type { Delivery } from './facts.ts'
import type { Evidence } from './model/planned.ts'
import type { Replan, ReplanCause } from './model/replan.ts'

interface ByPerson {
  /** Made by the sender; the same id twice is one act. */
  readonly actId: string
  readonly actor: Actor
  /** Only if the measure's next fact has this number still: nothing has happened since the sender looked. */
  readonly ifSeq?: number | null
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
        /** 有效期. Absent or null: it holds for good. */
        readonly validUntil?: IsoDate | null
        /** Further obligations of this measure for which the same material is submitted. */
        readonly alsoFor?: readonly string[]
        /** Obligations of other measures for which it is submitted as well; kept beside it. */
        readonly sharedWith?: readonly string[]
      }
    | {
        readonly type: 'accept'
        readonly obligationId: string | null
        readonly note: string | null
        readonly grade?: Grade
      }
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
    | ClosingAct
    | ExtensionAct
    | SuspensionAct
    | EndingAct
    | PeopleAct
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

export type { Moment } from './acts/moment.ts'
export type { CalendarAnswer, CalendarQuestion } from './calendar-question.ts'
