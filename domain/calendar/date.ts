/**
 * A civil date of Asia/Shanghai, 'YYYY-MM-DD', years 1900 to 2999. Computed with integers only: no `Date`, so no
 * time zone of the machine can move a deadline. Strings compare in date order.
 */
export type IsoDate = string & { readonly __brand: 'IsoDate' }

const FORM = /^(\d{4})-(\d{2})-(\d{2})$/
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

const isLeap = (y: number) => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0

/** Days in month 1..12 of a year. */
export const daysInMonth = (y: number, m: number): number => (m === 2 && isLeap(y) ? 29 : (DAYS[m - 1] ?? 0))

/** 00 to 31, made once: dates are written by the thousand. */
const TWO = Array.from({ length: 32 }, (_, n) => String(n).padStart(2, '0'))

/** A real date from year, month 1..12 and day 1..31, or null. @example isoDate(2015, 2, 30) // null */
export function isoDate(y: number, m: number, d: number): IsoDate | null {
  const real =
    Number.isInteger(y) &&
    Number.isInteger(m) &&
    Number.isInteger(d) &&
    y >= 1900 &&
    y <= 2999 &&
    m >= 1 &&
    m <= 12 &&
    d >= 1 &&
    d <= daysInMonth(y, m)
  return real ? (`${y}-${TWO[m]}-${TWO[d]}` as IsoDate) : null
}

/** Strict 'YYYY-MM-DD' of a real date, or null. @example parseDate('2015-7-6') // null */
export function parseDate(text: string): IsoDate | null {
  const match = FORM.exec(text)
  return match ? isoDate(Number(match[1]), Number(match[2]), Number(match[3])) : null
}

/** Guard for untrusted text, e.g. in a zod refinement. */
export const isIsoDate = (text: string): text is IsoDate => parseDate(text) !== null

/** For constants and tests. Throws on anything that is not a real date. */
export function mustDate(text: string): IsoDate {
  const date = parseDate(text)
  if (date === null) throw new RangeError(`not a date: ${text}`)
  return date
}

/** Year, month 1..12 and day 1..31 of a date. */
export const year = (d: IsoDate): number => digits(d, 0) * 100 + digits(d, 2)
export const month = (d: IsoDate): number => digits(d, 5)
export const day = (d: IsoDate): number => digits(d, 8)
/** The number that two digits make. */
const digits = (d: string, at: number): number => (d.charCodeAt(at) - 48) * 10 + d.charCodeAt(at + 1) - 48

/** Days since 1970-01-01 of the proleptic Gregorian calendar (Howard Hinnant's days_from_civil). */
export function toDayNumber(d: IsoDate): number {
  const m = month(d)
  const y = year(d) - (m <= 2 ? 1 : 0)
  const era = Math.floor(y / 400)
  const yoe = y - era * 400
  const doy = Math.floor((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + day(d) - 1
  const doe = yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy
  return era * 146097 + doe - 719468
}

/** Inverse of toDayNumber. Throws outside the years 1900 to 2999. */
export function fromDayNumber(n: number): IsoDate {
  const z = n + 719468
  const era = Math.floor(z / 146097)
  const doe = z - era * 146097
  const yoe = Math.floor(
    (doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365,
  )
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100))
  const mp = Math.floor((5 * doy + 2) / 153)
  const m = mp < 10 ? mp + 3 : mp - 9
  const date = isoDate(yoe + era * 400 + (m <= 2 ? 1 : 0), m, doy - Math.floor((153 * mp + 2) / 5) + 1)
  if (date === null) throw new RangeError(`day number out of range: ${n}`)
  return date
}

/** n calendar days later, earlier when n is negative. Throws when it leaves the years 1900 to 2999. */
export const addDays = (d: IsoDate, n: number): IsoDate => fromDayNumber(toDayNumber(d) + n)

/**
 * n months later: the corresponding day, else the month's last day (民法典 202). Always count from the original
 * date: adding 1 twice to 31 January is not the same as adding 2. Throws outside the years 1900 to 2999.
 *
 * @example addMonths('2015-01-31', 1) // '2015-02-28'
 */
export function addMonths(d: IsoDate, n: number): IsoDate {
  const index = year(d) * 12 + (month(d) - 1) + n
  const y = Math.floor(index / 12)
  const m = index - y * 12 + 1
  const date = isoDate(y, m, Math.min(day(d), daysInMonth(y, m)))
  if (date === null) throw new RangeError(`${n} months from ${d} is no date`)
  return date
}

/** Days from a to b; negative when b is earlier. */
export const diffDays = (a: IsoDate, b: IsoDate): number => toDayNumber(b) - toDayNumber(a)

/** Monday 1 … Sunday 7. */
export const weekday = (d: IsoDate): number => ((((toDayNumber(d) + 3) % 7) + 7) % 7) + 1

/** For Array.sort: negative when a is earlier. */
export const compareDates = (a: IsoDate, b: IsoDate): number => (a < b ? -1 : a > b ? 1 : 0)
export const minDate = (a: IsoDate, b: IsoDate): IsoDate => (a <= b ? a : b)
export const maxDate = (a: IsoDate, b: IsoDate): IsoDate => (a >= b ? a : b)
export const endOfMonth = (d: IsoDate): IsoDate =>
  isoDate(year(d), month(d), daysInMonth(year(d), month(d))) ?? d
