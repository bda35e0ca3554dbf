/**
 * Texts that come again and again (dates, units, conditions), kept once: what refers to one keeps its place in the
 * table. For states that are carried from one run of a workflow to the next, which may be 2 MB at most.
 */
export interface TextTable {
  readonly texts: string[]
  /** The place of a text; -1 for null. */
  readonly put: (text: string | null | undefined) => number
}

export function textTable(): TextTable {
  const texts: string[] = []
  const places = new Map<string, number>()
  const put = (text: string | null | undefined): number => {
    if (text === null || text === undefined) return -1
    const known = places.get(text)
    if (known !== undefined) return known
    places.set(text, texts.length)
    return texts.push(text) - 1
  }
  return { texts, put }
}

/** A state longer than this, as JSON, is packed; the rest of the 2 MB is for what lies beside it. */
export const PACKED_FROM = 400_000
/** So much of the latest, as JSON, is carried whole. */
const WHOLE = 200_000

/** Splits a list at the latest items that fit into the room, `whole`, and the earlier ones. */
export function latestWhole<T>(
  items: readonly T[],
  room = WHOLE,
): { readonly early: readonly T[]; readonly whole: readonly T[] } {
  let [from, left] = [items.length, room]
  while (from > 0) {
    left -= JSON.stringify(items[from - 1]).length
    if (left < 0) break
    from -= 1
  }
  return { early: items.slice(0, from), whole: items.slice(from) }
}

/** A text of at most so many characters. */
export const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`

/** The same value with no text longer than `most`, at any depth. */
export function withShortTexts<T>(value: T, most: number): T {
  if (typeof value === 'string') return shortened(value, most) as T
  if (Array.isArray(value)) return value.map((item) => withShortTexts(item, most)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withShortTexts(item, most)]),
  ) as T
}
