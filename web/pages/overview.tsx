import type { Hono } from 'hono'
import { mayRead } from '../../accounts/rights.ts'
import { glanceOf } from '../../client/views/glance.ts'
import { standingOf } from '../../client/views/standing.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { planFor } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { Day } from '../parts/marks.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { planActor } from '../plan-actor.ts'
import { page } from '../respond.tsx'
import { STANDING } from '../words/standing.ts'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'
import { AHEAD, Soon, UnitLightsTable, WaitingTable, Wall } from './overview-parts.tsx'
import { draftPage } from './plans/draft.tsx'

/** How often 大屏 asks again. */
const WALL_S = 60

/** Lines of a list that leads to the whole of it. */
const NAMED = 20

/** What has just been done to the plan, where one comes from its form. */
function doneSaid(c: C): string | null {
  const number = (name: string) => (c.req.query(name) === undefined ? null : Number(c.req.query(name)) || 0)
  const [started, amended, reopened] = [number('started'), number('amended'), number('reopened')]
  if (started !== null) return W.planning.start.started(started)
  if (amended !== null) return W.planning.amend.done(amended)
  if (reopened !== null) return W.planning.reopen.done(reopened)
  return c.req.query('closed') === undefined ? null : W.planning.close.done
}

/** What whoever reads may do to the plan as a whole. */
const PlanActs = ({ c, plan, base }: { c: C; plan: PlanState; base: string }) => {
  const may = (type: Parameters<typeof planActor>[2]) => planActor(signedIn(c), plan, type).ok
  const running = plan.phase === 'running'
  const acts = [
    [running && plan.clock.kind === 'stepped' && may('advance'), 'advance', W.planning.advance.title],
    [running && may('amend'), 'amend', W.planning.amend.title],
    [running && may('close'), 'close', W.planning.close.title],
    [plan.phase === 'closed' && may('reopen'), 'reopen', W.planning.reopen.title],
  ] as const
  return (
    <p class="no-print">
      {acts
        .filter(([can]) => can)
        .map(([, path, label]) => (
          <>
            <a class="button" href={`${base}/${path}`}>
              {label}
            </a>{' '}
          </>
        ))}
      {running && mayRead(signedIn(c), plan.planId) === 'all' && (
        <a class="button" href={`${base}?screen=1`}>
          {STANDING.wall}
        </a>
      )}
    </p>
  )
}

async function overviewPage(c: C, deps: WebDeps) {
  const { plan, mine } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  if (plan.phase === 'draft') return draftPage(c, deps, plan)
  const standing = await standingOf(deps.db, { plan, mine }, AHEAD, NAMED)
  if (c.req.query('screen') === '1' && mine === null)
    return page(
      c,
      { title: plan.title, rehearsal: rehearsalOf(plan), wall: WALL_S },
      <Wall plan={plan} standing={standing} />,
    )
  const { counts, late, waiting } = await glanceOf(deps.db, plan, NAMED)
  const base = `/p/${encodeURIComponent(plan.planId)}`
  const shown = W.plan.counts(counts)
  const done = doneSaid(c)
  return page(
    c,
    { title: plan.title, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <h1>{plan.title}</h1>
      <Tabs plan={plan.planId} at="" />
      {done !== null && (
        <p class="notice done" role="status">
          {done}
        </p>
      )}
      <PlanActs c={c} plan={plan} base={base} />
      <section class="panel">
        <h2>{W.plan.glance}</h2>
        <ul class="counts">
          {shown.map(([label, n]) => (
            <li>
              <b>{n}</b> {label}
            </li>
          ))}
        </ul>
        <p>{STANDING.slips(standing.slips.now, standing.slips.before)}</p>
      </section>
      <UnitLightsTable plan={plan} standing={standing} />
      <Soon plan={plan} standing={standing} />
      {mine === null && late.length > 0 && (
        <div class="scroll">
          <table class="list">
            <caption>{W.plan.late}</caption>
            <thead>
              <tr>
                {W.plan.lateHeads.map((head) => (
                  <th scope="col">{head}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {late.map((one) => (
                <tr>
                  <td data-label={W.plan.lateHeads[0]}>
                    <a href={`${base}/m/${encodeURIComponent(one.no)}`}>{one.obligation}</a>
                  </td>
                  <td data-label={W.plan.lateHeads[1]}>{one.unit}</td>
                  <td data-label={W.plan.lateHeads[2]}>
                    <Day on={one.dueOn} />
                  </td>
                  <td data-label={W.plan.lateHeads[3]}>
                    <Day on={one.doneOn} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {counts.overdue + counts.completedLate > late.length && (
            <p class="small">
              <a href={`${base}/measures?light=red&sort=due`}>{STANDING.whole}</a>
            </p>
          )}
        </div>
      )}
      {mine === null && waiting.length > 0 && (
        <WaitingTable plan={plan} waiting={waiting} today={standing.today} />
      )}
    </>,
  )
}

/** 总览: the plan at a glance, and what is done to it as a whole. */
export function overviewRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/p/:plan', (c) => overviewPage(c, deps))
}
