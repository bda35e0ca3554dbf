import type { Hono } from 'hono'
import { actorsIn, noRole } from '../../accounts/rights.ts'
import { RefusedError } from '../../client/refusal.ts'
import { sampleOf } from '../../client/use/sample.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import { text, whole } from '../../domain/fields/field.ts'
import { parseFields } from '../../domain/fields/parse.ts'
import { planFor } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { type Form, formOf } from '../form-body.ts'
import { Input, Refused } from '../parts/form.tsx'
import { List } from '../parts/list.tsx'
import { Day } from '../parts/marks.tsx'
import { statusOf } from '../problem.ts'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'

const T = W.sample
const USUAL = 10
const ASKED = { count: whole('抽几项', 1, 200), seed: text('种子', 100) }

/** 抽查 is drawn by an office of the plan. */
async function planOf(deps: WebDeps, c: C) {
  const { plan } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  if (!actorsIn(signedIn(c), plan.planId).some(({ role }) => role === 'office'))
    throw new RefusedError(noRole().error)
  return plan
}

interface Shown {
  readonly drawn?: Awaited<ReturnType<typeof sampleOf>>
  readonly form?: Form
  readonly refusal?: Refusal
}

async function samplePage(c: C, deps: WebDeps, { drawn, form, refusal }: Shown = {}) {
  const plan = await planOf(deps, c)
  const base = `/p/${encodeURIComponent(plan.planId)}`
  return page(
    c,
    { title: T.title, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <p class="small no-print">
        <a href={base}>{plan.title}</a>
      </p>
      <h1>{T.title}</h1>
      <p class="quiet">{T.lead}</p>
      <Refused refusal={refusal ?? null} />
      <form class="panel filters" method="post" action={`${base}/sample`}>
        <Input
          name="count"
          type="number"
          label={T.count}
          value={form?.count ?? `${drawn?.items.length || USUAL}`}
          required
          refusal={refusal}
        />
        <Input
          name="seed"
          label={`${T.seed}${W.act.optional}`}
          value={form?.seed ?? drawn?.seed}
          refusal={refusal}
        />
        <div class="field">
          <button class="primary" type="submit">
            {T.draw}
          </button>
        </div>
      </form>
      {drawn !== undefined && drawn.items.length === 0 && <p class="panel">{T.nothing}</p>}
      {drawn !== undefined && drawn.items.length > 0 && (
        <List
          caption={T.caption(drawn.items.length, drawn.of, drawn.seed)}
          heads={T.heads}
          nowrap={[0, 3, 4]}
          rows={drawn.items.map((one) => [
            one.obligation,
            <a href={`${base}/m/${encodeURIComponent(one.no)}`}>{one.text}</a>,
            one.unit,
            <Day on={one.doneOn} />,
            <a
              class="button"
              href={`${base}/m/${encodeURIComponent(one.no)}/act/spotCheck?obligation=${encodeURIComponent(one.obligation)}`}
            >
              {T.check}
            </a>,
          ])}
        />
      )}
    </>,
    refusal === undefined ? 200 : statusOf(refusal),
  )
}

/** 抽查: a random sample of completed work, by a seed that the audit log keeps. */
export function sampleRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/p/:plan/sample', (c) => samplePage(c, deps))
  app.post('/p/:plan/sample', async (c) => {
    const plan = await planOf(deps, c)
    const form = await formOf(c)
    const said = parseFields({ count: Number(form.count), seed: form.seed?.trim() ?? '' }, ASKED)
    if (!said.ok) return samplePage(c, deps, { form, refusal: said.error })
    const { count, seed } = said.value as { readonly count: number; readonly seed: string }
    const by = { userId: signedIn(c).userId, via: 'session', ip: c.get('from').ip } as const
    return samplePage(c, deps, { drawn: await sampleOf(deps.db, plan, { count, seed }, by) })
  })
}
