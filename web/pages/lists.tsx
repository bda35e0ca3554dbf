import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { mayRead } from '../../accounts/rights.ts'
import { remakeBulletin } from '../../client/bulletin.ts'
import { RefusedError, refused } from '../../client/refusal.ts'
import { STATES } from '../../client/views/measure-filter.ts'
import { measurePage, SORTS } from '../../client/views/measure-list.ts'
import { eventsIn, planList, planShow, waitingIn } from '../../client/views/reading.ts'
import type { Refusal } from '../../domain/result.ts'
import { lightName, phaseName } from '../../domain/supervision/names.ts'
import { measureLight, nextOwedOn, outstandingWaits, phaseOf } from '../../domain/supervision/phase.ts'
import { leadsName } from '../../domain/supervision/units.ts'
import { planFor } from '../acting.ts'
import { measureQuery } from '../api/query.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { type Form, formOf } from '../form-body.ts'
import { Input, Refused, Field as Row } from '../parts/form.tsx'
import { Day, LightMark } from '../parts/marks.tsx'
import { statusOf } from '../problem.ts'
import { report, reporterIn } from '../reporting.ts'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'

const queryOf = (c: C): URLSearchParams => new URL(c.req.url).searchParams
const LIGHTS = ['red', 'yellow', 'green', 'grey'] as const

const Tabs = ({ plan, at }: { plan: string; at: string }) => (
  <p class="no-print">
    {(
      [
        ['', W.plan.overview],
        ['/measures', W.list.title],
        ['/events', W.events.title],
        ['/bulletins', W.bulletins.title],
      ] as const
    ).map(([path, label]) =>
      path === at ? (
        <strong class="tab">{label}</strong>
      ) : (
        <a class="tab" href={`/p/${encodeURIComponent(plan)}${path}`}>
          {label}
        </a>
      ),
    )}
  </p>
)

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

async function overviewPage(c: C, deps: WebDeps) {
  const { plan, mine } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  const { counts, late, waiting } = await planShow(deps.db, plan)
  const base = `/p/${encodeURIComponent(plan.planId)}`
  const shown = W.plan.counts(counts)
  return page(
    c,
    { title: plan.title, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <h1>{plan.title}</h1>
      <Tabs plan={plan.planId} at="" />
      <section class="panel">
        <h2>{W.plan.glance}</h2>
        <ul class="counts">
          {shown.map(([label, n]) => (
            <li>
              <b>{n}</b> {label}
            </li>
          ))}
        </ul>
      </section>
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
        </div>
      )}
      {mine === null && waiting.length > 0 && <p>{W.plan.waits(waiting.length)}</p>}
    </>,
  )
}

interface Reported {
  readonly form: Form
  readonly refusal: Refusal | null
}

/** 报告事件: for the office; what waits is offered, anything else may be written. */
const ReportForm = ({
  path,
  waiting,
  form,
  refusal,
}: Reported & { path: string; waiting: readonly string[] }) => (
  <section class="panel no-print">
    <h2>{W.events.report}</h2>
    <Refused refusal={refusal} />
    <form method="post" action={path}>
      <input type="hidden" name="actId" value={randomUUID()} />
      <Row name="condition" label={W.events.condition} hint={W.events.conditionHint} refusal={refusal}>
        <input
          id="f-condition"
          name="condition"
          type="text"
          list="conditions"
          value={form.condition}
          required
          autocomplete="off"
        />
        <datalist id="conditions">
          {waiting.map((one) => (
            <option value={one} />
          ))}
        </datalist>
      </Row>
      <Input
        name="effectiveOn"
        type="date"
        label={W.events.effectiveOn}
        value={form.effectiveOn}
        required
        refusal={refusal}
      />
      <Input
        name="document"
        label={`${W.events.document}${W.act.optional}`}
        value={form.document}
        refusal={refusal}
      />
      <button class="primary" type="submit">
        {W.events.report}
      </button>
    </form>
  </section>
)

