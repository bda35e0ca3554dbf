import { type IsoDate, isoDate, maxDate, minDate, year } from '../calendar/date.ts'
import { nextPeriod, type Period, periodName, periodOf, previousPeriod } from '../calendar/period.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import type { PlanTime } from '../calendar/time.ts'
import { isWorkingDay } from '../calendar/workdays.ts'
import { countFrom } from './counting.ts'
import { locate } from './placing.ts'
import { ours } from './profile.ts'
import { inclusiveOf, instantOf, moved } from './rolling.ts'
import type { Anchor, DeadlineContext, Occurrence, RecurringRule, Rolls } from './rule.ts'
import { planYearOf, resolveSpans } from './span-dates.ts'

interface Due {
  readonly notBefore: IsoDate | null
  readonly dueOn: IsoDate
  readonly dueAt?: PlanTime
  readonly provisional: boolean
  readonly why: readonly string[]
}

const HALVES = { morning: '上午', afternoon: '下午' } as const
const hourOf = (anchor: Anchor): string => (anchor.half && !anchor.clock ? ` ${HALVES[anchor.half]}` : '')

function anchored(
  anchor: Anchor,
  period: Period,
  rolls: Rolls,
  calendar: WorkCalendar,
  about: readonly string[],
): Due {
  const to = locate(anchor.place, anchor.place.next ? nextPeriod(period) : period, calendar)
  const from = anchor.from === null ? null : locate(anchor.from, period, calendar)
  const due = moved(to.last, rolls, calendar)
  const inclusive = inclusiveOf(anchor.before && anchor.place.at === 'day', anchor.clock)
  const { dueOn, dueAt } = instantOf(due.date, anchor.clock)
  return {
    notBefore: from?.first ?? null,
    dueOn,
    ...(dueAt === undefined ? {} : { dueAt }),
    provisional: due.provisional || to.provisional || (from?.provisional ?? false),
    why: [
      ...about,
      `${from ? `${from.first} 起，` : ''}${to.last}${hourOf(anchor)}：${to.why.join('，')}`,
      ...due.why,
      ...inclusive,
    ],
  }
}

/** The dates a rule gives for the period it reports on. */
function duesOf(rule: RecurringRule, covered: Period, calendar: WorkCalendar): readonly Due[] {
  if (rule.counted) {
    const counted = countFrom(covered.last, rule.counted, calendar, `${periodName(covered)}最后一天`)
    const { date, notBefore, provisional, why, dueAt } = counted
    return [{ dueOn: date, notBefore, provisional, why, ...(dueAt ? { dueAt } : {}) }]
  }
  const holding = rule.covers === 'previous' ? nextPeriod(covered) : covered
  const about = rule.covers === 'previous' ? [`报告${periodName(covered)}，在${periodName(holding)}办理`] : []
  if (rule.anchors.length > 0)
    return rule.anchors.map((anchor) => anchored(anchor, holding, rule.rolls, calendar, about))
  const end = ours(`没有写明日期，按${periodName(holding)}最后一天 ${holding.last}`)
  if (rule.rolls === null)
    return [{ notBefore: null, dueOn: holding.last, provisional: false, why: [...about, end] }]
  const due = moved(holding.last, rule.rolls, calendar)
  return [
    { notBefore: null, dueOn: due.date, provisional: due.provisional, why: [...about, end, ...due.why] },
  ]
}

/**
 * 每两个月: every second period, counted from the first of the plan's year or of the rule's own start, due at the end of
 * each two. Years are too long for that: 隔年 begins with the plan's year itself (policy, `which-year`).
 */
const inStep = (index: number, { interval, every }: RecurringRule) =>
  ((index % interval) + interval) % interval === (every === 'year' ? 0 : interval - 1)

/**
 * Every occurrence due on or after the issue date that is due in the plan year or whose covered period ends in
 * it: the fourth quarter's report of January belongs to this plan (rules §3). With `until`, all up to that day.
 */
