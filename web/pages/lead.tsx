import type { Hono } from 'hono'
import { mayRead } from '../../accounts/rights.ts'
import { type MeasureShown, measurePage } from '../../client/views/measure-list.ts'
import { todayIn } from '../../client/views/reading.ts'
import { addDays, diffDays } from '../../domain/calendar/date.ts'
import { standingBulletins } from '../../domain/events/bulletins.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { slipName } from '../../domain/supervision/names.ts'
import { planStates } from '../../records/read.ts'
import { slips } from '../../records/slips.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { Day, LightMark } from '../parts/marks.tsx'
import { page } from '../respond.tsx'
import { STANDING } from '../words/standing.ts'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'

const T = W.lead

/** Red ones that are named; the rest stands behind a link. */
const NAMED = 20

const Red = ({ plan, one: { row, shown: no } }: { plan: PlanState; one: MeasureShown }) => {
  const base = `/p/${encodeURIComponent(plan.planId)}/m/${encodeURIComponent(no)}`
  const due = row.owedOn
  return (
    <li class="red">
      <p>
        <LightMark light="red" /> <b class="plainb">{row.leads}</b>
        {due && due < todayIn(plan) && ` ${T.late(diffDays(due, todayIn(plan)))}`}
        <br />
        {row.text}
      </p>
      <span>
        <a class="button primary" href={`${base}/act/instruct`}>
          {T.instruct}
          <span class="visually-hidden"> {no}</span>
        </a>{' '}
        <a class="button" href={base}>
          {T.look}
          <span class="visually-hidden"> {no}</span>
        </a>
      </span>
    </li>
  )
}

/** One plan as a leader reads it in half a minute: what is red, what went out this week, the last issue. */
async function PlanForLeader({ deps, plan }: { deps: WebDeps; plan: PlanState }) {
  const today = todayIn(plan)
  const base = `/p/${encodeURIComponent(plan.planId)}`
  const asked = { light: 'red', sort: 'due', cursor: null, limit: NAMED } as const
  const red = await measurePage(deps.db, [{ plan, mine: null }], asked)
  const week = await slips(deps.db, plan.planId, { from: addDays(today, -6) })
  const last = standingBulletins(plan.bulletins ?? []).at(-1)
  return (
    <section>
      <h2>
        <a href={base}>{plan.title}</a>
      </h2>
      {rehearsalOf(plan) && <p class="rehearsal-note">{W.rehearsal(today)}</p>}
      <h3>{T.red}</h3>
      {red.count === 0 && <p class="panel">{T.calm}</p>}
      <ul class="cards">
        {red.rows.map((one) => (
          <Red plan={plan} one={one} />
        ))}
      </ul>
      {red.count > red.rows.length && (
        <p>
          <a href={`${base}/measures?light=red&sort=due`}>{STANDING.more(red.count - red.rows.length)}</a>
        </p>
      )}
      <h3>{T.slips}</h3>
      {week.length === 0 && <p class="panel">{T.noSlips}</p>}
      <ul class="cards">
        {week.map((slip) => (
          <li class={slip.level === 'blue' ? 'blue' : 'red'}>
            <p>
              <a href={`${base}/slips/${slip.serial}`}>{slipName(slip.level)}</a> {slip.units.join('、')}{' '}
              <Day on={slip.raisedOn} />
            </p>
          </li>
        ))}
      </ul>
      <p>
        {last ? (
          <a href={`${base}/bulletins/${last.number}`}>
            {T.bulletins}：{W.bulletins.issue(last.number)}
          </a>
        ) : (
          T.noBulletins
        )}
      </p>
    </section>
  )
}

async function leadPage(c: C, deps: WebDeps) {
  const plans = (await planStates(deps.db)).filter(
    ({ phase, planId }) => phase === 'running' && mayRead(signedIn(c), planId) === 'all',
  )
  const shown = await Promise.all(plans.map((plan) => PlanForLeader({ deps, plan })))
  return page(
    c,
    { title: T.title, at: '/lead' },
    <>
      <h1>{T.title}</h1>
      {plans.length === 0 && <p class="panel">{W.today.noPlan}</p>}
      {shown}
    </>,
  )
}

/** 领导: for a phone. */
export function leadRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/lead', (c) => leadPage(c, deps))
}
