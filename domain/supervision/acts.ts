import type { Actor } from '../basics/actor.ts'
import type { Delivery } from '../plan/measure/event.ts'
import type { Replan, ReplanCause } from '../plan/measure/replan.ts'
import type { Act } from './acts/registry.ts'

export type { Moment } from './acts/moment.ts'
export type { Act, ActType } from './acts/registry.ts'
export type { CalendarAnswer, CalendarQuestion } from './calendar-question.ts'

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
      /** Other parts of it follow (replan-parts.ts): it is done with the last. */
      readonly more?: true
    }
  | Act
