import type { Hono } from 'hono'
import type { Principal } from '../../accounts/roles.ts'
import { STATES } from '../../client/views/measure-filter.ts'
import { measurePage, type PlanSeen, SORTS } from '../../client/views/measure-list.ts'
import { CARRIED_FILTERS } from '../../domain/plan/columns.ts'
import { SLIP_LEVELS } from '../../domain/policy/levels.ts'
import { lightName, slipName } from '../../domain/supervision/names.ts'
import { planFor, plansSeen } from '../acting.ts'
import { measureQuery } from '../api/query.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { BULK_FORM, BulkBar } from '../parts/bulk-bar.tsx'
import { typedDate } from '../parts/dates.ts'
import { Downloads } from '../parts/downloads.tsx'
import { Input, Field as Row } from '../parts/form.tsx'
import {
  COLUMNS,
  type ColumnKey,
  GROUPS,
  GroupedRows,
  type GroupKey,
  MeasureRows,
  USUAL,
} from '../parts/measure-rows.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { newPlanOfficer } from '../planning.ts'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { offeredTo } from './bulk.tsx'
import { rehearsalOf, signedIn } from './common.ts'
import { ALL_ROWS, printPage } from './measure-print.tsx'
import { Views } from './views.tsx'

const LIGHTS = ['red', 'yellow', 'green', 'grey'] as const
const FILTERS = ['todo', 'light', 'state', 'unit', 'part', 'slip', 'due', 'due_from', 'due_to', 'q'].concat(
  CARRIED_FILTERS.map(({ key }) => key),
)

/** The filters, dates among them as people type them. */
function queryOf(c: C): URLSearchParams {
  const query = new URL(c.req.url).searchParams
  for (const name of ['due_from', 'due_to']) {
    const typed = typedDate(query.get(name) ?? undefined)
    if (typed !== undefined) query.set(name, typed)
  }
  return query
}

/** What of a URL narrows and orders, without the page one is on. */
const asShown = (query: URLSearchParams): URLSearchParams =>
  new URLSearchParams(
    [...FILTERS, 'sort'].flatMap((name) => {
      const value = query.get(name)
      return value ? [[name, value] as [string, string]] : []
    }),
  )
/** The same with how it is shown. */
const asSeen = (query: URLSearchParams): URLSearchParams => {
  const seen = asShown(query)
  if (query.get('group')) seen.set('group', query.get('group') ?? '')
  for (const column of query.getAll('cols')) seen.append('cols', column)
  return seen
}

const COLUMN_KEYS = Object.keys(COLUMNS) as readonly ColumnKey[]
const columnsIn = (query: URLSearchParams): readonly ColumnKey[] => {
  const asked = COLUMN_KEYS.filter((key) => query.getAll('cols').includes(key))
  return asked.length > 0 ? asked : USUAL
}
const groupIn = (query: URLSearchParams): GroupKey | null => {
  const asked = query.get('group') ?? ''
  return Object.hasOwn(GROUPS, asked) ? (asked as GroupKey) : null
}

/** What somebody's role has to do. */
const todoOf = ({ hats }: Principal): 'office' | 'unit' | null =>
  hats.some(({ role }) => role === 'office')
    ? 'office'
    : hats.some(({ role }) => role === 'unit' || role === 'head')
      ? 'unit'
      : null

type Choices = readonly (readonly [value: string, name: string])[]

/** One of several, or none of them. */
const Choice = ({ name, label, of, value }: { name: string; label: string; of: Choices; value: string }) => (
  <Row name={name} label={label}>
    <select id={`f-${name}`} name={name}>
      <option value="">{W.list.all}</option>
      {of.map(([key, shown]) => (
        <option value={key} selected={value === key}>
          {shown}
        </option>
      ))}
    </select>
  </Row>
)

const Filters = ({ query, at, filtered }: { query: URLSearchParams; at: string; filtered: boolean }) => {
  const value = (name: string) => query.get(name) ?? ''
  return (
    <form class="filters" method="get" action={at}>
      {query.has('todo') && <input type="hidden" name="todo" value={value('todo')} />}
      {query.has('plan') && <input type="hidden" name="plan" value={value('plan')} />}
      <div class="grow">
        <Input name="q" type="search" label={W.list.words} value={value('q')} />
      </div>
      <Choice
        name="light"
        label={W.list.light}
        of={LIGHTS.map((one) => [one, lightName(one)])}
        value={value('light')}
      />
      <Choice
        name="state"
        label={W.list.state}
        of={STATES.map(({ key, name }) => [key, name])}
        value={value('state')}
      />
      <unit-picker>
        <Input name="unit" label={W.list.unit} value={value('unit')} />
      </unit-picker>
      {CARRIED_FILTERS.map(({ key, name }) => (
        <Input name={key} label={name} value={value(key)} />
      ))}
      <Choice name="part" label={W.list.part} of={Object.entries(W.list.parts)} value={value('part')} />
      <Choice
        name="slip"
        label={W.list.slip}
        of={SLIP_LEVELS.map((one) => [one, slipName(one)])}
        value={value('slip')}
      />
      <Choice name="due" label={W.list.due} of={[['none', W.list.dateless]]} value={value('due')} />
      <Input name="due_from" type="date" label={W.list.dueFrom} value={value('due_from')} />
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
      <Row name="group" label={W.savedViews.group}>
        <select id="f-group" name="group">
          {Object.entries(W.savedViews.groups).map(([key, name]) => (
            <option value={key} selected={value('group') === key}>
              {name}
            </option>
          ))}
        </select>
      </Row>
      <details class="field">
        <summary>{W.savedViews.columns}</summary>
        {COLUMN_KEYS.map((key) => (
          <label class="choice" for={`f-cols-${key}`}>
            <input
              id={`f-cols-${key}`}
              type="checkbox"
              name="cols"
              value={key}
              checked={columnsIn(query).includes(key)}
            />
            {COLUMNS[key].head}
          </label>
        ))}
      </details>
      <div class="field">
        <button type="submit">{W.list.filter}</button>{' '}
        {filtered && (
          <a class="button" href={at}>
            {W.list.clear}
          </a>
        )}
      </div>
    </form>
  )
}

/** The filters in words, as they stand in the form. */
function filtersSaid(query: URLSearchParams): readonly string[] {
  const value = (name: string) => query.get(name) ?? ''
  const named: Readonly<Record<string, (key: string) => string | undefined>> = {
    light: (key) => LIGHTS.filter((one) => one === key).map(lightName)[0],
    state: (key) => STATES.find((one) => one.key === key)?.name,
    part: (key) => W.list.parts[key as keyof typeof W.list.parts],
    slip: (key) => SLIP_LEVELS.filter((one) => one === key).map(slipName)[0],
    due: () => W.list.dateless,
  }
  const labels: Readonly<Record<string, string>> = {
    ...{ light: W.list.light, state: W.list.state, unit: W.list.unit, part: W.list.part, slip: W.list.slip },
    ...{ due: W.list.due, due_from: W.list.dueFrom, due_to: W.list.dueTo, q: W.list.words },
    ...Object.fromEntries(CARRIED_FILTERS.map(({ key, name }) => [key, name])),
  }
  return FILTERS.filter((name) => value(name) !== '').map(
    (name) => `${labels[name] ?? name}：${named[name]?.(value(name)) ?? value(name)}`,
  )
}

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
