import { orThrow, refused } from '../../../client/refusal.ts'
import { loadPolicy, policyText, shippedPolicies } from '../../../documents/files/policy.ts'
import type { IsoDate } from '../../../domain/calendar/date.ts'
import { compileDeadline } from '../../../domain/deadline/compile.ts'
import { policyOf } from '../../../domain/events/policy.ts'
import { date, optional, sha256, text, whole, words } from '../../../domain/fields/field.ts'
import { deadlineJson } from '../../../domain/plan/json.ts'
import type { WebDeps } from '../../context.ts'
import { calendarOf } from '../../uploaded.ts'
import * as answers from '../answers.ts'
import { planRoute, type Route, route } from '../route.ts'
import { policyIn } from './uploaded-plan.ts'

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

/** What holds for all plans: how deadlines are read, rules of supervision. */
export const REFERENCE: readonly Route[] = [
  route({
    ...{ ...signed, method: 'post', path: '/deadlines:explain', says: '读一句时限' },
    body: EXPLAIN,
    answer: answers.deadline,
    does: async ({ deps, body }) => explain(deps, body),
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
  route({
    ...{
      ...signed,
      method: 'post',
      path: '/policies:check',
      says: '检查一份上传的督办规则，逐项指出哪一行不对',
    },
    body: { sha256: sha256('文件'), name: words('文件名', 200) },
    answer: answers.policyChecked,
    does: async ({ deps, body }) => {
      const policy = orThrow(policyIn(deps, body))
      return { policy, text: policyText(policy) }
    },
  }),
  planRoute({
    ...{ method: 'get', path: '/plans/{plan}/policy', says: '方案现用的督办规则' },
    ...{ needs: 'reader', scope: 'read' },
    answer: answers.policy,
    does: async ({ plan }) => policyOf(plan),
  }),
]
