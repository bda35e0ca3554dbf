import type { IsoDate } from '../calendar/date.ts'
import { dateOf } from '../calendar/time.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { begin, evolve } from '../supervision/evolve.ts'
import type { Fact } from '../supervision/facts.ts'
import { isEnded } from '../supervision/obligation.ts'
import { aboutOf, type ExtensionItem } from './bulletin-items.ts'
import type { MeasureLedger } from './lines.ts'

type Within = (on: IsoDate) => boolean

/** The answer that a fact gives to a request on the desk, on the state before it; null: it is none. */
function answerOf(o: Obligation, fact: Fact): Pick<ExtensionItem, 'result' | 'dueOn' | 'answer'> | null {
  if (!o.extension) return null
  switch (fact.kind) {
    case 'extended':
      return { result: 'granted', dueOn: fact.dueOn, answer: fact.note }
    case 'extensionRefused':
      return { result: 'refused', dueOn: null, answer: fact.reason }
    case 'dueSet':
      return fact.answers ? { result: 'settled', dueOn: fact.dueOn, answer: fact.reason } : null
    default:
      return null
  }
}

/** Requests of one measure that were answered on a day of the period, in order, each with why it was asked. */
function answeredIn(lines: MeasureLedger, within: Within): readonly ExtensionItem[] {
  const [first] = lines
  if (first?.fact.kind !== 'started') return []
  let state = begin(first.fact.at, first.fact.setup)
  const items: ExtensionItem[] = []
  for (const { fact } of lines) {
    const on = dateOf(fact.at)
    const o =
      'obligationId' in fact ? state.obligations.find((one) => one.id === fact.obligationId) : undefined
    const answer = o && within(on) ? answerOf(o, fact) : null
    if (o && answer) {
      const { dueOn: from, originalDueOn } = o
      const reason = o.extension?.reason ?? null
      items.push({ ...aboutOf(state, o), on, from, originalDueOn, reason, ...answer })
    }
    state = evolve(state, fact)
  }
  return items
}

/**
 * 延期 in a period: what was answered, and what waits for its answer at the end, in the order of the plan. Whoever led it
 * when it was answered is named. What is withdrawn has nobody who could answer; its request comes back with it.
 */
export function extensionsOf(
  states: readonly MeasureState[],
  ledgers: readonly MeasureLedger[],
  within: Within,
): readonly ExtensionItem[] {
  const answered = new Map<string, ExtensionItem[]>()
  for (const item of ledgers.flatMap((lines) => answeredIn(lines, within)))
    answered.set(item.obligation, [...(answered.get(item.obligation) ?? []), item])
  return states.flatMap((state) =>
    state.obligations.flatMap((o): readonly ExtensionItem[] => {
      const before = answered.get(o.id) ?? []
      if (!o.extension || isEnded(o)) return before
      const { askedOn: on, dueOn, reason } = o.extension
      const asked = { on, dueOn, reason, answer: null, from: o.dueOn, originalDueOn: o.originalDueOn }
      return [...before, { ...aboutOf(state, o), result: 'pending', ...asked }]
    }),
  )
}
