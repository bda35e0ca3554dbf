import type { IsoDate } from '../../domain/calendar/date.ts'
import { dateOf } from '../../domain/calendar/time.ts'
import { idLabel, shownNumberOf } from '../../domain/plan/numbers.ts'
import { dueName, isEnded } from '../../domain/supervision/obligation.ts'
import { leadsName } from '../../domain/supervision/units.ts'
import { measureState } from '../../records/read.ts'
import type { Office } from '../office.ts'

/** One date that an event (or the day on which one is expected) has set. */
export interface DateSet {
  readonly measure: string
  readonly obligation: string
  /** The id as lists show it. */
  readonly label: string
  readonly unit: string
  readonly dueOn: IsoDate | null
  /** With its hour where that binds; 待定 where the event's document has to give it. */
  readonly due: string
  readonly provisional: boolean
  /** It is past already: overdue as soon as it was known. */
  readonly past: boolean
}

/** What an event has opened at the measures that it woke and is still to be done, in the order of `woke`. */
export async function datesSetBy(
  duban: Office,
  planId: string,
  eventId: string,
  woke: readonly string[],
): Promise<readonly DateSet[]> {
  const plan = await duban.plan(planId)
  const today = dateOf(duban.now(plan))
  const found: DateSet[] = []
  for (const shown of woke) {
    const state = await measureState(duban.db, planId, await duban.numberOf(planId, shown))
    for (const o of state?.obligations ?? []) {
      if (state === null || o.eventId !== eventId || isEnded(o)) continue
      found.push({
        measure: shownNumberOf(plan, state.setup.no),
        obligation: o.id,
        label: idLabel(plan, o.id),
        unit: leadsName(state.setup),
        dueOn: o.dueOn,
        due: dueName(o) ?? '待定',
        provisional: o.provisional,
        past: !o.expected && o.dueOn !== null && o.dueOn < today,
      })
    }
  }
  return found
}
