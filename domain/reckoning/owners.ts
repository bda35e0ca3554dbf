import type { IsoDate } from '../calendar/date.ts'
import { dateOf } from '../calendar/time.ts'
import type { SlipLevel } from '../policy/levels.ts'
import { begin, evolve } from '../supervision/evolve.ts'
import type { Fact } from '../supervision/facts.ts'
import { leadsOf } from '../supervision/units.ts'

type Leads = readonly string[] | undefined

/**
 * Who led a measure when something happened to it: after a 改派 what was slipped, extended or accepted before stays with
 * the units that led it then, in lists and bulletins as in the score. Undefined: whoever leads it today.
 */
export interface Owners {
  readonly ofSlip: (obligation: string, level: SlipLevel, dueOn: IsoDate) => Leads
  /** The last acceptance. */
  readonly ofDone: (obligation: string) => Leads
  readonly ofExtension: (obligation: string, on: IsoDate) => Leads
}

/** Kinds of facts from which owners follow. */
export const OWNING = [
  'started',
  'reassigned',
  'replanned',
  'slipRaised',
  'accepted',
  'extended',
  'extensionRefused',
] as const satisfies readonly Fact['kind'][]

/**
 * @param ledgers the facts of each measure in their order, those of OWNING at least
 * @example led by 市甲局 when blue went out, by 市乙局 when it was done → ofSlip ['市甲局'], ofDone ['市乙局']
 */
export function ownersOf(ledgers: readonly (readonly Fact[])[]): Owners {
  const known = new Map<string, readonly string[]>()
  for (const facts of ledgers) {
    const [first] = facts
    if (first?.kind !== 'started') continue
    let state = begin(first.at, first.setup)
    for (const fact of facts) {
      state = evolve(state, fact)
      const leads = leadsOf(state.setup)
      if (fact.kind === 'slipRaised') known.set(`${fact.obligationId} ${fact.level} ${fact.dueOn}`, leads)
      if (fact.kind === 'accepted') known.set(fact.obligationId, leads)
      if (fact.kind === 'extended' || fact.kind === 'extensionRefused')
        known.set(`${fact.obligationId} ${dateOf(fact.at)}`, leads)
    }
  }
  return {
    ofSlip: (obligation, level, dueOn) => known.get(`${obligation} ${level} ${dueOn}`),
    ofDone: (obligation) => known.get(obligation),
    ofExtension: (obligation, on) => known.get(`${obligation} ${on}`),
  }
}

/** Nobody but those who lead today. */
export const TODAYS: Owners = {
  ofSlip: () => undefined,
  ofDone: () => undefined,
  ofExtension: () => undefined,
}
