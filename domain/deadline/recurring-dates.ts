import {
  addDays,
  addMonths,
  daysInMonth,
  endOfMonth,
  type IsoDate,
  isoDate,
  month,
  year,
} from '../calendar/date.ts'
import { weekdayName } from '../calendar/explain.ts'
import { nextPeriod, type Period, periodName, periodOf } from '../calendar/period.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { countFrom } from './count.ts'
import type { DeadlineContext, DeadlineRule, Occurrence } from './rule.ts'
import { resolveSpans } from './span-dates.ts'

type Recurring = Extract<DeadlineRule, { type: 'recurring' }>

const HALVES = { morning: '上午', afternoon: '下午' } as const

/** The date the anchor names inside a period (rules §3: a fixed anchor does not roll). */
function anchored(rule: Recurring, period: Period): { date: IsoDate; how: string } {
  const anchor = rule.anchor
  if (anchor === null) return { date: period.last, how: `${periodName(period)}的最后一天（cn-admin/v1）` }
  if (anchor.weekday !== null) {
    const date = addDays(period.first, anchor.weekday - 1)
    return { date, how: `${weekdayName(date)}${anchor.half ? HALVES[anchor.half] : ''}` }
  }
  const monthIndex = anchor.month === null ? null : anchor.month === -1 ? month(period.last) : anchor.month
  const first =
    anchor.month === null
      ? anchor.day !== null && anchor.day > 0
        ? period.first
        : period.last
      : anchor.month === -1
        ? period.last
        : addMonths(period.first, (monthIndex ?? 1) - 1)
  const y = year(first)
  const m = month(first)
  const last = daysInMonth(y, m)
  if (anchor.day === null || anchor.day === 0)
    return { date: endOfMonth(first), how: `${y}年${m}月的最后一天` }
  const date = isoDate(y, m, Math.min(anchor.day, last)) ?? endOfMonth(first)
  const short = anchor.day > last ? `（${m}月没有${anchor.day}日，取最后一天）` : ''
  return {
    date,
    how: `${y}年${m}月${anchor.day}日${anchor.before ? '前，含当日（cn-admin/v1）' : ''}${short}`,
  }
}

function occurrence(rule: Recurring, period: Period, calendar: WorkCalendar): Occurrence {
  const name = periodName(period)
  const base = { period: period.id, policy: false, beforeIssue: false }
  if (rule.afterEnd) {
    const counted = countFrom(period.last, rule.afterEnd, calendar, `${name}的最后一天`)
    return {
      ...base,
      notBefore: counted.notBefore,
      dueOn: counted.date,
      provisional: counted.provisional,
      why: counted.why,
    }
  }
  const inPeriod = rule.covers === 'previous' ? nextPeriod(period) : period
  const { date, how } = anchored(rule, inPeriod)
  const why = [
    rule.covers === 'previous' ? `报告${name}，在${periodName(inPeriod)}办理：${how}` : `${name}：${how}`,
  ]
  return { ...base, notBefore: null, dueOn: date, provisional: false, why }
}

/**
 * Occurrences of a year's plan: every one due on or after the issue date that is due in the plan year or whose
 * covered period ends in it (the fourth quarter's report of January belongs to this plan).
 */
export function recurringOccurrences(
  rule: Recurring,
  context: DeadlineContext,
  calendar: WorkCalendar,
): readonly Occurrence[] {
  const { planYear, issuedOn } = context
  const baseYear = planYear ?? (issuedOn ? year(issuedOn) : null)
  if (baseYear === null) return []
  const since = rule.since ? resolveSpans([rule.since], baseYear, issuedOn)[0]?.first : null
  const from = issuedOn ?? isoDate(baseYear, 1, 1)!
  const until = context.until ?? null
  const stop = until ?? isoDate(baseYear, 12, 31)!
  const list: Occurrence[] = []
  // A year earlier: 次年 and 上一年度 report on periods long past.
  for (let p = periodOf(rule.every, isoDate(baseYear - 1, 1, 1)!); p.first <= stop; p = nextPeriod(p)) {
    const made = occurrence(rule, p, calendar)
    const due = made.dueOn
    if (due === null || due < from || (since && (p.first < since || due < since))) continue
    const belongs = until ? due <= until : year(due) === baseYear || year(p.last) === baseYear
    if (belongs) list.push(made)
  }
  return list
}
