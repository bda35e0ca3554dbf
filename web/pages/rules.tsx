import type { Hono } from 'hono'
import { mayRead } from '../../accounts/rights.ts'
import { isAdmin } from '../../accounts/roles.ts'
import { refused } from '../../client/refusal.ts'
import { readClosures } from '../../documents/calendars/closures.ts'
import { policyText } from '../../documents/files/policy.ts'
import { coverageOf, describeCoverage } from '../../domain/calendar/coverage.ts'
import { dateOf, fromEpochMs } from '../../domain/calendar/time.ts'
import { policyOf } from '../../domain/events/policy.ts'
import { planStates } from '../../records/read.ts'
import { folderOf } from '../calendar-change.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { List } from '../parts/list.tsx'
import { planActor } from '../plan-actor.ts'
import { statusOf } from '../problem.ts'
import { page } from '../respond.tsx'
import { calendarOf } from '../uploaded.ts'
import { W } from '../words/zh-CN.ts'
import { signedIn } from './common.ts'
import { CalendarForms, Changed, ClosureForms, type RulesShown } from './rules-forms.tsx'

const T = W.rules

export async function rulesPage(c: C, deps: WebDeps, shown: RulesShown | null = null) {
  const who = signedIn(c)
  if (!isAdmin(who) && !who.hats.some(({ role }) => role === 'office'))
    throw refused('ROUTE_NOT_FOUND', W.notFound.text)
  const office = who.hats.some(({ role }) => role === 'office') && who.demo === undefined
  const calendar = calendarOf(deps)
  const years = Object.values(calendar.years).sort((a, b) => b.year - a.year)
  const plans = (await planStates(deps.db)).filter(({ planId }) => mayRead(who, planId) === 'all')
  const closures = readClosures(folderOf(deps))
  const titles = new Map(plans.map(({ planId, title }) => [planId, title]))
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
      {office && shown !== null && shown.of !== 'policy' && <Changed shown={shown} titles={titles} />}
      {office ? (
        <CalendarForms form={shown?.form ?? {}} refusal={shown?.of === 'calendar' ? shown.refusal : null} />
      ) : (
        <p class="quiet small">{T.byOffice}</p>
      )}
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
      {closures.length === 0 ? (
        <p class="panel">{T.noClosures}</p>
      ) : (
        <List
          caption={T.closures}
          heads={T.closureHeads}
          nowrap={[0, 1, 2]}
          rows={closures.map(({ id, from, to, name, by, reason, removed }) => [
            id,
            from,
            to,
            name,
            [by, reason].filter(Boolean).join('，'),
            removed === null ? '' : T.removed,
          ])}
        />
      )}
      {office && (
        <ClosureForms form={shown?.form ?? {}} refusal={shown?.of === 'closure' ? shown.refusal : null} />
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
            {plan.phase !== 'closed' && planActor(who, plan, 'policy').ok && (
              <p>
                <a class="button" href={`/p/${encodeURIComponent(plan.planId)}/policy`}>
                  {T.change}
                </a>
              </p>
            )}
          </details>
        )
      })}
    </>,
    shown?.refusal ? statusOf(shown.refusal) : 200,
  )
}

/** 规则与日历: which years are there, what is closed, by which rules each plan goes. */
export function ruleRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/rules', (c) => rulesPage(c, deps))
}
