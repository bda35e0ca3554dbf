import type { Hono } from 'hono'
import { orThrow, RefusedError } from '../../client/refusal.ts'
import { changeEvent } from '../../client/use/events.ts'
import { waitingIn } from '../../client/views/reading.ts'
import { planFieldsOf } from '../../domain/events/act.ts'
import { planActOf } from '../../domain/events/acts/registry.ts'
import { parseFields } from '../../domain/fields/parse.ts'
import { planFor } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { actIdIn, typedIn } from '../form-body.ts'
import { Refused as Said } from '../parts/form.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { onPlan, planActor } from '../plan-actor.ts'
import { byOf } from '../planning.ts'
import { statusOf } from '../problem.ts'
import { foreseeSaid, report, reporterIn } from '../reporting.ts'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'
import { EventLine, eventChangeRoutes, PlannedEvents, type Refused } from './event-changes.tsx'
import { ProposeForm, proposalSaid, type Reported, ReportForm, reportSaid } from './event-forms.tsx'

async function eventsPage(
  c: C,
  deps: WebDeps,
  shown: Reported = { typed: {}, refusal: null },
  again: Refused | null = null,
) {
  const { plan, mine } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  const { refusal } = shown
  // What was refused of another form is said above them all.
  const reported = again === null ? shown : { ...shown, refusal: null }
  const waiting = await waitingIn(deps.db, plan, mine)
  const base = `/p/${encodeURIComponent(plan.planId)}`
  const may = plan.phase === 'running' && planActor(signedIn(c), plan, 'correct').ok
  const changed = c.req.query('changed')
  const conditions = waiting.map((one) => one.condition)
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
      {c.req.query('proposed') !== undefined && (
        <div class="notice done" role="status">
          {W.events.proposed}
        </div>
      )}
      {changed !== undefined && (
        <div class="notice done" role="status">
          {W.eventChanges.done(changed.slice(0, 500))}
        </div>
      )}
      {again !== null && <Said refusal={refusal} />}
      {plan.phase === 'running' && reporterIn(signedIn(c), plan).ok ? (
        <ReportForm plan={plan} path={`${base}/events`} waiting={conditions} {...reported} />
      ) : (
        planActor(signedIn(c), plan, 'propose').ok &&
        plan.phase === 'running' && (
          <ProposeForm path={`${base}/proposals`} waiting={conditions} {...reported} />
        )
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
      <PlannedEvents plan={plan} base={base} may={may} again={again} />
      <h2>{W.events.reported}</h2>
      {plan.events.length === 0 && <p class="panel">{W.events.none}</p>}
      <ul>
        {plan.events.map((event) => (
          <EventLine event={event} base={base} may={may} again={again} />
        ))}
      </ul>
    </>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

/** 事件与等待: what a plan waits for, what was reported, and the form to report it. */
export function eventRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/p/:plan/events', (c) => eventsPage(c, deps))
  eventChangeRoutes(app, deps, (c, refusal, again) => eventsPage(c, deps, { typed: {}, refusal }, again))
  app.post('/p/:plan/events', async (c) => {
    const { plan } = await planFor(deps, signedIn(c), c.req.param('plan'))
    const typed = await typedIn(c)
    const said = reportSaid(typed)
    try {
      if (typed.do?.[0] === 'look') {
        const foreseen = await foreseeSaid(deps, signedIn(c), plan, said)
        return eventsPage(c, deps, { typed, refusal: null, foreseen })
      }
      const { woke } = await report(deps, signedIn(c), c.get('from').ip, plan, {
        said,
        actId: actIdIn(typed),
      })
      const query = new URLSearchParams({ woke: woke.join('、') })
      return c.redirect(`/p/${encodeURIComponent(plan.planId)}/events?${query}`, 303)
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return eventsPage(c, deps, { typed, refusal: error.refusal })
    }
  })
  app.post('/p/:plan/proposals', async (c) => {
    const { plan } = await planFor(deps, signedIn(c), c.req.param('plan'))
    const typed = await typedIn(c)
    try {
      const said = orThrow(parseFields(proposalSaid(typed), planFieldsOf(planActOf('propose'))))
      await onPlan(deps, byOf(c), plan, 'propose', (actor) =>
        changeEvent(deps.duban, plan.planId, 'propose', { ...said, actor, actId: actIdIn(typed) }),
      )
      return c.redirect(`/p/${encodeURIComponent(plan.planId)}/events?proposed=1`, 303)
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return eventsPage(c, deps, { typed, refusal: error.refusal })
    }
  })
}
