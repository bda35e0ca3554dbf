import type { IsoDate } from '../calendar/date.ts'
import { dateOf } from '../calendar/time.ts'
import { begin, evolve } from '../supervision/evolve.ts'
import type { Fact } from '../supervision/facts.ts'
import { causeName } from '../supervision/replanned.ts'
import type { MeasureLedger } from './lines.ts'

export interface Withdrawal {
  readonly on: IsoDate
  readonly reason: string
}

const reasonOf = (fact: Fact): string => {
  switch (fact.kind) {
    case 'eventRevoked':
      return `触发事件 ${fact.eventId} 撤销`
    case 'replanned':
      return causeName(fact.cause)
    default:
      return '撤销'
  }
}

/** Obligations that were withdrawn on a day of the period, with when and why: what is not to be done any more stays to be seen. */
export function withdrawnIn(
  ledgers: readonly MeasureLedger[],
  within: (on: IsoDate) => boolean,
): ReadonlyMap<string, Withdrawal> {
  const found = new Map<string, Withdrawal>()
  for (const lines of ledgers) {
    const [first] = lines
    if (first?.fact.kind !== 'started') continue
    let state = begin(first.fact.at, first.fact.setup)
    for (const { fact } of lines) {
      const before = new Map(state.obligations.map((o) => [o.id, o.state]))
      state = evolve(state, fact)
      const on = dateOf(fact.at)
      for (const o of state.obligations)
        if (o.state === 'withdrawn' && before.get(o.id) !== 'withdrawn' && within(on))
          found.set(o.id, { on, reason: reasonOf(fact) })
    }
  }
  return found
}
