import type { IsoDate } from '../calendar/date.ts'
import type { Ladder } from '../plan/measure/planned.ts'
import type { AcknowledgeClock } from '../plan/measure/state.ts'
import type { RenewalAnswer, RenewalQuestion } from './renewal.ts'

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
  /** Units named from `from` on sign for it (签收). */
  | { readonly ask: 'acknowledge'; readonly from: IsoDate }
  /** A counted period that stood still from `suspendedOn` to `resumedOn`; a date given goes before the count. */
  | {
      readonly ask: 'resume'
      readonly dueOn: IsoDate
      readonly suspendedOn: IsoDate
      readonly resumedOn: IsoDate
      readonly counts: 'day' | 'workday' | null
    }
  | RenewalQuestion
  /** Several at once, by obligation. */
  | { readonly ask: 'several'; readonly questions: Readonly<Record<string, CalendarQuestion>> }

export type CalendarAnswer =
  | { readonly ask: 'ladder'; readonly ladder: Ladder }
  | { readonly ask: 'rework'; readonly reworkOn: IsoDate; readonly ladder: Ladder | null }
  | { readonly ask: 'lateness'; readonly workdays: number }
  | { readonly ask: 'acknowledge'; readonly clock: AcknowledgeClock | null }
  | { readonly ask: 'resume'; readonly dueOn: IsoDate; readonly ladder: Ladder }
  | RenewalAnswer
  | { readonly ask: 'several'; readonly answers: Readonly<Record<string, CalendarAnswer>> }
