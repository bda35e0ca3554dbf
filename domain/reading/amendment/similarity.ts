import { pairsIn } from '../../basics/likeness.ts'

/** A wording without its punctuation: the same where two say the same. */
export const tidy = (text: string): string =>
  text.normalize('NFKC').replace(/[\s，。、；：“”‘’（）《》,.;:()"'·\-—]/g, '')

/** A wording's pairs of characters, without its punctuation. */
export const pairsOf = (text: string): ReadonlyMap<string, number> => pairsIn(tidy(text))

export const sameWording = (a: string, b: string): boolean => tidy(a) === tidy(b)
