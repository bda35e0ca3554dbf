import { unreachable } from '../basics/result.ts'
import { addDays, type IsoDate, isoDate } from '../calendar/date.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import type { PlanTime } from '../calendar/time.ts'
import { checkIns } from './check-ins.ts'
import { type CountedDate, countFrom } from './counting.ts'
import { FESTIVALS, isHoliday, withFestivals } from './festivals.ts'
import { isAtOnce } from './grammar/standing.ts'
import { IMMEDIATE_DAYS, ours } from './profile.ts'
import { recurringOccurrences } from './recurring-dates.ts'
import { inclusiveOf, instantOf, moved } from './rolling.ts'
import type {
  Clause,
  DeadlineContext,
  DeadlineRule,
  EventRule,
  Occurrence,
  Rolls,
  Span,
  Within,
} from './rule.ts'
import { planYearOf, resolveSpans, type SpanDates, type YearSource } from './span-dates.ts'

const plain = {
  period: null,
  notBefore: null,
  provisional: false,
  policy: false,
  beforeIssue: false,
} as const

const YEAR_WORDS: Readonly<Record<YearSource, string>> = {
  printed: '',
  carried: '，年份沿用前一个日期',
  rolled: '，月份小于前一个，顺到下一年',
  next: '，方案年度的已过，取下一个',
  relative: '，按印发之日推算',
  plan: '，原文没有年份，取方案年度',
}

const lastDayOf = (span: Span, dates: SpanDates): string =>
  span.unit === 'festival' && isHoliday(span.part ?? 1)
    ? `${FESTIVALS[(span.part ?? 1) - 1]}放假${span.before ? '前' : '最后'}一天 ${dates.last}`
    : span.unit === 'day' || span.unit === 'workday' || dates.first === dates.last
      ? `日期 ${dates.last}`
      : `${dates.first} 至 ${dates.last} 的最后一天 ${dates.last}`

function fixedOn(
  span: Span,
  dates: SpanDates | null,
  issuedOn: IsoDate | null,
  rolls: Rolls,
  calendar: WorkCalendar,
): Occurrence {
  if (dates === null) {
    const unpublished = span.unit === 'festival' && span.part !== null
    const why = unpublished
      ? '要看当年放假安排，尚未公布'
      : span.unit === 'festival'
        ? '没有写是哪个节，定不了日期'
        : '不知道年份，算不出日期'
    return { ...plain, dueOn: null, provisional: unpublished, why: [why] }
  }
  const due = moved(dates.last, rolls, calendar)
  const provisional = due.provisional || (dates.provisional ?? false)
  const inclusive = inclusiveOf(span.before && span.unit === 'day', span.clock)
  const why = [`${lastDayOf(span, dates)}${YEAR_WORDS[dates.yearSource]}`, ...due.why, ...inclusive]
  const ends = instantOf(due.date, span.clock)
  const beforeIssue = issuedOn !== null && ends.dueOn < issuedOn
  const fixed = {
    period: null,
    notBefore: null,
    dueOn: ends.dueOn,
    provisional,
    policy: false,
    beforeIssue,
    why,
  }
  return ends.dueAt === undefined ? fixed : { ...fixed, dueAt: ends.dueAt }
}

function windowOf(from: Span, to: Span, context: DeadlineContext, calendar: WorkCalendar): Occurrence {
  const [start, end] = resolveSpans([from, to], context)
  const due = fixedOn(to, end ?? null, context.issuedOn, null, calendar)
  if (!start || due.dueOn === null) return due
  return {
    ...due,
    notBefore: start.first,
    why: [`${start.first} 起，到 ${due.dueOn} 止，首尾都包括`, ...due.why],
  }
}

/** Dates a rule gives. Events and external documents give none until they are reported (`eventOn`). */
export function occurrencesOf(
  rule: DeadlineRule,
  given: DeadlineContext,
  calendar: WorkCalendar,
): readonly Occurrence[] {
  const context = withFestivals(given, calendar)
  switch (rule.type) {
    case 'dates':
      return resolveSpans(rule.spans, context).map((dates, i) =>
        fixedOn(rule.spans[i] as Span, dates, context.issuedOn, rule.rolls, calendar),
      )
    case 'window':
      return [windowOf(rule.from, rule.to, context, calendar)]
    case 'start':
      return checkIns(context, resolveSpans([rule.from], context)[0]?.first ?? null)
    case 'spanEnd': {
      const [dates] = resolveSpans([rule.span], context)
      if (!dates) return [{ ...plain, dueOn: null, why: ['不知道年份，算不出日期'] }]
      const counted = countFrom(
        dates.last,
        rule.within,
        calendar,
        rule.span.unit === 'day' ? '所写日期' : '所写时段最后一天',
      )
      const beforeIssue = context.issuedOn !== null && counted.date < context.issuedOn
      return [{ ...plain, ...dateOf(counted), beforeIssue, why: withVersion(counted.why, calendar) }]
    }
    case 'recurring':
      return recurringOccurrences(rule, context, calendar).map((o) =>
        rule.counted || o.provisional ? { ...o, why: withVersion(o.why, calendar) } : o,
      )
    case 'event': {
      const eventOn = context.eventOn ?? (rule.issue ? context.issuedOn : null)
      return eventOn ? [afterEvent(rule, eventOn, calendar, context.eventAt ?? null)] : []
    }
    case 'external':
      return context.eventOn ? [undated('来文没有给出日期，到期日由督查机构确定')] : []
    case 'continuous':
      return checkIns(context, null)
    case 'vague':
      return isAtOnce(rule.word) && !rule.bounded ? [atOnce(context.issuedOn, calendar)] : []
    case 'none': {
      const y = planYearOf(context)
      const dueOn = y === null ? null : isoDate(y, 12, 31)
      return [{ ...plain, dueOn, policy: true, why: [ours('原文没有期限，到方案年度最后一天')] }]
    }
    default:
      return unreachable(rule)
  }
}

