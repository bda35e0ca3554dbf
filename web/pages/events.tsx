import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { RefusedError } from '../../client/refusal.ts'
import type { Foreseen } from '../../client/use/foresee.ts'
import { waitingIn } from '../../client/views/reading.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import { planFor } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { type Form, formOf } from '../form-body.ts'
import { typedDate } from '../parts/dates.ts'
import { ForeseenBox } from '../parts/foreseen.tsx'
import { Input, Refused, Field as Row } from '../parts/form.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { planActor } from '../plan-actor.ts'
import { statusOf } from '../problem.ts'
import { foreseeSaid, report, reporterIn } from '../reporting.ts'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'
import { EventLine, eventChangeRoutes, PlannedEvents } from './event-changes.tsx'

interface Reported {
  readonly form: Form
  readonly refusal: Refusal | null
  readonly foreseen?: readonly Foreseen[]
}

/** 报告事件: for the office; what waits is offered, anything else may be written. */
const ReportForm = ({
  path,
  waiting,
  form,
  refusal,
  foreseen,
}: Reported & { path: string; waiting: readonly string[] }) => (
  <section class="panel no-print">
    <h2>{W.events.report}</h2>
    <Refused refusal={refusal} />
    {foreseen && <ForeseenBox found={foreseen} path={path.replace(/\/events$/, '')} />}
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
      </button>{' '}
      <button type="submit" name="do" value="look">
        {W.foreseen.look}
      </button>
    </form>
  </section>
)

async function eventsPage(
  c: C,
  deps: WebDeps,
  { form, refusal, foreseen }: Reported = { form: {}, refusal: null },
) {
  const { plan, mine } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  const waiting = mine === null ? await waitingIn(deps.db, plan) : []
  const base = `/p/${encodeURIComponent(plan.planId)}`
  const may = plan.phase === 'running' && planActor(signedIn(c), plan, 'correct').ok
  const changed = c.req.query('changed')
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
      {changed !== undefined && (
        <div class="notice done" role="status">
          {W.eventChanges.done(changed.slice(0, 500))}
        </div>
      )}
      {plan.phase === 'running' && reporterIn(signedIn(c), plan).ok && (
        <ReportForm
          path={`${base}/events`}
          waiting={waiting.map((one) => one.condition)}
          form={form}
          refusal={refusal}
          foreseen={foreseen}
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
      <PlannedEvents plan={plan} base={base} may={may} />
      <h2>{W.events.reported}</h2>
      {plan.events.length === 0 && <p class="panel">{W.events.none}</p>}
      <ul>
        {plan.events.map((event) => (
          <EventLine event={event} base={base} may={may} />
        ))}
      </ul>
    </>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

/** 事件与等待: what a plan waits for, what was reported, and the form to report it. */
export function eventRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/p/:plan/events', (c) => eventsPage(c, deps))
  eventChangeRoutes(app, deps, (c, refusal) => eventsPage(c, deps, { form: {}, refusal }))
  app.post('/p/:plan/events', async (c) => {
    const { plan } = await planFor(deps, signedIn(c), c.req.param('plan'))
    const form = await formOf(c)
    const { condition, effectiveOn, document, actId = '' } = form
    const said = {
      condition: condition?.trim(),
      effectiveOn: typedDate(effectiveOn),
      document: document?.trim() || undefined,
    }
    try {
      if (form.do === 'look') {
        const foreseen = await foreseeSaid(deps, signedIn(c), plan, said)
        return eventsPage(c, deps, { form, refusal: null, foreseen })
      }
      const asked = { said, actId: /^[0-9a-f-]{36}$/.test(actId) ? actId : randomUUID() }
      const { woke } = await report(deps, signedIn(c), c.get('from').ip, plan, asked)
      const query = new URLSearchParams({ woke: woke.join('、') })
      return c.redirect(`/p/${encodeURIComponent(plan.planId)}/events?${query}`, 303)
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return eventsPage(c, deps, { form, refusal: error.refusal })
    }
  })
}
