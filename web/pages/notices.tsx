import type { Hono } from 'hono'
import { audit } from '../../accounts/audit.ts'
import { actorsIn, noRole } from '../../accounts/rights.ts'
import { RefusedError, refused } from '../../client/refusal.ts'
import { type BulkDone, type BulkLine, doAll, previewAll } from '../../client/use/bulk.ts'
import { remindLines } from '../../client/use/remind.ts'
import { noticesSeen } from '../../client/views/notices.ts'
import { todayIn } from '../../client/views/reading.ts'
import type { Actor } from '../../domain/basics/actor.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import { sameUnit } from '../../domain/basics/unit-name.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { shownNumberOf } from '../../domain/plan/numbers.ts'
import { type Light, lightName } from '../../domain/supervision/names.ts'
import { measureStates } from '../../records/read.ts'
import { planFor } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { type Form, formFields } from '../form-body.ts'
import { instantText } from '../parts/dates.ts'
import { Input, Refused, Field as Row } from '../parts/form.tsx'
import { List } from '../parts/list.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { statusOf } from '../problem.ts'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'

const T = W.notices
const LIGHTS = ['red', 'yellow', 'green'] as const
const pathOf = (plan: PlanState) => `/p/${encodeURIComponent(plan.planId)}/notices`

/** The office that one is in this plan; each measure decides for itself whether it may remind there. */
const officeIn = (c: C, plan: PlanState): Actor | null =>
  actorsIn(signedIn(c), plan.planId).find(({ role }) => role === 'office') ?? null

const RemindForm = ({ plan, form, refusal }: { plan: PlanState; form: Form; refusal: Refusal | null }) => (
  <section class="panel no-print">
    <h2>{T.remind}</h2>
    <p>{T.lead}</p>
    <Refused refusal={refusal} />
    <form class="filters" method="post" action={`${pathOf(plan)}/remind`}>
      <Row name="light" label={T.light}>
        <select id="f-light" name="light">
          <option value="">{W.list.all}</option>
          {LIGHTS.map((light) => (
            <option value={light} selected={form.light === light}>
              {lightName(light)}
            </option>
          ))}
        </select>
      </Row>
      <Input name="unit" label={T.unit} value={form.unit} refusal={refusal} />
      <div class="grow">
        <Input name="note" label={`${T.note}${W.act.optional}`} value={form.note} refusal={refusal} />
      </div>
      <div class="field">
        <button class="primary" type="submit">
          {T.look}
        </button>
      </div>
    </form>
  </section>
)

