import type { Hono } from 'hono'
import { mayRead } from '../../accounts/rights.ts'
import { STATES } from '../../client/views/measure-filter.ts'
import { measurePage, SORTS } from '../../client/views/measure-list.ts'
import { planList } from '../../client/views/reading.ts'
import { lightName, phaseName } from '../../domain/supervision/names.ts'
import { measureLight, nextOwedOn, outstandingWaits, phaseOf } from '../../domain/supervision/phase.ts'
import { leadsName } from '../../domain/supervision/units.ts'
import { planFor } from '../acting.ts'
import { measureQuery } from '../api/query.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { typedDate } from '../parts/dates.ts'
import { Input, Field as Row } from '../parts/form.tsx'
import { Day, LightMark } from '../parts/marks.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { newPlanOfficer } from '../planning.ts'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'

/** The filters, dates among them as people type them. */
function queryOf(c: C): URLSearchParams {
  const query = new URL(c.req.url).searchParams
  for (const name of ['due_from', 'due_to']) {
    const typed = typedDate(query.get(name) ?? undefined)
    if (typed !== undefined) query.set(name, typed)
  }
  return query
}
const LIGHTS = ['red', 'yellow', 'green', 'grey'] as const

async function listPage(c: C, deps: WebDeps) {
  const { plan, mine } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  const query = queryOf(c)
  const found = await measurePage(deps.db, plan, measureQuery(query), mine)
  const value = (name: string) => query.get(name) ?? ''
  const filtered = ['light', 'state', 'unit', 'due_from', 'due_to', 'q'].some((name) => value(name) !== '')
  const next = new URLSearchParams(query)
  if (found.next !== null) next.set('cursor', found.next)
  const base = `/p/${encodeURIComponent(plan.planId)}`
  return page(
    c,
    { title: W.list.title, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <h1>{plan.title}</h1>
      <Tabs plan={plan.planId} at="/measures" />
      <form class="filters" method="get" action={`${base}/measures`}>
        <div class="grow">
          <Input name="q" type="search" label={W.list.words} value={value('q')} />
        </div>
        <Row name="light" label={W.list.light}>
          <select id="f-light" name="light">
            <option value="">{W.list.all}</option>
            {LIGHTS.map((light) => (
              <option value={light} selected={value('light') === light}>
                {lightName(light)}
              </option>
            ))}
          </select>
        </Row>
        <Row name="state" label={W.list.state}>
          <select id="f-state" name="state">
            <option value="">{W.list.all}</option>
            {STATES.map(({ key, name }) => (
              <option value={key} selected={value('state') === key}>
                {name}
              </option>
            ))}
          </select>
        </Row>
        <Input name="unit" label={W.list.unit} value={value('unit')} />
        <Input name="due_to" type="date" label={W.list.dueTo} value={value('due_to')} />
        <Row name="sort" label={W.list.sort}>
          <select id="f-sort" name="sort">
            {SORTS.map((sort) => (
              <option value={sort} selected={value('sort') === sort}>
                {W.list.sorts[sort]}
              </option>
            ))}
          </select>
        </Row>
        <div class="field">
          <button type="submit">{W.list.filter}</button>{' '}
          {filtered && (
            <a class="button" href={`${base}/measures`}>
              {W.list.clear}
            </a>
          )}
        </div>
      </form>
      {found.rows.length === 0 ? (
        <p class="panel">{filtered ? W.list.nothingFiltered : W.list.nothing}</p>
      ) : (
        <div class="scroll">
          <table class="list">
            <caption>{W.list.count(found.count)}</caption>
            <thead>
              <tr>
                {W.list.heads.map((head) => (
                  <th scope="col">{head}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {found.rows.map(({ state, shown }) => (
                <tr>
                  <td data-label={W.list.heads[0]} class="nowrap">
                    <LightMark light={measureLight(state, found.today)} />
                  </td>
                  <td data-label={W.list.heads[1]} class="nowrap">
                    <a href={`${base}/m/${encodeURIComponent(shown)}`}>{shown}</a>
                  </td>
                  <td data-label={W.list.heads[2]}>
                    <span class="two-lines">{state.setup.text}</span>
                  </td>
                  <td data-label={W.list.heads[3]}>{leadsName(state.setup)}</td>
                  <td data-label={W.list.heads[4]}>{state.setup.deadlineText || W.measure.unwritten}</td>
                  <td data-label={W.list.heads[5]} class="nowrap">
                    {nextOwedOn(state) ? (
                      <Day on={nextOwedOn(state)} />
                    ) : outstandingWaits(state)[0] ? (
                      W.list.waits
                    ) : (
                      '—'
                    )}
                  </td>
                  <td data-label={W.list.heads[6]} class="nowrap">
                    {phaseName(phaseOf(state))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p class="pager">
        <span>{query.has('cursor') && <a href={`${base}/measures`}>{W.list.first}</a>}</span>
        <span>{found.next !== null && <a href={`${base}/measures?${next}`}>{W.list.next}</a>}</span>
      </p>
    </>,
  )
}

/** 方案、台账: what is looked through. */
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
  app.get('/p/:plan/measures', (c) => listPage(c, deps))
}
