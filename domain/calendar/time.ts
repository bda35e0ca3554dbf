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

/** n minutes later, earlier when n is negative. */
export const addMinutes = (time: PlanTime, n: number): PlanTime => fromEpochMs(toEpochMs(time) + n * 60_000)

/** The last day of a period that ends at an instant: one that ends at 00:00 ends with the day before. */
export const lastDayBefore = (end: PlanTime): IsoDate =>
  clockOf(end) === '00:00' ? addDays(dateOf(end), -1) : dateOf(end)

/** An end as people write it. @example '2015-03-04T00:00' → '2015-03-03 24:00' */
export const endName = (end: PlanTime): string =>
  clockOf(end) === '00:00' ? `${lastDayBefore(end)} 24:00` : end.replace('T', ' ')

const FIRST_MS = toEpochMs(at('1900-01-01' as IsoDate, '00:00'))
const END_MS = toEpochMs(at('2999-12-31' as IsoDate, '00:00')) + DAY_MS

const MOMENT =
  /^(\d{4}-\d{2}-\d{2})(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d(?:\.\d{1,9})?)?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?)?$/

/**
 * Reads a date or an instant; null when it is neither. Without an offset the time is Shanghai's; seconds are dropped.
 *
 * @example parseMoment('2015-03-02T07:30Z') // { on: '2015-03-02', at: '2015-03-02T15:30' }
 */
export function parseMoment(text: string): { readonly on: IsoDate; readonly at: PlanTime | null } | null {
  const match = MOMENT.exec(text.trim())
  const [, day = '', hour, minute, offset] = match ?? []
  if (!match || !isIsoDate(day)) return null
  if (hour === undefined) return { on: day, at: null }
  const local = at(day, `${hour}:${minute}`)
  if (offset === undefined) return { on: day, at: local }
  const digits = offset.replace(/\D/g, '')
  const ahead = offset === 'Z' ? 0 : Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  const ms = toEpochMs(local) + (480 - (offset.startsWith('-') ? -ahead : ahead)) * 60_000
  // At the calendar's edge the offset may lead out of it: that is no instant of it.
  if (ms < FIRST_MS || ms >= END_MS) return null
  const shanghai = fromEpochMs(ms)
  return { on: dateOf(shanghai), at: shanghai }
}
