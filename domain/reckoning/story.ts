import type { PlanTime } from '../calendar/time.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { describeFact } from '../supervision/describe.ts'
import { begin, evolve } from '../supervision/evolve.ts'
import { type Fact, factDef, obligationIdOf } from '../supervision/facts.ts'

/** One line of a measure's story: when in plan time, who, what, and why it came to that. */
export interface StoryLine {
  readonly seq: number
  readonly at: PlanTime
  /** 系统 for what a date brought about. */
  readonly who: string
  readonly what: string
  /** The rule, the dates or the paper behind it; null where `what` already says it. */
  readonly why: string | null
  readonly obligationId: string | null
}

const whoOf = ({ actor }: Fact): string =>
  actor.role === 'system' ? '系统' : `${actor.unit}${actor.name ? ` ${actor.name}` : ''}`

/** The sentence of the ledger without the actor it begins with: that has a place of its own here. */
export const whatHappened = (fact: Fact): string => {
  const says = describeFact(fact)
  const who = `${whoOf(fact)} `
  return says.startsWith(who) ? says.slice(who.length) : says
}

/** What stands behind a fact, on the state before it. */
function whyOf(state: MeasureState, fact: Fact): string | null {
  const id = obligationIdOf(fact)
  const o = state.obligations.find((x) => x.id === id)
  return factDef(fact.kind).why?.(fact, o, state) ?? null
}

/** The story of a measure as a clerk would tell it, from its ledger alone: one line for each fact, in order. */
export function storyOf(facts: readonly Fact[]): readonly StoryLine[] {
  const [first] = facts
  if (first?.kind !== 'started') return []
  let state = begin(first.at, first.setup)
  return facts.map((fact) => {
    const line = {
      seq: fact.seq,
      at: fact.at,
      who: whoOf(fact),
      what: whatHappened(fact),
      why: whyOf(state, fact),
      obligationId: obligationIdOf(fact),
    }
    state = evolve(state, fact)
    return line
  })
}
