import type { Hono } from 'hono'
import type { Principal } from '../../accounts/roles.ts'
import { measurePage, type PlanSeen } from '../../client/views/measure-list.ts'
import { planFor, plansSeen } from '../acting.ts'
import { measureQuery } from '../api/query.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { BULK_FORM, BulkBar } from '../parts/bulk-bar.tsx'
import { Downloads } from '../parts/downloads.tsx'
import { GROUPS, GroupedRows, MeasureRows } from '../parts/measure-rows.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { newPlanOfficer } from '../planning.ts'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { offeredTo } from './bulk.tsx'
import { rehearsalOf, signedIn } from './common.ts'
import {
  asSeen,
  asShown,
  columnsIn,
  FILTERS,
  Filters,
  filtersSaid,
  groupIn,
  queryOf,
} from './list-filters.tsx'
import { ALL_ROWS, printPage } from './measure-print.tsx'
import { Views } from './views.tsx'

/** What somebody's role has to do. */
const todoOf = ({ hats }: Principal): 'office' | 'unit' | null =>
  hats.some(({ role }) => role === 'office')
    ? 'office'
    : hats.some(({ role }) => role === 'unit' || role === 'head')
      ? 'unit'
      : null

/** The list that a URL asks for, of one plan or of several. */
async function MeasureList(deps: WebDeps, c: C, seen: readonly PlanSeen[], at: string, across: boolean) {
  const [one] = across ? [] : seen
  const query = queryOf(c)
  const group = groupIn(query)
  const asked = measureQuery(query)
  const found = await measurePage(
    deps.db,
    seen,
    group === null ? asked : { ...asked, sort: GROUPS[group].sort },
  )
  const acts = one?.plan.phase === 'running' ? offeredTo(signedIn(c), one.plan) : []
  const rows = {
    ...{ caption: W.list.count(found.count), rows: found.rows, across, columns: columnsIn(query) },
    ...(acts.length > 0 ? { pick: BULK_FORM } : {}),
  }
  const filtered = FILTERS.some((name) => (query.get(name) ?? '') !== '')
  const next = new URLSearchParams(query)
  if (found.next !== null) next.set('cursor', found.next)
  const first = new URLSearchParams(query)
  first.delete('cursor')
  return (
    <>
      {await Views(deps, signedIn(c), { at, query: asSeen(query), todo: todoOf(signedIn(c)) })}
      <Filters query={query} at={at} filtered={filtered} />
      {found.rows.length === 0 ? (
        <p class="panel">{filtered ? W.list.nothingFiltered : W.list.nothing}</p>
      ) : (
        <>
          <live-region class="no-print" {...(one ? { 'data-plan': one.plan.planId } : {})} />
          {group === null ? <MeasureRows {...rows} /> : <GroupedRows {...rows} group={group} />}
        </>
      )}
      {one !== undefined && found.rows.length > 0 && (
        <p class="small no-print">
          <a href={`${at}/print?${asShown(query)}`}>{W.list.print}</a>
        </p>
      )}
      {one !== undefined && acts.length > 0 && found.rows.length > 0 && (
        <BulkBar
          action={`/p/${encodeURIComponent(one.plan.planId)}/bulk`}
          {...{ acts, filters: asShown(query), count: found.count }}
        />
      )}
      {one !== undefined && found.rows.length > 0 && (
        <Downloads
          plan={one.plan.planId}
          files={[
            ['/exports/ledger.xlsx', 'xlsx'],
            ['/exports/ledger.csv', 'csv'],
          ]}
          query={asShown(query)}
        />
      )}
      <p class="pager">
        <span>{query.has('cursor') && <a href={`${at}?${first}`}>{W.list.first}</a>}</span>
        <span>{found.next !== null && <a href={`${at}?${next}`}>{W.list.next}</a>}</span>
      </p>
    </>
  )
}

/** 台账 of one plan, and of all that one may know of. */
export function measureListRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/p/:plan/measures', async (c) => {
    const seen = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
    const { plan } = seen
    const at = `/p/${encodeURIComponent(plan.planId)}/measures`
    return page(
      c,
      { title: W.list.title, at: '/plans', rehearsal: rehearsalOf(plan) },
      <>
        <h1>{plan.title}</h1>
        <Tabs plan={plan.planId} at="/measures" />
        {todoOf(signedIn(c)) === 'office' && (
          <p class="no-print">
            <a class="button" href={`/p/${encodeURIComponent(plan.planId)}/sample`}>
              {W.sample.title}
            </a>
          </p>
        )}
        {await MeasureList(deps, c, [seen], at, false)}
      </>,
    )
  })
  app.get('/p/:plan/measures/print', async (c) => {
    const seen = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
    const query = queryOf(c)
    const asked = { ...measureQuery(query), cursor: null, limit: ALL_ROWS }
    const { rows } = await measurePage(deps.db, [seen], asked)
    return printPage(c, seen.plan, rows, filtersSaid(query))
  })
  app.get('/measures', async (c) => {
    const seen = await plansSeen(deps, signedIn(c), new URL(c.req.url).searchParams)
    return page(
      c,
      { title: W.list.across, at: '/measures' },
      <>
        <div class="bar">
          <h1>{W.list.across}</h1>
          {newPlanOfficer(signedIn(c)).ok && (
            <a class="button" href="/measures/new">
              {W.item.title}
            </a>
          )}
        </div>
        {await MeasureList(deps, c, seen, '/measures', true)}
      </>,
    )
  })
}
