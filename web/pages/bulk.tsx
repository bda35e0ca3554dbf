import type { Hono } from 'hono'
import { actorsIn } from '../../accounts/rights.ts'
import type { Principal } from '../../accounts/roles.ts'
import { RefusedError, refused } from '../../client/refusal.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { shownNumberOf } from '../../domain/plan/numbers.ts'
import { ACT_TABLES, type ActTable, actTable, type PersonAct } from '../act-tables.ts'
import { planFor } from '../acting.ts'
import { measureQuery } from '../api/query.ts'
import { isLeft, isRunning, type Job, jobFor, prepareJob, startJob } from '../bulk-jobs.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { ActFields, saidOf, type Typed } from '../forms/act-fields.tsx'
import { sentForm } from '../multipart.ts'
import { Refused } from '../parts/form.tsx'
import { List } from '../parts/list.tsx'
import { byOf } from '../planning.ts'
import { statusOf } from '../problem.ts'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'

const T = W.bulk

/** Acts that make sense on many at once, in the order in which they are offered. */
const OFFERED: readonly PersonAct[] = [
  ...(['remind', 'setDue', 'suspend', 'terminate', 'reassign', 'acknowledge', 'submit'] as const),
]

/** Those that somebody's roles could do to some measure of a plan. */
export function offeredTo(principal: Principal, plan: PlanState): readonly ActTable[] {
  const actors = actorsIn(principal, plan.planId)
  return OFFERED.flatMap((type) => {
    const table = ACT_TABLES.find((one) => one.type === type)
    const could =
      table !== undefined &&
      actors.some(({ role }) => (table.who === 'unit' ? role === 'unit' : role === 'office'))
    return could ? [table] : []
  })
}

const at = (plan: PlanState) => `/p/${encodeURIComponent(plan.planId)}`

/** What a list's form says was chosen: measures by their numbers, or all that its filters find. */
function chosenIn(typed: Typed) {
  const picked = typed.pick ?? []
  const all = typed.which?.[0] === 'all'
  if (!all && picked.length === 0) throw refused('USAGE', T.none, T.noneRemedy)
  const filters = new URLSearchParams(typed.filters?.[0] ?? '')
  return {
    picked,
    all,
    filters,
    select: all
      ? { query: measureQuery(filters), owed: true as const }
      : { measures: picked, owed: true as const },
  }
}

interface Shown {
  readonly typed: Typed
  readonly refusal: Refusal | null
}

