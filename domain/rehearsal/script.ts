import type { IsoDate } from '../calendar/date.ts'
import type { WorkPlan } from '../plan/plan.ts'
import type { ActStep, DisputedEvent, OnDay } from './steps.ts'

/** One dated act of the world in a 演练 that is not said by the fields of an act (steps.ts). */
export type ScriptedAct = OnDay &
  (
    | {
        readonly do: 'event' | 'signal'
        readonly condition: string
        readonly effectiveOn: IsoDate
        readonly id?: string
        readonly title?: string
        readonly document?: string
        readonly dueOn?: IsoDate
      }
    | {
        readonly do: 'submit'
        readonly measure: string
        readonly obligation?: string
        readonly as: string
        readonly doneOn: IsoDate
        readonly url?: string
        readonly text?: string
      }
    /** The plan is revised: the first thing of its day. */
    | {
        readonly do: 'amend'
        /** The revised document; its path from the script's folder. */
        readonly file: string
        readonly plan: WorkPlan
        readonly reference?: string
        readonly reason?: string
        /** What can't be told apart is taken as the likest; without it the amendment is refused there. */
        readonly acceptLikeliest?: boolean
      }
  )

/**
 * How a unit and the office usually behave, so that a year of routine need not be written out. The first habit
 * that fits an obligation holds.
 */
export interface Habit {
  /** Measure numbers ("3.6"), obligation ids ("10.2/2015-Q2"), or "*". */
  readonly for: readonly string[]
  /** Calendar days from the due date to the submission: -4 is four days before, 3 three days late; null: never. */
  readonly submit: number | null
  /** Calendar days from the due date to the day it was really done; the day of submission if left out. */
  readonly done?: number
  /** Calendar days from the submission to the office's decision; at least 1. */
  readonly accept: number
  /** The first submission is returned with this reason, and sent again this many days later. */
  readonly returned?: { readonly reason: string; readonly again: number }
}

/** 演练剧本: what happens in the world, from one day to another (docs/rehearsals.md). */
export interface Script {
  readonly title: string
  readonly plan: string
  readonly from: IsoDate
  readonly to: IsoDate
  readonly office: string
  readonly habits: readonly Habit[]
  readonly acts: readonly (ScriptedAct | ActStep | DisputedEvent)[]
}