async function eventsPage(c: C, deps: WebDeps, { form, refusal }: Reported = { form: {}, refusal: null }) {
  const { plan, mine } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  const waiting = mine === null ? await waitingIn(deps.db, plan) : []
  const base = `/p/${encodeURIComponent(plan.planId)}`
  return page(
    c,
    { title: W.events.title, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <h1>{plan.title}</h1>
      <Tabs plan={plan.planId} at="/events" />
      {c.req.query('woke') !== undefined && (
        <div class="notice done" role="status">
          {W.events.woke((c.req.query('woke') ?? '').slice(0, 500))}
        </div>
      )}
      {plan.phase === 'running' && reporterIn(signedIn(c), plan).ok && (
        <ReportForm
          path={`${base}/events`}
          waiting={waiting.map((one) => one.condition)}
          form={form}
          refusal={refusal}
        />
      )}
      <h2>{W.events.waiting}</h2>
      {waiting.length === 0 && <p class="panel">{W.events.noWaiting}</p>}
      {waiting.map((one) => (
        <section class="panel">
          <h3>{one.condition}</h3>
          <p class="quiet">
            {W.events.since(one.since)} {one.expectedOn && W.events.expected(one.expectedOn)}
          </p>
          <p>
            {one.measures.map((no) => (
              <>
                <a href={`${base}/m/${encodeURIComponent(no)}`}>{no}</a>{' '}
              </>
            ))}
          </p>
        </section>
      ))}
      <h2>{W.events.reported}</h2>
      {plan.events.length === 0 && <p class="panel">{W.events.none}</p>}
      <ul>
        {eventsIn(plan).map((event) => (
          <li>
            <Day on={event.effectiveOn} /> {event.condition} {event.document ?? ''}{' '}
            <span class="quiet small">{event.reportedBy.unit}</span>
          </li>
        ))}
      </ul>
    </>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

async function bulletinsPage(c: C, deps: WebDeps) {
  const { plan } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  const asked = c.req.param('number')
  const issued = plan.bulletins ?? []
  const one = asked === undefined ? undefined : issued.find(({ number }) => `${number}` === asked)
  if (asked !== undefined && one === undefined)
    throw refused('BULLETIN_NOT_FOUND', `没有第 ${asked} 期通报`, '在通报清单里查看')
  const made = one === undefined ? null : await remakeBulletin(deps.db, deps.duban.blobs, plan.planId, one)
  return page(
    c,
    { title: W.bulletins.title, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <h1>{plan.title}</h1>
      <Tabs plan={plan.planId} at={one ? '/-' : '/bulletins'} />
      {made !== null && one !== undefined && (
        <section class="panel">
          <p class={made.sha256 === one.sha256 ? 'notice done' : 'alert'}>
            {made.sha256 === one.sha256 ? W.bulletins.same : W.bulletins.changed}
            <span class="small">（SHA-256 {one.sha256.slice(0, 16)}…）</span>
          </p>
          <pre class="text">{made.text}</pre>
        </section>
      )}
      {one === undefined && issued.length === 0 && <p class="panel">{W.bulletins.none}</p>}
      {one === undefined && (
        <ul>
          {[...issued].reverse().map(({ number, asOf }) => (
            <li>
              <a href={`/p/${encodeURIComponent(plan.planId)}/bulletins/${number}`}>
                {W.bulletins.issue(number)}
              </a>{' '}
              {W.bulletins.asOf(asOf.replace('T', ' '))}
            </li>
          ))}
        </ul>
      )}
    </>,
  )
}

/** 方案、台账、事件、通报: what is looked through. */
export function listRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/plans', async (c) => {
    const plans = (await planList(deps.db)).filter(({ id }) => mayRead(signedIn(c), id) !== null)
    return page(
      c,
      { title: W.plans.title, at: '/plans' },
      <>
        <h1>{W.plans.title}</h1>
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
  app.get('/p/:plan', (c) => overviewPage(c, deps))
  app.get('/p/:plan/measures', (c) => listPage(c, deps))
  app.get('/p/:plan/events', (c) => eventsPage(c, deps))
  app.post('/p/:plan/events', async (c) => {
    const { plan } = await planFor(deps, signedIn(c), c.req.param('plan'))
    const form = await formOf(c)
    const { condition, effectiveOn, document, actId = '' } = form
    const said = {
      condition: condition?.trim(),
      effectiveOn: effectiveOn || undefined,
      document: document?.trim() || undefined,
    }
    try {
      const asked = { said, actId: /^[0-9a-f-]{36}$/.test(actId) ? actId : randomUUID() }
      const { woke } = await report(deps, signedIn(c), c.get('from').ip, plan, asked)
      const query = new URLSearchParams({ woke: woke.join('、') })
      return c.redirect(`/p/${encodeURIComponent(plan.planId)}/events?${query}`, 303)
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return eventsPage(c, deps, { form, refusal: error.refusal })
    }
  })
  app.get('/p/:plan/bulletins', (c) => bulletinsPage(c, deps))
  app.get('/p/:plan/bulletins/:number', (c) => bulletinsPage(c, deps))
}
