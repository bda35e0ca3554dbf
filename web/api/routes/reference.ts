import { orThrow, refused } from '../../../client/refusal.ts'
import { loadCalendar } from '../../../documents/calendars/load.ts'
import { loadPolicy, shippedPolicies } from '../../../documents/files/policy.ts'
import type { IsoDate } from '../../../domain/calendar/date.ts'
import { weekdayName } from '../../../domain/calendar/explain.ts'
import { dayStatus } from '../../../domain/calendar/workdays.ts'
import { compileDeadline } from '../../../domain/deadline/compile.ts'
import { policyOf } from '../../../domain/events/policy.ts'
import { date, optional, text, whole, words } from '../../../domain/fields/field.ts'
import { parseFields } from '../../../domain/fields/parse.ts'
import { deadlineJson } from '../../../domain/plan/json.ts'
import { calendarsFolder } from '../../../records/places.ts'
import type { WebDeps } from '../../context.ts'
import * as answers from '../answers.ts'
import { planRoute, type Route, route } from '../route.ts'

const calendarOf = ({ duban }: WebDeps) => loadCalendar(calendarsFolder(duban.dataDir))

const EXPLAIN = {
  text: words('时限原文', 2_000),
  planYear: optional(whole('方案年度', 1990, 2100)),
  issuedOn: optional(date('印发日期')),
  eventOn: optional(date('触发事件的日期')),
  until: optional(date('列到哪一天')),
  measure: optional(text('措施原文')),
}

function explain(deps: WebDeps, said: Readonly<Record<string, unknown>>) {
  const asked = said as { text: string; planYear?: number | null; measure?: string | null } & Partial<
    Record<'issuedOn' | 'eventOn' | 'until', IsoDate | null>
  >
  const { issuedOn = null, eventOn = null, until = null, measure = null } = asked
  const planYear = asked.planYear ?? (issuedOn ? Number(issuedOn.slice(0, 4)) : null)
  const compiled = compileDeadline(
    asked.text,
    { planYear, issuedOn, eventOn, eventAt: null, until, measure },
    calendarOf(deps),
  )
  if (compiled.clauses.length > 0) return deadlineJson(compiled)
  throw refused(
    'NOTHING_PARSED',
    `没有读懂“${asked.text}”，里面没有可识别的期限`,
    '写明日期、周期或触发条件，如“2015年7月底前”',
  )
}

const signed = { needs: 'signed', scope: 'read' } as const

/** What holds for all plans: how deadlines are read, working days, rules of supervision. */
export const REFERENCE: readonly Route[] = [
  route({
    ...{ ...signed, method: 'post', path: '/deadlines:explain', says: '读一句时限' },
    body: EXPLAIN,
    answer: answers.deadline,
    does: async ({ deps, body }) => explain(deps, body),
  }),
  route({
    ...{ ...signed, method: 'get', path: '/calendars', says: '已安装的年度节假日安排' },
    answer: answers.calendars,
    does: async ({ deps }) => {
      const { version, years } = calendarOf(deps)
      return { version, years: Object.values(years).map(({ year }) => year) }
    },
  }),
  route({
    ...{ ...signed, method: 'get', path: '/calendars/days/{day}', says: '某一天是不是工作日' },
    answer: answers.day,
    does: async ({ deps, params }) => {
      const { day } = orThrow(parseFields({ day: params.day }, { day: date('日期') })) as { day: IsoDate }
      const tables = calendarOf(deps)
      return { ...dayStatus(tables, day), weekday: weekdayName(day), calendar: tables.version }
    },
  }),
  route({
    ...{ ...signed, method: 'get', path: '/policies', says: '随程序的督办规则' },
    answer: answers.list(answers.policy),
    does: async () => ({
      items: shippedPolicies().flatMap((name) => {
        const found = loadPolicy(name)
        return found.ok ? [found.value] : []
      }),
    }),
  }),
  planRoute({
    ...{ method: 'get', path: '/plans/{plan}/policy', says: '方案现用的督办规则' },
    ...{ needs: 'reader', scope: 'read' },
    answer: answers.policy,
    does: async ({ plan }) => policyOf(plan),
  }),
]