export function recurringOccurrences(
  rule: RecurringRule,
  context: DeadlineContext,
  calendar: WorkCalendar,
): readonly Occurrence[] {
  const planYear = planYearOf(context)
  if (planYear === null) return []
  const [since] = rule.since ? resolveSpans([rule.since], context) : []
  const [until] = rule.until ? resolveSpans([rule.until], context) : []
  // A series that starts later than the plan's year is shown for its own first year.
  const inYear = since && year(since.first) > planYear ? year(since.first) : planYear
  const yearStart = isoDate(inYear, 1, 1)
  const yearEnd = isoDate(inYear, 12, 31)
  if (!yearStart || !yearEnd) return []
  const issued = context.issuedOn ?? isoDate(planYear, 1, 1) ?? yearStart
  const from = since ? maxDate(issued, since.first) : issued
  // Past its last day a period can only be due earlier by a count backward.
  const earliest = context.until ? from : maxDate(from, yearStart)
  // An end beyond the year is run to, as far as a plan can be meant to reach.
  const end = until ? minDate(until.last, isoDate(inYear + MOST_YEARS, 12, 31) ?? yearEnd) : yearEnd
  const list: Occurrence[] = []
  let { period, index } = firstPeriod(rule, earliest, since?.first ?? yearStart)
  const last = maxDate(end, yearEnd)
  const stop = context.until ?? (rule.counted?.direction === 'before' ? endOfNext(last) : last)
  for (; period.first <= stop; period = nextPeriod(period), index += 1) {
    if (rule.interval > 1 && !inStep(rule.covers === 'previous' ? index + 1 : index, rule)) continue
    if (since && rule.covers === 'current' && period.last < since.first) continue
    for (const due of duesOf(rule, period, calendar)) {
      if (due.dueOn < from || (until && due.dueOn > until.last && period.last > until.last)) continue
      if (rule.workdaysOnly && !isWorkingDay(calendar, due.dueOn)) continue
      const belongs = context.until
        ? due.dueOn <= context.until
        : year(due.dueOn) === inYear ||
          year(period.last) === inYear ||
          (due.dueOn <= end && due.dueOn > yearEnd)
      if (belongs) list.push(occurrenceOf(due, period))
    }
  }
  return list
}

/** Written out: series are long, and copying with more fields is slow. */
function occurrenceOf({ notBefore, dueOn, dueAt, provisional, why }: Due, { id }: Period): Occurrence {
  const occurrence = { period: id, notBefore, dueOn, provisional, policy: false, beforeIssue: false, why }
  return dueAt === undefined ? occurrence : { ...occurrence, dueAt }
}

/** How many years after the plan's an end may lie that a series is listed to. */
export const MOST_YEARS = 10
const endOfNext = (yearEnd: IsoDate): IsoDate => isoDate(year(yearEnd) + 1, 12, 31) ?? yearEnd

const PERIOD_DAYS = { day: 1, week: 7, month: 28, quarter: 90, halfYear: 181, year: 365 } as const
const UNIT_DAYS = {
  minute: 1 / 1440,
  hour: 1 / 24,
  day: 1,
  workday: 2,
  week: 7,
  halfMonth: 15,
  month: 31,
  halfYear: 184,
  year: 366,
} as const
const MOST_DAYS = 40 * 366

/** Where to begin: as many periods back as a long count reaches over (年度终了后18个月内). */
function firstPeriod(
  rule: RecurringRule,
  earliest: IsoDate,
  phase: IsoDate,
): { period: Period; index: number } {
  const days = rule.counted ? rule.counted.count * UNIT_DAYS[rule.counted.unit] : 0
  const back = Math.ceil(Math.min(days, MOST_DAYS) / PERIOD_DAYS[rule.every]) + 2
  let period = periodOf(rule.every, rule.interval > 1 ? phase : earliest)
  for (let i = 0; i < back; i += 1) period = previousPeriod(period)
  return { period, index: -back }
}