async function noticesPage(c: C, deps: WebDeps, shown: { form: Form; refusal: Refusal | null }) {
  const { plan, mine } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  const unsent = c.req.query('unsent') !== undefined
  const cursor = c.req.query('after') ?? null
  const { rows, count, next } = await noticesSeen(deps.db, { plan, mine }, { unsent, cursor })
  const base = `/p/${encodeURIComponent(plan.planId)}`
  const done = c.req.query('reminded')
  return page(
    c,
    { title: T.title, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <h1>{plan.title}</h1>
      <Tabs plan={plan.planId} at="/notices" />
      {done !== undefined && (
        <p class="notice done" role="status">
          {T.done(Number(done) || 0)}
        </p>
      )}
      {plan.phase === 'running' && officeIn(c, plan) !== null && <RemindForm plan={plan} {...shown} />}
      <p class="no-print">
        {unsent ? <a href={pathOf(plan)}>{T.all}</a> : <a href={`${pathOf(plan)}?unsent=1`}>{T.unsent}</a>}
      </p>
      {rows.length === 0 ? (
        <p class="panel">{T.none}</p>
      ) : (
        <List
          caption={T.caption(count)}
          heads={T.heads}
          nowrap={[0, 2]}
          rows={rows.map((one) => [
            one.planAt.slice(0, 16).replace('T', ' '),
            one.toUnit,
            <a href={`${base}/m/${encodeURIComponent(shownNumberOf(plan, one.measure))}`}>
              {shownNumberOf(plan, one.measure)}
            </a>,
            one.subject,
            one.sentAt === null ? T.notSent : instantText(one.sentAt),
          ])}
        />
      )}
      {(next !== null || cursor !== null) && (
        <p class="pager">
          {cursor !== null && <a href={`${pathOf(plan)}${unsent ? '?unsent=1' : ''}`}>{T.newest}</a>}{' '}
          {next !== null && (
            <a
              class="next"
              href={`${pathOf(plan)}?${new URLSearchParams({ ...(unsent ? { unsent: '1' } : {}), after: next })}`}
            >
              {W.list.next}
            </a>
          )}
        </p>
      )}
    </>,
    shown.refusal === null ? 200 : statusOf(shown.refusal),
  )
}

/** What would be reminded; what is sent afterwards is these and no others. */
function previewPage(
  c: C,
  plan: PlanState,
  { form, lines, tried }: { form: Form; lines: readonly BulkLine[]; tried: readonly BulkDone[] },
) {
  const can = lines.filter((_, i) => tried[i]?.refused === null)
  return page(
    c,
    { title: T.remind, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <p class="small no-print">
        <a href={pathOf(plan)}>{T.title}</a>
      </p>
      <h1>{T.remind}</h1>
      {tried.length === 0 ? (
        <p class="panel">{T.nobody}</p>
      ) : (
        <form method="post" action={`${pathOf(plan)}/remind`}>
          <input type="hidden" name="do" value="send" />
          <input type="hidden" name="note" value={form.note ?? ''} />
          {can.map(({ act }) => (
            <input type="hidden" name="id" value={'obligationId' in act ? (act.obligationId ?? '') : ''} />
          ))}
          <List
            caption={T.willCaption(can.length, tried.length - can.length)}
            heads={T.willHeads}
            rows={tried.map(({ obligation, unit, refused: why }) => [obligation ?? '', unit, why ?? T.can])}
          />
          {can.length > 0 && (
            <button class="primary" type="submit">
              {T.send(can.length)}
            </button>
          )}
        </form>
      )}
    </>,
  )
}

async function remind(c: C, deps: WebDeps, plan: PlanState, fields: URLSearchParams) {
  const actor = officeIn(c, plan)
  if (actor === null) throw new RefusedError(noRole().error)
  const form = Object.fromEntries(fields)
  const said = { actor, note: form.note?.trim() || null }
  const states = await measureStates(deps.db, plan.planId)
  if (form.do !== 'send') {
    const light = LIGHTS.find((one) => one === form.light) ?? null
    const unit = form.unit?.trim() || null
    if (light === null && unit === null) throw refused('USAGE', T.choose, T.lead)
    const known = states.flatMap(({ setup }) => setup.units)
    const named = unit === null ? null : (known.find((one) => sameUnit(one, unit)) ?? unit)
    const lines = remindLines(states, todayIn(plan), { light: light as Light | null, unit: named }, said)
    const tried = await previewAll(deps.duban, plan.planId, lines)
    return previewPage(c, plan, { form, lines, tried })
  }
  const ids = new Set(fields.getAll('id'))
  const lines = remindLines(states, todayIn(plan), {}, said).filter(
    ({ act }) => 'obligationId' in act && ids.has(act.obligationId ?? ''),
  )
  const done = await doAll(deps.duban, plan.planId, lines)
  const missed = done.filter((one) => one.refused !== null)
  await audit(deps.db, {
    userId: signedIn(c).userId,
    via: 'session',
    ip: c.get('from').ip,
    what: 'act',
    target: `${plan.planId} ${T.remind} ${done.length - missed.length}`,
    outcome: 'ok',
  })
  // What has been answered since the preview is told, not passed over.
  const gone = ids.size - lines.length
  if (missed.length + gone === 0) return c.redirect(`${pathOf(plan)}?reminded=${done.length}`, 303)
  throw refused(
    'BULK_LINE',
    `${T.done(done.length - missed.length)}${T.failed(missed.length + gone)}${missed
      .map(({ obligation, refused: why }) => `${obligation}（${why}）`)
      .join('、')}`,
    T.lead,
  )
}

/** 通知与催办: who was told what, and 催办 of many, of exactly those that were seen. */
export function noticeRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/p/:plan/notices', (c) => noticesPage(c, deps, { form: {}, refusal: null }))
  app.post('/p/:plan/notices/remind', async (c) => {
    const { plan } = await planFor(deps, signedIn(c), c.req.param('plan'))
    const fields = await formFields(c)
    try {
      return await remind(c, deps, plan, fields)
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return noticesPage(c, deps, { form: Object.fromEntries(fields), refusal: error.refusal })
    }
  })
}
