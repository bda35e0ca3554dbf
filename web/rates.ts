import type { Db } from '../records/db.ts'
import { isPostgres } from '../records/dialect.ts'
import { countRequest } from '../records/uploads.ts'

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

/** Counts as above, or over all web processes that share a store. */
export interface Counting {
  take(key: string, most: number, now: number): Promise<Taken> | Taken
}
type Taken = ReturnType<Counts['take']>

/** Counted in the store: several web processes stand side by side on PostgreSQL, and a minute is the clock's. */
export const sharedCounts = (db: Db): Counting => ({
  async take(key, most, now) {
    const minute = Math.floor(now / WINDOW_MS)
    const n = await countRequest(db, key, minute)
    return { left: most - n, resetMs: (minute + 1) * WINDOW_MS - now }
  },
})

/** SQLite is one machine's, and its one web process counts for itself. */
export const countingFor = (db: Db): Counting => (isPostgres(db) ? sharedCounts(db) : new Counts())
