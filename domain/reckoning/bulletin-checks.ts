import type { IsoDate } from '../calendar/date.ts'
import { dateOf } from '../calendar/time.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { CheckItem, Item } from './bulletin-items.ts'

/** 抽查核实 on the days of a period, as they stood at its end. */
export const checkItems = (
  o: Obligation,
  about: Item,
  within: (on: IsoDate) => boolean,
): readonly CheckItem[] =>
  (o.checks ?? [])
    .filter(({ on }) => within(on))
    .map(({ on, finding, text }) => ({
      ...about,
      ...{ on, finding, text },
      // Of what was found false only an acceptance after it counts.
      ...(finding === '不实' && o.state === 'completed' && o.acceptedAt !== null && dateOf(o.acceptedAt) >= on
        ? { doneAgain: true as const }
        : {}),
    }))
