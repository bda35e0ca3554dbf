import { normalise } from './normalise.ts'

/**
 * The form in which condition texts are compared: width and white space made one, function words dropped.
 * @example conditionKey('待省出台具体规定后') === conditionKey('省出台具体规定')
 */
export const conditionKey = (text: string): string =>
  normalise(text)
    .text.replace(/^(?:待|经|自|从|在|等|根据|按照?)(?=..)/, '')
    .replace(/(?:之日起|之后|以后|后|起)$/, '')
    .replace(/["“”'‘’]/g, '')

const pairs = (text: string): string[] =>
  text.length < 2 ? [text] : Array.from({ length: text.length - 1 }, (_, i) => text.slice(i, i + 2))

/** Dice coefficient of character pairs, 0 to 1. */
function likeness(a: string, b: string): number {
  const left = pairs(a)
  const right = pairs(b)
  const common = left.filter((pair) => right.includes(pair)).length
  return (2 * common) / (left.length + right.length)
}

/** The condition texts most like the one asked for, best first: for error messages only, never to decide. */
export function nearestConditions(text: string, known: readonly string[], most = 3): readonly string[] {
  const key = conditionKey(text)
  return known
    .map((candidate) => ({ candidate, score: likeness(key, conditionKey(candidate)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ candidate }) => candidate)
}