const dateOf = (counted: CountedDate) => ({
  dueOn: counted.date,
  ...(counted.dueAt ? { dueAt: counted.dueAt } : {}),
  notBefore: counted.notBefore,
  provisional: counted.provisional,
})

const isHours = ({ unit }: Within) => unit === 'hour' || unit === 'minute'
/** 立行立改 without a date is chased all the same: by the policy's clock, marked as ours. */
function atOnce(issuedOn: IsoDate | null, calendar: WorkCalendar): Occurrence {
  if (issuedOn === null)
    return {
      ...plain,
      dueOn: null,
      policy: true,
      why: [ours(`没有写日期，自启动之日起 ${IMMEDIATE_DAYS} 日`)],
    }
  return { ...plain, ...immediateDue(issuedOn, IMMEDIATE_DAYS, '印发之日', calendar) }
}

/** The due date of what is to be done at once, counted from a day. @example 2026-03-02 + 15 → 2026-03-17 */
export function immediateDue(from: IsoDate, days: number, fromName: string, calendar: WorkCalendar) {
  const within = { count: days, unit: 'day', direction: 'after', notBeforeCount: null } as const
  const counted = countFrom(from, within, calendar, fromName)
  const why = [ours(`要求立即办理而没有写日期，按 ${days} 日催办`), ...counted.why]
  return { dueOn: counted.date, provisional: counted.provisional, policy: true, why }
}

const undated = (why: string): Occurrence => ({ ...plain, dueOn: null, why: [why] })
const withVersion = (why: readonly string[], calendar: WorkCalendar): readonly string[] => [
  ...why,
  `节假日安排版本 ${calendar.version}`,
]

/** 次日 with an hour is a day that the text names: it does not roll, nobody waits until Monday for what is due in hours. */
function nextDay({ unit, count, direction }: Within, eventOn: IsoDate): CountedDate | null {
  if (unit !== 'day' || count !== 1 || direction !== 'after') return null
  const date = addDays(eventOn, 1)
  return { date, notBefore: null, provisional: false, why: [`${eventOn} 的次日 ${date}（写明钟点，不顺延）`] }
}

/** 次日17时前: the counted day ends at its hour. */
function atClock(counted: CountedDate, clock: string): CountedDate {
  const { dueOn, dueAt } = instantOf(counted.date, clock)
  return {
    ...counted,
    date: dueOn,
    ...(dueAt ? { dueAt } : {}),
    why: [...counted.why, ...inclusiveOf(true, clock)],
  }
}

function afterEvent(
  rule: EventRule,
  eventOn: IsoDate,
  calendar: WorkCalendar,
  at: PlanTime | null,
): Occurrence {
  const { text } = rule.trigger
  if (rule.within === null) return undated(`“${text}”之后没有写期限，到期日由督查机构确定`)
  const length = countFrom(
    eventOn,
    rule.within,
    calendar,
    at && isHours(rule.within) ? `“${text}”` : `“${text}”之日`,
    at,
  )
  const counted =
    rule.clock === undefined ? length : atClock(nextDay(rule.within, eventOn) ?? length, rule.clock)
  // Neither hours nor the day before an event need a calendar.
  if (isHours(rule.within) || rule.within.count === 0)
    return { ...plain, ...dateOf(counted), why: counted.why }
  if (!rule.window) return { ...plain, ...dateOf(counted), why: withVersion(counted.why, calendar) }
  const why = [...counted.why, `${counted.date} 起，到“${text}”之日 ${eventOn} 止`]
  return {
    ...plain,
    notBefore: counted.date,
    dueOn: eventOn,
    provisional: counted.provisional,
    why: withVersion(why, calendar),
  }
}

/**
 * The obligation that one event opens: due by the clause's count, or on the date that the event's own document
 * gives, or not dated yet (a condition without a limit never means 0 days). Dates are Asia/Shanghai civil dates; `at` is
 * the event's instant, for what counts in hours.
 *
 * @example two working days after 2015-09-02 → dueOn 2015-09-07: 09-03 to 05 off, Sunday 09-06 worked
 */
export function occurrenceAfterEvent(
  clause: Pick<Clause, 'rule'>,
  eventOn: IsoDate,
  calendar: WorkCalendar,
  options: { readonly dueOn?: IsoDate | null; readonly at?: PlanTime | null } = {},
): Occurrence {
  if (options.dueOn) return { ...plain, dueOn: options.dueOn, why: [`到期日 ${options.dueOn} 由来文给出`] }
  return clause.rule.type === 'event'
    ? afterEvent(clause.rule, eventOn, calendar, options.at ?? null)
    : undated('来文没有给出日期，到期日由督查机构确定')
}
