import { type IsoDate, mustDate } from './date.ts'
import { at, fromEpochMs, type PlanTime, toEpochMs } from './time.ts'

/**
 * 方案时钟: plan time as a function of real time. Wall for real work; stepped and rate for 演练 on any server.
 * A stepped clock stands still until advanced; its day begins at noon for people, so that the 09:00 notices of
 * a day have gone out before anyone acts on it.
 */
export type PlanClock =
  | { readonly kind: 'wall' }
  | { readonly kind: 'stepped'; readonly at: PlanTime }
  | {
      readonly kind: 'rate'
      readonly base: PlanTime
      /** Real instant, epoch milliseconds, at which plan time was `base`. */
      readonly since: number
      /** Plan seconds that pass in one real second. */
      readonly perSecond: number
    }

/** The plan time a stepped clock shows on a day. */
export const steppedAt = (day: IsoDate): PlanTime => at(day, '12:00')

/** Plan seconds a real second: from a tenth of real time to four months. */
export const RATE = { least: 0.1, most: 10_000_000 } as const

/** Where a clock that runs on and on stands still, long after anything that people can write a date for. */
const END_MS = toEpochMs(at(mustDate('2199-12-31'), '23:59'))
const START_MS = toEpochMs(at(mustDate('1900-01-02'), '00:00'))

/** Plan time at a real instant (epoch milliseconds). Never leaves the calendar, whatever the clock. */
export function planTimeAt(clock: PlanClock, realMs: number): PlanTime {
  switch (clock.kind) {
    case 'wall':
      return fromEpochMs(realMs)
    case 'stepped':
      return clock.at
    case 'rate': {
      const ms = toEpochMs(clock.base) + (realMs - clock.since) * clock.perSecond
      return fromEpochMs(Math.min(END_MS, Math.max(START_MS, ms)))
    }
  }
}

/** Real milliseconds from `realMs` until plan time reaches `target`; null on a stepped clock, which never gets there by itself. */
export function realDelayUntil(clock: PlanClock, target: PlanTime, realMs: number): number | null {
  switch (clock.kind) {
    case 'wall':
      return Math.max(0, toEpochMs(target) - realMs)
    case 'stepped':
      return null
    case 'rate': {
      const planMs = toEpochMs(target) - (toEpochMs(clock.base) + (realMs - clock.since) * clock.perSecond)
      return Math.max(0, Math.ceil(planMs / clock.perSecond))
    }
  }
}

const SPREAD_MS = 10 * 60_000

/**
 * Milliseconds by which a measure's wakes are put off, 0 to 10 minutes, fixed by its id: thousands of measures
 * due at the same midnight do not all wake in the same second. Plan time of what they do stays exact.
 */
export function spreadOf(workflowId: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < workflowId.length; i += 1)
    hash = Math.imul(hash ^ workflowId.charCodeAt(i), 0x01000193) >>> 0
  return hash % SPREAD_MS
}

/** The real milliseconds of that spread on a clock: plan minutes pass faster on a rate clock, and none on a stepped one. */
export const realSpreadOf = (clock: PlanClock, workflowId: string): number =>
  clock.kind === 'wall'
    ? spreadOf(workflowId)
    : clock.kind === 'rate'
      ? spreadOf(workflowId) / clock.perSecond
      : 0
