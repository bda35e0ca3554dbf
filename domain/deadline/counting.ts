import { addDays, addMonths, type IsoDate } from '../calendar/date.ts'
import { explainCount } from '../calendar/explain.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { addMinutes, endName, endOfDayExclusive, lastDayBefore, type PlanTime } from '../calendar/time.ts'
import { addWorkingDays, rollBackward, rollForward } from '../calendar/workdays.ts'
import { printLength } from './print-words.ts'
import { HALF_MONTH_DAYS, ours } from './profile.ts'
import type { CountUnit, Within } from './rule.ts'

const HOURS_A_DAY = 24
const MINUTES_A_DAY = 24 * 60

/** The length alone, without the lower bound of a range. @example '20个工作日', '1个半月' */
const lengthName = (within: Within): string => printLength({ ...within, notBeforeCount: null })

export interface CountedDate {
  readonly date: IsoDate
  readonly notBefore: IsoDate | null
  readonly provisional: boolean
  /** Of a count in hours or minutes. */
  readonly dueAt?: PlanTime
  readonly why: readonly string[]
}

/** Hours and minutes of an event known by its date only count from that day's end (rules, further readings). */
function plainCount(from: IsoDate, n: number, unit: Exclude<CountUnit, 'workday'>): IsoDate {
  const days = (parts: number) => Math.sign(n) * Math.ceil(Math.abs(n) / parts)
  switch (unit) {
    case 'minute':
      return addDays(from, days(MINUTES_A_DAY))
    case 'hour':
      return addDays(from, days(HOURS_A_DAY))
    case 'day':
      return addDays(from, n)
    case 'week':
      return addDays(from, n * 7)
    case 'halfMonth':
      return addDays(from, n * HALF_MONTH_DAYS)
    case 'month':
      return addMonths(from, n)
    case 'halfYear':
      return addMonths(from, n * 6)
    case 'year':
      return addMonths(from, n * 12)
  }
}

const MINUTES: Partial<Record<CountUnit, number>> = { minute: 1, hour: 60 }

/**
 * Hours and minutes count from the instant (民法典 201) and do not roll. Of an event whose day alone is known they count
 * from that day's end, forward only: backward the day before is all that can be said.
 */
function countInstant(dayZero: IsoDate, n: number, within: Within, zeroName: string, at: PlanTime | null) {
  const length = lengthName(within)
  const minutes = n * (MINUTES[within.unit] ?? 60)
  if (at === null && n < 0) {
    const date = plainCount(dayZero, n, within.unit === 'minute' ? 'minute' : 'hour')
    return { date, why: [`倒数${length}，到 ${date}（${zeroName} ${dayZero}，不知道钟点）`] }
  }
  const start = at ?? endOfDayExclusive(dayZero)
  const dueAt = addMinutes(start, minutes)
  const from =
    at === null
      ? `起算：${zeroName} ${dayZero}，不知道钟点，从当日24时起算`
      : `起算：${zeroName} ${at.replace('T', ' ')}（民法典第201条：按小时计算的，自该时刻起）`
  const to = `${n < 0 ? '倒数' : '数满'}${length}，到 ${endName(dueAt)} 止（不顺延）`
  return { date: lastDayBefore(dueAt), dueAt, why: [from, to] }
}

function lowerBound(dayZero: IsoDate, within: Within, calendar: WorkCalendar): IsoDate | null {
  if (within.notBeforeCount === null) return null
  const n = (within.direction === 'before' ? -1 : 1) * within.notBeforeCount
  return within.unit === 'workday'
    ? addWorkingDays(calendar, dayZero, n).date
    : plainCount(dayZero, n, within.unit)
}

/**
 * The end of a counted period. The day of the event is day zero and not counted (民法典 201), months end on the
 * corresponding day (202), a last day that is a rest day rolls to the next working day (203) or, counting
 * backward, to the one before (policy); working days follow the notice (行政许可法 82); hours do not roll and count from
 * the instant `at`, where it is known.
 *
 * @example 2015-09-15 + 20日 → 2015-10-05, in 国庆节 → 2015-10-08
 */
export function countFrom(
  dayZero: IsoDate,
  within: Within,
  calendar: WorkCalendar,
  zeroName: string,
  at: PlanTime | null = null,
): CountedDate {
  const back = within.direction === 'before'
  const n = back ? -within.count : within.count
  const length = lengthName(within)
  const verb = back ? '倒数' : '数满'
  const notBefore = lowerBound(dayZero, within, calendar)
  const why = [`起算：${zeroName} ${dayZero} 为第0日，不计入（民法典第201条）`]
  if (within.count === 0 && back) {
    const eve = addDays(dayZero, -1)
    return {
      date: eve,
      notBefore,
      provisional: false,
      why: [`${zeroName} ${dayZero} 之前，到前一天 ${eve} 止`],
    }
  }
  if (within.count === 0)
    return { date: dayZero, notBefore, provisional: false, why: [`${zeroName} ${dayZero} 当日`] }
  if (within.unit === 'workday') {
    const counted = addWorkingDays(calendar, dayZero, n)
    why.push(`${verb}${length}，到 ${counted.date}`, ...explainCount(counted))
    return { date: counted.date, notBefore, provisional: counted.provisional, why }
  }
  if (MINUTES[within.unit] !== undefined)
    return { ...countInstant(dayZero, n, within, zeroName, at), notBefore, provisional: false }
  const raw = plainCount(dayZero, n, within.unit)
  why.push(`${verb}${length}，到 ${raw}`)
  const rolled = back ? rollBackward(calendar, raw) : rollForward(calendar, raw)
  if (rolled.rolled)
    why.push(
      back
        ? ours(`${raw} 是休息日，提前到前一个工作日 ${rolled.date}`)
        : `${raw} 是休息日，顺延到下一个工作日 ${rolled.date}（民法典第203条）`,
    )
  why.push(...explainCount(rolled))
  return { date: rolled.date, notBefore, provisional: rolled.provisional, why }
}
