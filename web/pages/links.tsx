import type { Hono } from 'hono'
import { forgetLink } from '../../accounts/submit-link.ts'
import { orThrow, RefusedError, refused } from '../../client/refusal.ts'
import { endLinkOf, linkList, makeLinkFor } from '../../client/use/links.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { shownNumberOf } from '../../domain/plan/numbers.ts'
import { SUBMITTED_TO } from '../../domain/supervision/acts/submit.ts'
import { LINK, LINKS_ASK } from '../../domain/supervision/link.ts'
import { unitsOf } from '../../domain/supervision/units.ts'
import { measureStates } from '../../records/read.ts'
import { planFor } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { type Form, formOf } from '../form-body.ts'
import { Input, Field as Labelled, Refused } from '../parts/form.tsx'
import { List } from '../parts/list.tsx'
import { qr } from '../parts/qr.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { actorAs } from '../plan-actor.ts'
import { statusOf } from '../problem.ts'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'

const T = W.links

async function ofOffice(c: C, deps: WebDeps) {
  const { plan } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  orThrow(actorAs(signedIn(c), plan, LINKS_ASK))
  return plan
}
const byOf = (c: C) => ({ userId: signedIn(c).userId, via: 'session', ip: c.get('from').ip }) as const

interface Shown {
  readonly typed: Form
  readonly refusal: Refusal | null
  readonly made?: Awaited<ReturnType<typeof makeLinkFor>>
  readonly done?: string
}

/** What links can be made for: an obligation that may be handed in, and a unit of its measure. */
async function choices(deps: WebDeps, plan: PlanState, no: string | undefined) {
  const states = (await measureStates(deps.db, plan.planId)).filter(
    ({ setup }) => no === undefined || shownNumberOf(plan, setup.no) === no,
  )
  return states.flatMap((state) =>
    state.obligations.filter(SUBMITTED_TO.fits).flatMap((o) => unitsOf(state).map((unit) => ({ o, unit }))),
  )
}

const addressOf = (c: C, deps: WebDeps, path: string): string =>
  `${deps.tls ? 'https' : 'http'}://${c.req.header('host') ?? ''}${path}`

async function linksPage(c: C, deps: WebDeps, plan: PlanState, { typed, refusal, made, done }: Shown) {
  const base = `/p/${encodeURIComponent(plan.planId)}`
  const [no, unit] = [c.req.query('no'), c.req.query('unit')]
  const rows = await linkList(deps.db, plan, { no, unit })
  const open = (await choices(deps, plan, no)).filter((one) => unit === undefined || one.unit === unit)
  const address = made && addressOf(c, deps, made.path)
  return page(
    c,
    { title: T.title, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <h1>{plan.title}</h1>
      <Tabs plan={plan.planId} at="/links" />
      <p class="quiet">{T.lead}</p>
      {done && (
        <div class="notice done" role="status">
          {done}
        </div>
      )}
      {made && address && (
        <section class="panel" role="status">
          <h2>{T.made}</h2>
          <p>
            {made.obligation} {made.unit}
          </p>
          <Labelled name="address" label={T.title}>
            <input id="f-address" type="text" readonly value={address} />
          </Labelled>
          {made.code && <p>{T.madeCode(made.code)}</p>}
          {await qr(address, T.qr)}
        </section>
      )}
      <section class="panel no-print">
        <h2>{T.make}</h2>
        <Refused refusal={refusal} />
        {open.length === 0 ? (
          <p>{T.nothing}</p>
        ) : (
          <form method="post" action={`${base}/links`}>
            <Labelled name="for" label={T.obligation}>
              <select id="f-for" name="for">
                {open.map(({ o, unit: own }) => (
                  <option value={`${o.id} ${own}`} selected={typed.for === `${o.id} ${own}`}>
                    {W.act.choose(o.id, own, o.dueOn)}
                  </option>
                ))}
              </select>
            </Labelled>
            <Input
              name="recipient"
              label={T.recipient}
              hint={T.recipientHint}
              value={typed.recipient}
              required
            />
            <Input
              name="days"
              label={T.days}
              type="number"
              value={typed.days ?? `${LINK.days}`}
              refusal={refusal}
            />
            <p>
              <label class="choice" for="f-code">
                <input id="f-code" type="checkbox" name="code" value="1" />
                {T.code}
              </label>
            </p>
            <button class="primary" type="submit">
              {T.submit}
            </button>
          </form>
        )}
      </section>
      {rows.length === 0 ? (
        <p class="panel">{T.none}</p>
      ) : (
        <List
          caption={T.caption(rows.length)}
          heads={T.heads}
          nowrap={[0, 3]}
          rows={rows.map((row) => [
            <a href={`${base}/m/${encodeURIComponent(row.no)}`}>{row.obligation}</a>,
            row.unit,
            row.recipient,
            row.endsOn,
            row.holds ? T.holds : row.because,
            row.submissions.map(({ at, name, phone }) => (
              <p>{`${at.slice(0, 10)} ${name ? `${name} ${phone}` : T.gone}`}</p>
            )),
            <form method="post" action={`${base}/links/${row.id}`}>
              {row.holds && (
                <button type="submit" name="do" value="revoke">
                  {T.revoke}
                </button>
              )}{' '}
              {row.submissions.some(({ name }) => name !== '') && (
                <button type="submit" name="do" value="forget">
                  {T.forget}
                </button>
              )}
            </form>,
          ])}
        />
      )}
    </>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

/** 免登录链接: made, seen and ended by the office; shown whole once. */
export function linkPages(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/p/:plan/links', async (c) => {
    const done = c.req.query('done') ? T.revoked : undefined
    return linksPage(c, deps, await ofOffice(c, deps), { typed: {}, refusal: null, done })
  })
  app.post('/p/:plan/links', async (c) => {
    const plan = await ofOffice(c, deps)
    const typed = await formOf(c)
    const [obligation = '', unit = ''] = (typed.for ?? '').split(/ (.*)/)
    try {
      const made = await makeLinkFor(
        deps.db,
        plan,
        {
          ...{ no: shownNumberOf(plan, obligation.split('/')[0] ?? ''), obligation, unit },
          ...{
            recipient: typed.recipient ?? '',
            days: Number(typed.days || Number.NaN),
            code: typed.code === '1',
          },
        },
        byOf(c),
      )
      return await linksPage(c, deps, plan, { typed: {}, refusal: null, made })
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return linksPage(c, deps, plan, { typed, refusal: error.refusal })
    }
  })
  app.post('/p/:plan/links/:link', async (c) => {
    const plan = await ofOffice(c, deps)
    const id = c.req.param('link')
    if (!(await linkList(deps.db, plan)).some((one) => one.id === id))
      throw refused('LINK_NOT_FOUND', `没有链接 ${id}`, '在链接清单里查看')
    if ((await formOf(c)).do === 'forget') await forgetLink(deps.db, id, byOf(c))
    else await endLinkOf(deps.db, plan.planId, id, byOf(c))
    return c.redirect(`/p/${encodeURIComponent(plan.planId)}/links?done=1`, 303)
  })
}
