import { type IsoDate, isoDate, year } from '../calendar/date.ts'
import { nextPeriod, periodName, periodOf } from '../calendar/period.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { unreachable } from '../result.ts'
import { countFrom } from './count.ts'
import { recurringOccurrences } from './recurring-dates.ts'
import type { Clause, DeadlineContext, DeadlineRule, Occurrence } from './rule.ts'
import { resolveSpans, type SpanDates } from './span-dates.ts'

const YEAR_SOURCE: Record<SpanDates['yearSource'], string> = {
  printed: '',
  carried: '，年份沿用前一个日期',
  relative: '，按印发之年推算',
  plan: '，原文没有年份，取方案年度',
}

const plain = {
  period: null,
  notBefore: null,
  provisional: false,
  policy: false,
  beforeIssue: false,
} as const

function fixed(found: SpanDates | null, issuedOn: IsoDate | null): Occurrence {
  if (found === null) return { ...plain, dueOn: null, why: ['不知道年份，无法算出日期'] }
  const why = [`所写时段的最后一天：${found.last}${YEAR_SOURCE[found.yearSource]}；固定日期不顺延`]
  return { ...plain, dueOn: found.last, beforeIssue: issuedOn !== null && found.last < issuedOn, why }
}

/** Check-ins at each quarter end of the plan year from the issue date: Duban's policy, marked as ours. */
function checkIns(context: DeadlineContext, notBefore: IsoDate | null): readonly Occurrence[] {
  const { planYear, issuedOn } = context
  const y = planYear ?? (issuedOn ? year(issuedOn) : null)
  if (y === null) return []
  const from = issuedOn ?? isoDate(y, 1, 1)!
  const list: Occurrence[] = []
  for (let q = periodOf('quarter', isoDate(y, 1, 1)!); year(q.first) === y; q = nextPeriod(q)) {
    if (q.last < from || (notBefore !== null && q.last < notBefore)) continue
    const why = [`${periodName(q)}末报一次进展：督办规则 cn-admin/v1 所定，不是文件写明的期限`]
    list.push({ ...plain, period: q.id, notBefore, dueOn: q.last, policy: true, why })
  }
  return list
}

const single = (dueOn: IsoDate | null, why: string, policy = false): readonly Occurrence[] => [
  { ...plain, dueOn, policy, why: [why] },
]

/** All dates a rule gives without an event. Event and external clauses give none until something is reported. */
export function occurrencesOf(
  rule: DeadlineRule,
  context: DeadlineContext,
  calendar: WorkCalendar,
): readonly Occurrence[] {
  const { planYear, issuedOn } = context
  switch (rule.type) {
    case 'dates':
      return resolveSpans(rule.spans, planYear, issuedOn).map((found) => fixed(found, issuedOn))
    case 'window': {
      const [from, to] = resolveSpans([rule.from, rule.to], planYear, issuedOn)
      const last = fixed(to ?? null, issuedOn)
      const why = from ? [`${from.first} 起至 ${last.dueOn}，首尾都包括`] : last.why
      return [{ ...last, notBefore: from?.first ?? null, why }]
    }
    case 'start': {
      const [from] = resolveSpans([rule.from], planYear, issuedOn)
      return checkIns(context, from?.first ?? null)
    }
    case 'recurring':
      return recurringOccurrences(rule, context, calendar)
    case 'event':
      return context.eventOn ? [eventOccurrence(rule, context.eventOn, calendar)] : []
    case 'external':
      return []
    case 'continuous':
      return checkIns(context, null)
    case 'vague':
      return single(null, `“${rule.word}”没有硬期限，不设到期日`)
    case 'none': {
      const y = planYear ?? (issuedOn ? year(issuedOn) : null)
      return single(
        y === null ? null : isoDate(y, 12, 31),
        '原文没有期限，按方案年度年底办结（cn-admin/v1）',
        true,
      )
    }
    default:
      return unreachable(rule)
  }
}

function eventOccurrence(
  rule: Extract<DeadlineRule, { type: 'event' }>,
  eventOn: IsoDate,
  calendar: WorkCalendar,
): Occurrence {
  if (rule.within === null)
    return { ...plain, dueOn: null, why: [`“${rule.trigger.text}”之后没有写期限，到期日由督查室确定`] }
  const { date, notBefore, provisional, why } = countFrom(
    eventOn,
    rule.within,
    calendar,
    `“${rule.trigger.text}”之日`,
  )
  return { ...plain, dueOn: date, notBefore, provisional, why: [...why, `日历版本 ${calendar.version}`] }
}

/**
 * The obligation an event opens: its due date by the clause's rule, or the date the event's own document
 * brings, or none yet (待…后: never 0 days).
 */
export function occurrenceAfterEvent(
  clause: Clause,
  eventOn: IsoDate,
  calendar: WorkCalendar,
  options: { readonly dueOn?: IsoDate | null } = {},
): Occurrence {
  if (options.dueOn)
    return { ...plain, dueOn: options.dueOn, why: [`到期日 ${options.dueOn} 由触发事件的文件给出`] }
  if (clause.rule.type === 'event') return eventOccurrence(clause.rule, eventOn, calendar)
  return { ...plain, dueOn: null, why: ['来文没有给出日期，到期日由督查室确定'] }
}
