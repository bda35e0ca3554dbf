const tidy = (text: string): string =>
  text.normalize('NFKC').replace(/[\s，。、；：“”‘’（）《》,.;:()"'·\-—]/g, '')

/** Pairs of neighbouring characters with their counts: word order matters little, wording much. */
export function pairsOf(text: string): ReadonlyMap<string, number> {
  const bare = tidy(text)
  const pairs = new Map<string, number>()
  if (bare.length === 1) pairs.set(bare, 1)
  for (let i = 0; i + 1 < bare.length; i += 1) {
    const pair = bare.slice(i, i + 2)
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  }
  return pairs
}

/** Sørensen–Dice over those pairs: 0 nothing in common, 1 the same but for punctuation. */
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

export const sameWording = (a: string, b: string): boolean => tidy(a) === tidy(b)
