import type { IsoDate } from '../calendar/date.ts'
import { dateOf } from '../calendar/time.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { isEnded } from '../supervision/obligation.ts'
import { aboutOf, type ExtensionItem } from './bulletin-items.ts'
import type { MeasureLedger } from './lines.ts'

/**
 * 延期 in a bulletin of format 1: grants by the state, refusals by the ledger, both under whoever leads it now, and why
 * a granted request was made is not told.
 */
export function extensionsOf1(
  states: readonly MeasureState[],
  ledgers: readonly MeasureLedger[],
  within: (on: IsoDate) => boolean,
): readonly ExtensionItem[] {
  const refused = new Map<string, { on: IsoDate; answer: string }[]>()
  for (const { fact } of ledgers.flat())
    if (fact.kind === 'extensionRefused' && within(dateOf(fact.at)))
      refused.set(fact.obligationId, [
        ...(refused.get(fact.obligationId) ?? []),
        { on: dateOf(fact.at), answer: fact.reason },
      ])
  return states.flatMap((state) =>
    state.obligations.flatMap((o): readonly ExtensionItem[] => {
      const about = { ...aboutOf(state, o), originalDueOn: o.originalDueOn, reason: null, answer: null }
      const granted = (o.extensions ?? [])
        .filter((one) => within(one.on))
        .map(({ on, from, dueOn }) => ({ ...about, on, result: 'granted' as const, from, dueOn }))
      const not = (refused.get(o.id) ?? []).map(({ on, answer }) => {
        return { ...about, on, result: 'refused' as const, from: o.dueOn, dueOn: null, answer }
      })
      if (!o.extension || isEnded(o)) return [...granted, ...not]
      const { askedOn: on, dueOn, reason } = o.extension
      return [...granted, ...not, { ...about, on, result: 'pending', from: o.dueOn, dueOn, reason }]
    }),
  )
}
