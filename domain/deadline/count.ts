import { addDays, addMonths, type IsoDate } from '../calendar/date.ts'
import { explainCount } from '../calendar/explain.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { addWorkingDays, rollBackward, rollForward } from '../calendar/workdays.ts'
import type { CountUnit, Within } from './rule.ts'

const UNIT_NAMES: Record<CountUnit, string> = {
  minute: '分钟',
  hour: '小时',
  day: '日',
  workday: '个工作日',
  week: '周',
  halfMonth: '个半月',
  month: '个月',
  halfYear: '个半年',
  year: '年',
}

export const lengthName = (count: number, unit: CountUnit): string => `${count}${UNIT_NAMES[unit]}`

const HOURS_A_DAY = 24
/** 半月 is counted as 15 days (rules §3). */
const HALF_MONTH_DAYS = 15

export interface CountedDate {
  readonly date: IsoDate
  readonly notBefore: IsoDate | null
  readonly provisional: boolean
  readonly why: readonly string[]
}

function unrolled(dayZero: IsoDate, count: number, unit: CountUnit): IsoDate {
  switch (unit) {
    case 'minute':
      return addDays(dayZero, Math.trunc(count / (60 * HOURS_A_DAY)) + (count > 0 ? 1 : 0))
    case 'hour':
      // Known by its date only, an event's hours count from that day's end.
      return addDays(dayZero, Math.sign(count) * Math.ceil(Math.abs(count) / HOURS_A_DAY))
    case 'week':
      return addDays(dayZero, count * 7)
    case 'halfMonth':
      return addDays(dayZero, count * HALF_MONTH_DAYS)
    case 'month':
      return addMonths(dayZero, count)
    case 'halfYear':
      return addMonths(dayZero, count * 6)
    case 'year':
      return addMonths(dayZero, count * 12)
    default:
      return addDays(dayZero, count)
  }
}

/**
 * A counted period from its day zero, which is not counted (民法典 201). Calendar periods that end on a rest
 * day end on the next working day (民法典 203), backward ones on the working day before (policy); working
 * days are counted by the notice (行政许可法 82).
 *
 * @example 2015-09-15 + 20日 → 2015-10-05, a holiday → 2015-10-08
 */
export function countFrom(
  dayZero: IsoDate,
  within: Within,
  calendar: WorkCalendar,
  zeroName: string,
): CountedDate {
  const sign = within.direction === 'before' ? -1 : 1
  const why = [`${zeroName} ${dayZero} 为第0日，不计入（民法典第201条）`]
  const length = lengthName(within.count, within.unit)
  if (within.unit === 'workday') {
    const counted = addWorkingDays(calendar, dayZero, sign * within.count)
    why.push(`${sign < 0 ? '倒数' : '数满'} ${length}到 ${counted.date}`, ...explainCount(counted))
    return { date: counted.date, notBefore: null, provisional: counted.provisional, why }
  }
  const raw = unrolled(dayZero, sign * within.count, within.unit)
  const hours = within.unit === 'hour' || within.unit === 'minute'
  const rolled = sign < 0 ? rollBackward(calendar, raw) : rollForward(calendar, raw)
  why.push(
    `${sign < 0 ? '倒数' : '数满'} ${length}到 ${raw}${hours ? '（只知事件日期，从当日24时起算）' : ''}`,
  )
  const notBefore =
    within.notBeforeCount === null ? null : unrolled(dayZero, sign * within.notBeforeCount, within.unit)
  if (hours) return { date: raw, notBefore, provisional: false, why }
  if (rolled.rolled)
    why.push(
      sign < 0
        ? `${raw} 是休息日，提前到前一个工作日 ${rolled.date}（cn-admin/v1）`
        : `${raw} 是休息日，顺延到下一个工作日 ${rolled.date}（民法典第203条）`,
      ...explainCount(rolled),
    )
  else if (rolled.provisional) why.push(...explainCount(rolled))
  return { date: rolled.date, notBefore, provisional: rolled.provisional, why }
}
