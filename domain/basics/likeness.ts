/** Pairs of neighbouring characters with their counts: word order matters little, wording much. */
export function pairsIn(text: string): ReadonlyMap<string, number> {
  const pairs = new Map<string, number>()
  if (text.length === 1) pairs.set(text, 1)
  for (let i = 0; i + 1 < text.length; i += 1) {
    const pair = text.slice(i, i + 2)
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  }
  return pairs
}

/** Sørensen–Dice over those pairs: 0 nothing in common, 1 the same pairs; two empty texts are the same. */
export function likeness(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let common = 0
  let size = 0
  for (const [pair, count] of a) {
    common += Math.min(count, b.get(pair) ?? 0)
    size += count
  }
  for (const count of b.values()) size += count
  return size === 0 ? 1 : (2 * common) / size
}
