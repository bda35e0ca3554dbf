import { addDays, fromDayNumber, type IsoDate, isIsoDate, toDayNumber } from './date.ts'

/** Plan time: 'YYYY-MM-DDTHH:mm' in Asia/Shanghai. Strings compare in time order. */
export type PlanTime = string & { readonly __brand: 'PlanTime' }

/** China keeps +08:00, without summer time since 1991: arithmetic needs no time-zone database. */
const OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/

/** A time on a day. Throws on a clock that is not 'HH:mm'. @example at('2015-07-31', '09:00') */
export function at(date: IsoDate, clock: string): PlanTime {
  if (!CLOCK.test(clock)) throw new RangeError(`not a clock time: ${clock}`)
  return `${date}T${clock}` as PlanTime
}

export const dateOf = (time: PlanTime): IsoDate => time.slice(0, 10) as IsoDate
export const clockOf = (time: PlanTime): string => time.slice(11, 16)

/** Guard for untrusted text: a real date and a real time. */
export const isPlanTime = (text: string): text is PlanTime =>
  text.length === 16 && text[10] === 'T' && isIsoDate(text.slice(0, 10)) && CLOCK.test(text.slice(11))

/** The real instant, in epoch milliseconds, at which a wall clock in Shanghai shows `time`. */
export function toEpochMs(time: PlanTime): number {
  const minutes = Number(time.slice(11, 13)) * 60 + Number(time.slice(14, 16))
  return toDayNumber(dateOf(time)) * DAY_MS + minutes * 60_000 - OFFSET_MS
}

/** What a wall clock in Shanghai shows at a real instant, floored to the minute. */
export function fromEpochMs(ms: number): PlanTime {
  const local = ms + OFFSET_MS
  const days = Math.floor(local / DAY_MS)
  const minutes = Math.floor((local - days * DAY_MS) / 60_000)
  const pad = (n: number) => String(n).padStart(2, '0')
  return at(fromDayNumber(days), `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`)
}

/** ISO 8601 with the offset, for programs. @example '2015-07-31T09:00:00+08:00' */
export const toIsoInstant = (time: PlanTime): string => `${time}:00+08:00`

/** 民法典 203: a day ends at 24:00; as an exclusive bound that is the next day's 00:00. */
export const endOfDayExclusive = (date: IsoDate): PlanTime => at(addDays(date, 1), '00:00')
