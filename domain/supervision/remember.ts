/** Ids that were seen, with one more; the latest `keep` of them, so that a state that carries them stays small. */
export const remember = (seen: readonly string[], id: string, keep: number): readonly string[] =>
  seen.includes(id) ? seen : [...seen.slice(1 - keep), id]
