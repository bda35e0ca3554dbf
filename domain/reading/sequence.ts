/** A printed number in its list: `style` tells lists of one kind apart (1. from （1）), `text` is how it is printed. */
export interface Numbered {
  readonly style: string
  readonly number: number
  readonly text: string
  /** Where it stands, for people. */
  readonly place: string
}

export interface Gap {
  readonly before: Numbered | null
  readonly after: Numbered
  readonly missing: readonly number[]
}

/**
 * Gaps in printed numbers, in document order: a number that neither goes on with its list, nor begins one, nor goes on
 * with the list of its style before a heading (numbers that run through all sections). A number that is printed twice
 * or goes back is a gap without missing numbers.
 *
 * @example gapsIn(one list of 1. 2. 4.) // [{ before: 2., after: 4., missing: [3] }]
 */
export function gapsIn(lists: readonly (readonly Numbered[])[]): readonly Gap[] {
  const last = new Map<string, Numbered>()
  return lists.flatMap((list) => {
    let before: Numbered | null = null
    return list.flatMap((one): Gap[] => {
      const running = last.get(one.style) ?? null
      const goesOn =
        one.number === (before?.number ?? 0) + 1 ||
        one.number === (running?.number ?? 0) + 1 ||
        (one.number === 1 && before?.number !== 1)
      const from = before ?? (running !== null && running.number < one.number ? running : null)
      before = one
      last.set(one.style, one)
      if (goesOn) return []
      const first = (from?.number ?? 0) + 1
      const count = Math.max(0, Math.min(one.number - first, 20))
      return [{ before: from, after: one, missing: Array.from({ length: count }, (_, i) => first + i) }]
    })
  })
}

/** The gap in words. @example '“2.”之后是“4.”，缺 3' */
export const gapSays = ({ before, after, missing }: Gap): string => {
  const from = before === null ? `从“${after.text}”开始` : `“${before.text}”之后是“${after.text}”`
  return missing.length === 0 ? from : `${from}，缺 ${missing.join('、')}`
}
