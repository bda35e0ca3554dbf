import { likeness, pairsIn } from '../basics/likeness.ts'
import { bareCondition } from './grammar/bare-condition.ts'
import { normalise } from './normalise.ts'

const LEAD = /^(?:根据|依据|结合|按照?|随着?)(?=..)/
const TRAIL = /(?:(?:之日|当日|次日)?起|之日后|之后|以后|后|时)$/
const QUOTES = /["“”'‘’]/g

/**
 * The form in which condition texts are compared: width and white space made one, function words dropped
 * (leading 待, 经, 自, 从…, trailing 后, 之日起…).
 *
 * @example conditionKey('待 省级办法出台后') === conditionKey('省级办法出台')
 */
export const conditionKey = (text: string): string =>
  bareCondition(normalise(text).text.replace(LEAD, '').replace(TRAIL, '')).replace(QUOTES, '')

/** Where a text begins and ends counts too. */
const pairsOf = (text: string): ReadonlyMap<string, number> => pairsIn(`^${text}$`)

/** The condition texts most like the one asked for, best first: for error messages only, never to decide. */
export function nearestConditions(text: string, known: readonly string[], most = 3): readonly string[] {
  const key = pairsOf(conditionKey(text))
  return known
    .map((candidate) => ({ candidate, score: likeness(key, pairsOf(conditionKey(candidate))) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ candidate }) => candidate)
}
