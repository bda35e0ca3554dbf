import { bareCondition } from './grammar/trigger.ts'
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

function pairsOf(text: string): ReadonlyMap<string, number> {
  const pairs = new Map<string, number>()
  const padded = `^${text}$`
  for (let i = 0; i + 2 <= padded.length; i += 1) {
    const pair = padded.slice(i, i + 2)
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  }
  return pairs
}

/** Dice coefficient of character pairs, 0 to 1. */
function likeness(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let common = 0
  let total = 0
  for (const [pair, count] of a) {
    common += Math.min(count, b.get(pair) ?? 0)
    total += count
  }
  for (const count of b.values()) total += count
  return total === 0 ? 0 : (2 * common) / total
}

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
