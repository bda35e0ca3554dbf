import type { Actor } from '../basics/actor.ts'
import type { IsoDate } from '../calendar/date.ts'
import { dateOf, type PlanTime } from '../calendar/time.ts'
import { obligationIdOf } from '../supervision/facts.ts'
import { type MeasureLedger, numberOfLedger } from './lines.ts'
import { whatHappened } from './story.ts'

/** 经办: one thing that somebody who was signed in did to a measure. */
export interface Handled {
  readonly on: IsoDate
  readonly no: string
  readonly obligation: string | null
  readonly what: string
  readonly actor: Actor
}

/**
 * 经办人 of a period: who was signed in and did what its bulletin is made from, in plan time. The bulletin itself names
 * units; whoever may read this puts names to the accounts.
 */
export function handledIn(
  ledgers: readonly MeasureLedger[],
  { from, asOf }: { readonly from: IsoDate; readonly asOf: PlanTime },
): readonly Handled[] {
  return ledgers
    .flatMap((lines) =>
      lines
        .filter(({ fact: { actor, at } }) => actor.userId !== undefined && at <= asOf && dateOf(at) >= from)
        .map(({ fact }) => ({
          at: fact.at,
          on: dateOf(fact.at),
          no: numberOfLedger(lines),
          obligation: obligationIdOf(fact),
          what: whatHappened(fact),
          actor: fact.actor,
        })),
    )
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ at: _, ...one }) => one)
}