async function formPage(c: C, deps: WebDeps, { typed, refusal }: Shown) {
  const { plan } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  const { picked, all, filters } = chosenIn(typed)
  const table = offeredTo(signedIn(c), plan).find(({ type }) => type === typed.act?.[0])
  if (table === undefined) return c.notFound()
  const back = `${at(plan)}/measures?${filters}`
  return page(
    c,
    { title: T.form(table.name), at: '/plans', rehearsal: rehearsalOf(plan) },
    <div class="panel">
      <p class="small no-print">
        <a href={back}>{T.back}</a>
      </p>
      <h1>{T.form(table.name)}</h1>
      <p class="quiet">{all ? T.all(Number(typed.count?.[0] ?? 0)) : T.chosen(picked.length)}</p>
      <Refused refusal={refusal} />
      <form method="post" enctype="multipart/form-data" action={`${at(plan)}/bulk`}>
        <input type="hidden" name="act" value={table.type} />
        <input type="hidden" name="which" value={all ? 'all' : 'picked'} />
        <input type="hidden" name="filters" value={filters.toString()} />
        <input type="hidden" name="count" value={typed.count?.[0] ?? ''} />
        {!all && <input type="hidden" name="picks" value={picked.join('\n')} />}
        <ActFields table={table} obligations={[]} chosen="" typed={typed} refusal={refusal} />
        {'files' in table.fields && <p class="small">{W.act.secret}</p>}
        <p>
          <button class="primary" type="submit">
            {T.preview}
          </button>{' '}
          <a class="button" href={back}>
            {W.act.back}
          </a>
        </p>
      </form>
    </div>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

/** Why rows can't be done, each reason once with how many. */
const Reasons = ({ job: { rows } }: { job: Job }) => {
  const counts = new Map<string, number>()
  for (const { refused: why } of rows) if (why !== null) counts.set(why, (counts.get(why) ?? 0) + 1)
  return (
    <ul>
      {[...counts].map(([why, n]) => (
        <li>{T.reason(n, why)}</li>
      ))}
    </ul>
  )
}

const Standing = ({ job, href }: { job: Job; href: string }) => {
  const { rows } = job
  const left = rows.filter(isLeft).length
  const done = rows.filter((row) => row.done_at !== null && row.refused === null).length
  const not = rows.filter((row) => row.refused !== null).length
  const Go = ({ label }: { label: string }) => (
    <form method="post" action={href}>
      <button class="primary" type="submit">
        {label}
      </button>
    </form>
  )
  if (job.job.begun_at === null)
    return (
      <section class="panel">
        <p>{rows.length === 0 ? T.nothing : T.count(rows.length, not)}</p>
        <Reasons job={job} />
        {left > 0 && <p class="quiet">{T.notYet}</p>}
        {left > 0 && <Go label={T.do(left)} />}
      </section>
    )
  if (left === 0)
    return (
      <section class="notice done" role="status">
        <p>{T.ended(done, not)}</p>
        <Reasons job={job} />
      </section>
    )
  if (isRunning(job.job.id))
    return (
      <p class="notice" role="status">
        {T.running(rows.length - left, rows.length)}
      </p>
    )
  return (
    <section class="alert" role="alert">
      <p>{T.broken(left)}</p>
      <Go label={T.goOn(left)} />
    </section>
  )
}

const REFRESH_SECONDS = '2'

async function jobPage(c: C, deps: WebDeps) {
  const { plan } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  const job = await jobFor(deps, signedIn(c), plan, c.req.param('id') ?? '')
  const href = `${at(plan)}/jobs/${job.job.id}`
  // Without script: the page comes again by itself while rows are being done.
  if (isRunning(job.job.id) && job.rows.some(isLeft)) c.header('Refresh', REFRESH_SECONDS)
  return page(
    c,
    { title: T.form(job.table.name), at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <p class="small no-print">
        <a href={`${at(plan)}/measures`}>{T.back}</a>
      </p>
      <h1>{T.form(job.table.name)}</h1>
      <Standing job={job} href={href} />
      {job.rows.length > 0 && (
        <List
          caption={T.caption(job.rows.length)}
          heads={T.heads}
          nowrap={[0]}
          rows={job.rows.map((row) => {
            const shown = shownNumberOf(plan, row.no)
            return [
              <a href={`${at(plan)}/m/${encodeURIComponent(shown)}`}>{shown}</a>,
              row.obligation ?? '—',
              row.unit,
              row.refused !== null
                ? `${row.done_at === null ? T.cannot : T.failed}${row.refused}`
                : row.done_at === null
                  ? T.can
                  : T.done,
            ]
          })}
        />
      )}
    </>,
  )
}

/** 批量办理: what is chosen in the list, one form, every row looked at before it is done, and told afterwards. */
export function bulkRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const fromQuery = (c: C): Typed => {
    const query = new URL(c.req.url).searchParams
    return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]))
  }
  app.get('/p/:plan/bulk', (c) => formPage(c, deps, { typed: fromQuery(c), refusal: null }))
  app.post('/p/:plan/bulk', async (c) => {
    const { plan, mine } = await planFor(deps, signedIn(c), c.req.param('plan'))
    const sent = await sentForm(c, deps)
    const typed: Typed = { ...sent.typed, pick: (sent.typed.picks?.[0] ?? '').split(/\r?\n/).filter(Boolean) }
    const table = offeredTo(signedIn(c), plan).find(({ type }) => type === typed.act?.[0])
    if (table === undefined || actTable(table.type) === null) return c.notFound()
    try {
      const { select } = chosenIn(typed)
      const said = saidOf(table, typed, sent.files)
      const id = await prepareJob(deps, byOf(c), { plan, mine, table, said, select })
      return c.redirect(`${at(plan)}/jobs/${id}`, 303)
    } catch (error) {
      if (!(error instanceof RefusedError) || error.refusal.code === 'USAGE') throw error
      return formPage(c, deps, { typed, refusal: error.refusal })
    }
  })
  app.get('/p/:plan/jobs/:id', (c) => jobPage(c, deps))
  app.post('/p/:plan/jobs/:id', async (c) => {
    const { plan } = await planFor(deps, signedIn(c), c.req.param('plan'))
    const job = await jobFor(deps, signedIn(c), plan, c.req.param('id'))
    await startJob(deps, byOf(c), plan, job)
    return c.redirect(`${at(plan)}/jobs/${job.job.id}`, 303)
  })
}
