import type { IsoDate } from '../calendar/date.ts'
import type { SlipLevel } from '../policy/levels.ts'

/** Key of a slip in the register: a level goes out once per obligation and due date. */
export const slipKey = (obligation: string, level: SlipLevel, dueOn: IsoDate): string =>
  `${obligation} ${level} ${dueOn}`

export interface RegisteredSlip {
  /** `slipKey`. */
  readonly key: string
  readonly raisedOn: IsoDate
  /** In the order in which the slips were written, which a stepped clock or a worker that slept may mix up. */
  readonly number: number
}

/**
 * 督办单编号 by date: the day on which it went out and which of that day's it is. One that is written later, for a day
 * gone by, gets the next of its day, so that no number ever changes.
 * @example '20150803-2'
 */
export function slipSerials(register: readonly RegisteredSlip[]): ReadonlyMap<string, string> {
  const days = new Map<IsoDate, number>()
  const inOrder = [...register].sort((a, b) => a.number - b.number)
  return new Map(
    inOrder.map(({ key, raisedOn }) => {
      const nth = (days.get(raisedOn) ?? 0) + 1
      days.set(raisedOn, nth)
      return [key, `${raisedOn.replaceAll('-', '')}-${nth}`]
    }),
  )
}

/** Serials in order of their days, and within one in order. */
export const bySerial = (a: string, b: string): number => {
  const [[x = '', n = '0'], [y = '', m = '0']] = [a.split('-'), b.split('-')]
  return x < y ? -1 : x > y ? 1 : Number(n) - Number(m)
}
