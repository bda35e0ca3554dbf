import type { Hono } from 'hono'
import { orThrow, RefusedError } from '../../client/refusal.ts'
import {
  PUBLISH_ASK,
  previewPublic,
  publicationList,
  publishPlan,
  withdrawPublic,
} from '../../client/use/publish.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import { readDate } from '../../domain/calendar/written.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { FIELD_NAMES, PUBLIC_FIELDS } from '../../domain/publishing/fields.ts'
import { planFor } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { formFields } from '../form-body.ts'
import { Input, Refused } from '../parts/form.tsx'
import { List } from '../parts/list.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { actorAs } from '../plan-actor.ts'
import { statusOf } from '../problem.ts'
import { ProveField, proveIn } from '../prove.tsx'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'

const T = W.publish
/** Lines of a difference that a page shows; the rest is counted. */
const MOST = 500

async function ofIssuer(c: C, deps: WebDeps): Promise<PlanState> {
  const { plan } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  orThrow(actorAs(signedIn(c), plan, PUBLISH_ASK))
  return plan
}
const fromOf = ({ db, duban }: WebDeps) => ({ db, blobs: duban.blobs, dataDir: duban.dataDir })
const byOf = (c: C) => ({ userId: signedIn(c).userId, via: 'session', ip: c.get('from').ip }) as const
const askedIn = (said: URLSearchParams) => ({
  number: said.get('number') ? Number(said.get('number')) : null,
  fields: said.has('fields') ? said.getAll('fields') : null,
  licence: said.get('licence')?.trim().slice(0, 300) ?? '',
  footer: said.get('footer')?.trim().slice(0, 300) ?? '',
  nextOn: readDate(said.get('nextOn') ?? ''),
})

async function publishPage(
  c: C,
  deps: WebDeps,
  plan: PlanState,
  said: URLSearchParams,
  refusal: Refusal | null,
) {
  const base = `/p/${encodeURIComponent(plan.planId)}/public`
  const list = await publicationList(deps.db, plan.planId)
  const asked = askedIn(said)
  const found = await previewPublic(fromOf(deps), plan, asked).catch((error: unknown) => {
    if (error instanceof RefusedError) return error.refusal
    throw error
  })
  const shown = 'issue' in found ? found : null
  const because = refusal ?? ('code' in found ? found : null)
  return page(
    c,
    { title: T.title, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <h1>{plan.title}</h1>
      <Tabs plan={plan.planId} at="/public" />
      <p class="quiet">{T.lead}</p>
      {said.get('done') && (
        <div class="notice done" role="status">
          {T.done}
        </div>
      )}
      <p>
        {list.published === null ? (
          T.off
        ) : (
          <a href={`/public/${list.published.folder}/`}>{T.on(list.published.number)}</a>
        )}
      </p>
      <Refused refusal={because} />
      <form method="get" action={base} class="panel no-print">
        <h2>{T.choose}</h2>
        <fieldset class="field">
          <legend>{T.fields}</legend>
          {FIELD_NAMES.map((name) => (
            <label class="choice" for={`f-${name}`}>
              <input
                {...{ id: `f-${name}`, type: 'checkbox', name: 'fields', value: name }}
                checked={shown?.issue.fields.includes(name) ?? PUBLIC_FIELDS[name].usual}
              />
              {PUBLIC_FIELDS[name].title}
            </label>
          ))}
        </fieldset>
        <Input name="number" label={T.number} type="number" value={said.get('number') ?? ''} />
        <button type="submit">{T.look}</button>
      </form>
      {shown && (
        <section class="panel">
          <h2>{T.preview(shown.issue.bulletin.number, shown.issue.items.length)}</h2>
          {shown.changes.length === 0 ? (
            <p>{T.same}</p>
          ) : (
            <List
              caption={T.caption(Math.min(MOST, shown.changes.length), shown.changes.length)}
              heads={T.heads}
              nowrap={[0]}
              rows={shown.changes.slice(0, MOST).map(({ no, says }) => [no, says])}
            />
          )}
          <form method="post" action={base} class="no-print">
            <input type="hidden" name="seen" value={shown.seen} />
            <input type="hidden" name="number" value={`${shown.issue.bulletin.number}`} />
            {shown.issue.fields.map((field) => (
              <input type="hidden" name="fields" value={field} />
            ))}
            <Input name="nextOn" label={T.next} type="date" value={said.get('nextOn') ?? ''} />
            <Input name="licence" label={T.licence} value={said.get('licence') ?? T.usualLicence} />
            <Input name="footer" label={T.footer} value={said.get('footer') ?? ''} />
            <ProveField c={c} refusal={refusal} />
            <button class="primary" type="submit">
              {T.publish}
            </button>
          </form>
        </section>
      )}
      {list.published !== null && (
        <form method="post" action={`${base}/withdraw`} class="panel no-print">
          <h2>{T.withdraw}</h2>
          <Input name="reason" label={T.reason} required refusal={refusal} />
          <ProveField c={c} refusal={refusal} />
          <button type="submit">{T.withdraw}</button>
        </form>
      )}
    </>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

/** 公开: what the public reads of a plan, looked at before it is published. */
export function publishRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/p/:plan/public', async (c) =>
    publishPage(c, deps, await ofIssuer(c, deps), new URL(c.req.url).searchParams, null),
  )
  const posted = (path: string, work: (c: C, plan: PlanState, said: URLSearchParams) => Promise<unknown>) =>
    app.post(path, async (c) => {
      const plan = await ofIssuer(c, deps)
      const said = await formFields(c)
      try {
        await proveIn(c, deps, said.get('password') ?? '')
        await work(c, plan, said)
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error
        return publishPage(c, deps, plan, said, error.refusal)
      }
      return c.redirect(`/p/${encodeURIComponent(plan.planId)}/public?done=1`, 303)
    })
  posted('/p/:plan/public', (c, plan, said) =>
    publishPlan(fromOf(deps), plan, askedIn(said), said.get('seen') ?? '', byOf(c)),
  )
  posted('/p/:plan/public/withdraw', (c, plan, said) =>
    withdrawPublic(fromOf(deps), plan, said.get('reason') ?? '', byOf(c)),
  )
}
