/** Requests a minute, reads and writes: of a person, of a token, of an address that has shown neither. */
export const RATES = {
  session: { reads: 300, writes: 60 },
  token: { reads: 600, writes: 120 },
  address: { reads: 60, writes: 30 },
} as const
export type Rates = Readonly<Record<keyof typeof RATES, { readonly reads: number; readonly writes: number }>>
const WINDOW_MS = 60_000
/** Counts that are kept; more are no people, and the oldest are forgotten. */
const MOST = 20_000

interface Count {
  since: number
  n: number
}

/** Counts by whom and what, a minute each. */
export class Counts {
  private readonly counts = new Map<string, Count>()

  /** @returns requests left in this minute, below 0: none; and milliseconds until the next begins */
  take(key: string, most: number, now: number): { readonly left: number; readonly resetMs: number } {
    let count = this.counts.get(key)
    if (count === undefined || now - count.since >= WINDOW_MS) {
      count = { since: now, n: 0 }
      this.counts.delete(key)
      this.counts.set(key, count)
      if (this.counts.size > MOST) this.counts.delete(this.counts.keys().next().value ?? '')
    }
    count.n += 1
    return { left: most - count.n, resetMs: count.since + WINDOW_MS - now }
  }
}
