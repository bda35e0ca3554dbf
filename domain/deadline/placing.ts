import {
  addDays,
  addMonths,
  daysInMonth,
  type IsoDate,
  isoDate,
  month,
  weekday,
  year,
} from '../calendar/date.ts'
import { explainCount, weekdayName } from '../calendar/explain.ts'
import type { Period } from '../calendar/period.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { addWorkingDays } from '../calendar/workdays.ts'
import { MONTH_START_DAY, ours } from './profile.ts'
import type { Place } from './rule.ts'

export interface Placed {
  readonly first: IsoDate
  readonly last: IsoDate
  readonly provisional: boolean
  readonly why: readonly string[]
}

const plain = (first: IsoDate, last: IsoDate, ...why: string[]): Placed => ({
  first,
  last,
  provisional: false,
  why,
})

/** First day of the month that a place lies in. */
function monthOf(place: Place, period: Period): IsoDate {
  const y = year(period.last)
  if (place.month === -1) return isoDate(y, month(period.last), 1) ?? period.first
  if (place.month !== null) return addMonths(period.first, place.month - 1)
  const inLast = place.at === 'end' || place.at === 'tenDays'
  return inLast ? (isoDate(y, month(period.last), 1) ?? period.first) : period.first
}

/** The days a place names inside a period; fixed places do not roll (rules §1). */
export function locate(place: Place, period: Period, calendar: WorkCalendar): Placed {
  if (place.at === 'weekday') {
    const date = addDays(period.first, (place.number ?? 7) - 1)
    return plain(date, date, weekdayName(date))
  }
  if (place.at === 'workday') return nthWorkday(place, period, calendar)
  if (place.at === 'end' && (period.unit === 'day' || period.unit === 'week'))
    return plain(period.first, period.last)
  const first = monthOf(place, period)
  const y = year(first)
  const m = month(first)
  const end = daysInMonth(y, m)
  const on = (d: number) => isoDate(y, m, Math.min(d, end)) ?? first
  switch (place.at) {
    case 'day': {
      const d = place.number ?? end
      return d > end
        ? plain(on(end), on(end), ours(`${m}月没有${d}日，取最后一天`))
        : plain(on(d), on(d), `${m}月${d}日`)
    }
    case 'tenDays': {
      const n = place.number ?? 3
      return plain(on(n * 10 - 9), n === 3 ? on(end) : on(n * 10), `${m}月${'上中下'[n - 1]}旬的最后一天`)
    }
    case 'nthWeekday': {
      const [n, day] = [Math.floor((place.number ?? 11) / 10), (place.number ?? 11) % 10]
      const firstOne = 1 + ((day - weekday(first) + 7) % 7)
      const most = Math.floor((end - firstOne) / 7)
      const date = on(firstOne + 7 * Math.min(n - 1, most))
      const name = `${m}月${n === 9 ? '最后一个' : `第${n}个`}${weekdayName(date)}`
      return n !== 9 && n - 1 > most
        ? plain(date, date, ours(`${m}月没有${name.slice(String(m).length + 1)}，取最后一个`))
        : plain(date, date, name)
    }
    case 'start':
      return plain(first, on(MONTH_START_DAY), ours(`${m}月初按${MONTH_START_DAY}日`))
    default:
      return plain(first, on(end), `${m}月的最后一天`)
  }
}

function nthWorkday(place: Place, period: Period, calendar: WorkCalendar): Placed {
  const n = place.number ?? 1
  const inLast = place.month === null && n < 0
  const first = inLast
    ? (isoDate(year(period.last), month(period.last), 1) ?? period.first)
    : monthOf(place, period)
  const last = isoDate(year(first), month(first), daysInMonth(year(first), month(first))) ?? period.last
  const counted =
    n < 0 ? addWorkingDays(calendar, addDays(last, 1), n) : addWorkingDays(calendar, addDays(first, -1), n)
  const name = n < 0 ? '最后一个工作日' : `第${n}个工作日`
  return {
    first,
    last: counted.date,
    provisional: counted.provisional,
    why: [`${year(first)}年${month(first)}月${name} ${counted.date}`, ...explainCount(counted)],
  }
}
