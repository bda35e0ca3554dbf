import type { Hono } from 'hono'
import { mayRead } from '../../accounts/rights.ts'
import { planList } from '../../client/views/reading.ts'
import type { WebDeps, WebEnv } from '../context.ts'
import { newPlanOfficer } from '../planning.ts'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { signedIn } from './common.ts'

/** 方案 that one may know of. */
export function listRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/plans', async (c) => {
    const plans = (await planList(deps.db)).filter(({ id }) => mayRead(signedIn(c), id) !== null)
    return page(
      c,
      { title: W.plans.title, at: '/plans' },
      <>
        <div class="bar">
          <h1>{W.plans.title}</h1>
          {newPlanOfficer(signedIn(c)).ok && (
            <a class="button primary" href="/plans/new">
              {W.planning.add}
            </a>
          )}
        </div>
        {c.req.query('removed') !== undefined && (
          <p class="notice done" role="status">
            {W.planning.draft.removed}
          </p>
        )}
        {plans.length > 1 && (
          <p>
            <a href="/units">{W.units.across}</a>
          </p>
        )}
        {plans.length === 0 && <p class="panel">{W.plans.none}</p>}
        <ul class="cards">
          {plans.map(({ id, title, phase, clock }) => (
            <li class="blue">
              <p>
                <a href={`/p/${encodeURIComponent(id)}`}>{title}</a>
                <br />
                <span class="quiet small">
                  {id} · {W.plans.phases[phase]} · {clock.kind === 'wall' ? '' : `${W.plans.rehearsal} `}
                  {clock.today}
                </span>
              </p>
              <a class="button" href={`/p/${encodeURIComponent(id)}/measures`}>
                {W.list.title}
              </a>
            </li>
          ))}
        </ul>
      </>,
    )
  })
}
