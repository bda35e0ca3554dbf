import type { Hono } from 'hono'
import { mayRead } from '../../accounts/rights.ts'
import { isAdmin } from '../../accounts/roles.ts'
import { refused } from '../../client/refusal.ts'
import { policyText } from '../../documents/files/policy.ts'
import { coverageOf, describeCoverage } from '../../domain/calendar/coverage.ts'
import { dateOf, fromEpochMs } from '../../domain/calendar/time.ts'
import { policyOf } from '../../domain/events/policy.ts'
import { planStates } from '../../records/read.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { List } from '../parts/list.tsx'
import { page } from '../respond.tsx'
import { calendarOf } from '../uploaded.ts'
import { W } from '../words/zh-CN.ts'
import { signedIn } from './common.ts'

const T = W.rules

async function rulesPage(c: C, deps: WebDeps) {
  const who = signedIn(c)
  if (!isAdmin(who) && !who.hats.some(({ role }) => role === 'office'))
    throw refused('ROUTE_NOT_FOUND', W.notFound.text)
  const calendar = calendarOf(deps)
  const years = Object.values(calendar.years).sort((a, b) => b.year - a.year)
  const plans = (await planStates(deps.db)).filter(({ planId }) => mayRead(who, planId) === 'all')
  const coverage = coverageOf(calendar, dateOf(fromEpochMs(Date.now())))
  return page(
    c,
    { title: T.title, at: '/rules' },
    <>
      <h1>{T.title}</h1>
      <h2>{T.years}</h2>
      <p class={coverage.due ? 'alert' : 'notice'}>
        {describeCoverage(coverage)} <span class="small quiet">{T.version(calendar.version)}</span>
      </p>
      <p class="quiet small">{T.install}</p>
      <List
        caption={T.years}
        heads={T.yearHeads}
        nowrap={[0, 1, 2]}
        rows={years.map((one) => [
          `${one.year}`,
          T.days(one.holidays.length),
          T.days(one.makeUpWorkdays.length),
          one.notices.map(({ title, number }) => `${title}${number ? `（${number}）` : ''}`).join('；') ||
            T.unknown,
        ])}
      />
      <h2>{T.closures}</h2>
      {calendar.localClosures.length === 0 ? (
        <p class="panel">{T.noClosures}</p>
      ) : (
        <ul class="panel plain">
          {calendar.localClosures.map(({ date, name, by, reason }) => (
            <li>
              {date} {name} <span class="quiet">{[by, reason].filter(Boolean).join('，')}</span>
            </li>
          ))}
        </ul>
      )}
      {plans.length > 0 && <h2>{T.policies}</h2>}
      {plans.map((plan) => {
        const policy = policyOf(plan)
        return (
          <details class="panel">
            <summary>
              {plan.title}：{policy.name} {T.version(`${policy.version}`)}
            </summary>
            <pre class="text small">{policyText(policy)}</pre>
          </details>
        )
      })}
    </>,
  )
}

/** 规则与日历: which years are there, what is closed, by which rules each plan goes. */
export function ruleRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/rules', (c) => rulesPage(c, deps))
}
