import { addDays, fromDayNumber, type IsoDate, toDayNumber, weekday } from './date.ts'
import type { WorkCalendar } from './table.ts'
import { isWorkingDay } from './workdays.ts'

/**
 * 工作日带: which days of a span are working days, as data that travels with a measure. Only the exceptions to Monday
 * to Friday are kept, each as days after the one before (base 36), so that two years are about 200 characters.
 */
export interface WorkdayStrip {
  readonly from: IsoDate
  readonly until: IsoDate
  readonly except: string
  /** Of the calendar it was cut from, with the years that its tables cover. */
  readonly version: string
  readonly firstYear: number
  readonly lastYear: number
}

/** Cuts the strip of a span out of a calendar. */
export function stripOf(calendar: WorkCalendar, from: IsoDate, until: IsoDate): WorkdayStrip {
  const steps: string[] = []
  let last = toDayNumber(from) - 1
  for (let n = toDayNumber(from); n <= toDayNumber(until); n += 1) {
    const date = fromDayNumber(n)
    if (isWorkingDay(calendar, date) === weekday(date) < 6) continue
    steps.push((n - last).toString(36))
    last = n
  }
  const { version, firstYear, lastYear } = calendar
  return { from, until, except: steps.join(' '), version, firstYear, lastYear }
}

// Asked many times for one strip, which never changes.
const cache = new WeakMap<WorkdayStrip, WorkCalendar>()

/** The calendar that a strip is: inside its span as it was cut, beyond it Monday to Friday. */
export function calendarOf(strip: WorkdayStrip): WorkCalendar {
  const known = cache.get(strip)
  if (known) return known
  const days: { date: IsoDate; name: string }[] = []
  let at = addDays(strip.from, -1)
  for (const step of strip.except.split(' ').filter(Boolean)) {
    at = addDays(at, Number.parseInt(step, 36))
    days.push({ date: at, name: '' })
  }
  const year = Number(strip.from.slice(0, 4))
  const off = ({ date }: { date: IsoDate }) => weekday(date) < 6
  const table = {
    ...{ year, notices: [], provenance: 'strip', sha256: strip.version },
    holidays: days.filter(off),
    makeUpWorkdays: days.filter((day) => !off(day)),
  }
  const { version, firstYear, lastYear } = strip
  const calendar = { version, firstYear, lastYear, years: { [year]: table }, localClosures: [] }
  cache.set(strip, calendar)
  return calendar
}
