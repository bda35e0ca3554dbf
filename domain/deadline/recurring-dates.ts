import { type IsoDate, isoDate, maxDate, year } from '../calendar/date.ts'
import { nextPeriod, type Period, periodName, periodOf, previousPeriod } from '../calendar/period.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { isWorkingDay } from '../calendar/workdays.ts'
import { countFrom } from './counting.ts'
import { locate } from './placing.ts'
import { ours } from './profile.ts'
import type { Anchor, DeadlineContext, Occurrence, RecurringRule } from './rule.ts'
import { planYearOf, resolveSpans } from './span-dates.ts'

interface Due {
  readonly notBefore: IsoDate | null
  readonly dueOn: IsoDate
  readonly provisional: boolean
  readonly why: readonly string[]
}

const HALVES = { morning: '上午', afternoon: '下午' } as const
const hourOf = (anchor: Anchor): string =>
  anchor.clock ? ` ${anchor.clock} 前` : anchor.half ? ` ${HALVES[anchor.half]}` : ''

function anchored(anchor: Anchor, period: Period, calendar: WorkCalendar): Due {
  const to = locate(anchor.place, anchor.place.next ? nextPeriod(period) : period, calendar)
  const from = anchor.from === null ? null : locate(anchor.from, period, calendar)
  const inclusive = anchor.before && anchor.place.at === 'day' ? [ours('“前”含当日，到当日24时止')] : []
  return {
    notBefore: from?.first ?? null,
    dueOn: to.last,
    provisional: to.provisional || (from?.provisional ?? false),
    why: [
      `${from ? `${from.first} 起，` : ''}${to.last}${hourOf(anchor)}：${to.why.join('，')}；固定日期不顺延`,
      ...inclusive,
    ],
  }
}

/** The dates a rule gives for the period it reports on. */
function duesOf(rule: RecurringRule, covered: Period, calendar: WorkCalendar): readonly Due[] {
  if (rule.counted) {
    const counted = countFrom(covered.last, rule.counted, calendar, `${periodName(covered)}最后一天`)
    return [{ ...counted, dueOn: counted.date }]
  }
  const holding = rule.covers === 'previous' ? nextPeriod(covered) : covered
  const about = rule.covers === 'previous' ? [`报告${periodName(covered)}，在${periodName(holding)}办理`] : []
  if (rule.anchors.length > 0)
    return rule.anchors.map((anchor) => {
      const due = anchored(anchor, holding, calendar)
      return { ...due, why: [...about, ...due.why] }
    })
  const end = ours(`没有写明日期，按${periodName(holding)}最后一天 ${holding.last}`)
  return [{ notBefore: null, dueOn: holding.last, provisional: false, why: [...about, end] }]
}

/** 每两个月: every second period, counted from the first of the plan's year or of the rule's own start. */
const inStep = (index: number, interval: number) =>
  ((index % interval) + interval) % interval === interval - 1

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
  const stop = context.until ?? isoDate(inYear + 1, 12, 31)
  if (!yearStart || !stop) return []
  const issued = context.issuedOn ?? isoDate(planYear, 1, 1) ?? yearStart
  const from = since ? maxDate(issued, since.first) : issued
  const phase = periodOf(rule.every, since?.first ?? yearStart)
  const list: Occurrence[] = []
  let index = 0
  let period = phase
  // A count from the end of the year before last can still fall due in the plan's year: 年度终了后18个月内.
  const back =
    rule.counted && (rule.counted.unit === 'month' || rule.counted.unit === 'year') ? backSteps(rule) : 2
  for (let i = 0; i < back; i += 1) {
    period = previousPeriod(period)
    index -= 1
  }
  for (; period.first <= stop; period = nextPeriod(period), index += 1) {
    if (!inStep(rule.covers === 'previous' ? index + 1 : index, rule.interval) && rule.interval > 1) continue
    if (since && rule.covers === 'current' && period.last < since.first) continue
    for (const due of duesOf(rule, period, calendar)) {
      if (due.dueOn < from || (until && due.dueOn > until.last && period.last > until.last)) continue
      if (rule.workdaysOnly && !isWorkingDay(calendar, due.dueOn)) continue
      const belongs = context.until
        ? due.dueOn <= context.until
        : year(due.dueOn) === inYear || year(period.last) === inYear
      if (belongs) list.push({ ...due, period: period.id, policy: false, beforeIssue: false })
    }
  }
  return list
}

const STEPS = { day: 366, week: 53, month: 12, quarter: 4, halfYear: 2, year: 1 } as const
const backSteps = (rule: RecurringRule): number => {
  const years =
    rule.counted === null ? 1 : Math.ceil(rule.counted.count / (rule.counted.unit === 'year' ? 1 : 12))
  return Math.min(years, 5) * STEPS[rule.every] + 1
}
