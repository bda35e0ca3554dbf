import type { EventRule } from '../rule.ts'
import { BEFORE, CLOCK, clockOf, hoursTo, isNoClock, read, skip, token } from '../tokens.ts'
import type { WithinReading } from './count.ts'

const HOUR = token(`的?${CLOCK}`)
const CLOSING_TIME = token('(?:下班|上班)(?=前|之前|以前)')
const LIMIT = token(BEFORE)

export interface HourReading {
  readonly end: number
  readonly clock: string | null
}

/** 17时前, 上午, 下班前 behind a day: the hour of it, and where its words end. The place itself where no hour stands there. */
export function hourOfDay(text: string, at: number): HourReading {
  const closing = skip(CLOSING_TIME, text, at)
  if (closing > 0) return { end: at + closing + skip(LIMIT, text, at + closing), clock: null }
  const match = read(HOUR, text, at)
  if (!match || match[0].length === 0 || isNoClock(match[1], match[2], match[3]))
    return { end: at, clock: null }
  if (match[1] === undefined && match[2] === undefined) return { end: at, clock: null }
  const hours = match[2] === undefined ? null : hoursTo(text, at, at + match[0].length)
  const end = hours?.end ?? at + match[0].length
  const clock = hours?.clock ?? clockOf(match[1], match[2], match[3])
  return { end: end + skip(LIMIT, text, end), clock }
}

/** The hour behind a length, where it counts days. */
export const hourBehind = (text: string, { within, end }: WithinReading): HourReading =>
  within.unit === 'day' || within.unit === 'workday' ? hourOfDay(text, end) : { end, clock: null }

/** The rule with the hour of its day, where one is named. */
export const atHour = (rule: EventRule, clock: string | null): EventRule =>
  clock === null ? rule : { ...rule, clock }
