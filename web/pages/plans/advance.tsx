import type { Hono } from 'hono'
import { orThrow, RefusedError, refused } from '../../../client/refusal.ts'
import { advancePlan } from '../../../client/use/advance-plan.ts'
import { todayIn } from '../../../client/views/reading.ts'
import type { Refusal } from '../../../domain/basics/result.ts'
import { addDays } from '../../../domain/calendar/date.ts'
import { readDate } from '../../../domain/calendar/written.ts'
import type { PlanState } from '../../../domain/events/model/state.ts'
import { shownNumberOf } from '../../../domain/plan/numbers.ts'
import type { LedgerRow } from '../../../records/read.ts'
import { planFor } from '../../acting.ts'
import type { C, WebDeps, WebEnv } from '../../context.ts'
import { formOf } from '../../form-body.ts'
import { Input } from '../../parts/form.tsx'
import { OfPlan } from '../../parts/of-plan.tsx'
import { onPlan, planActor } from '../../plan-actor.ts'
import { byOf } from '../../planning.ts'
import { statusOf } from '../../problem.ts'
import { page } from '../../respond.tsx'
import { W } from '../../words/zh-CN.ts'
import { rehearsalOf, signedIn } from '../common.ts'

const T = W.planning.advance
const MOST = 60

interface Shown {
  readonly to?: string
  readonly refusal?: Refusal
  readonly moved?: { readonly moved: number; readonly changes: readonly LedgerRow[] }
}

const Changes = ({ plan, changes }: { plan: PlanState; changes: readonly LedgerRow[] }) => (
  <section class="panel">
    <h2>{T.changes}</h2>
    <ul class="plain">
      {changes.slice(-MOST).map(({ no, planAt, says }) => {
        const shown = shownNumberOf(plan, no)
        return (
          <li>
            <time datetime={planAt.slice(0, 10)}>{planAt.slice(0, 10)}</time>{' '}
            <a href={`/p/${encodeURIComponent(plan.planId)}/m/${encodeURIComponent(shown)}`}>{shown}</a>{' '}
            {says}
          </li>
        )
      })}
    </ul>
    {changes.length > MOST && <p class="quiet">{T.more(changes.length)}</p>}
  </section>
)

function advancePage(c: C, plan: PlanState, { to, refusal, moved }: Shown) {
  const today = todayIn(plan)
  const base = `/p/${encodeURIComponent(plan.planId)}`
  return page(
    c,
    { title: T.title, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <OfPlan plan={plan} title={T.title} refusal={refusal ?? null} />
      {moved && (
        <p class="notice done" role="status">
          {T.moved(moved.moved, today)}
        </p>
      )}
      <form class="panel narrow-left" method="post" action={`${base}/advance`}>
        <p>{T.lead(today)}</p>
        <Input
          name="to"
          type="date"
          label={T.to}
          value={to ?? addDays(today, 7)}
          required
          refusal={refusal ?? null}
        />
        <button class="primary" type="submit">
          {T.submit}
        </button>
      </form>
      {moved && moved.changes.length > 0 && <Changes plan={plan} changes={moved.changes} />}
    </>,
    refusal ? statusOf(refusal) : 200,
  )
}

/** 推进演练: a rehearsal's days go on when the office says so. */
export function advanceRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const named = async (c: C) => {
    const { plan } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
    orThrow(planActor(signedIn(c), plan, 'advance'))
    return plan
  }
  app.get('/p/:plan/advance', async (c) => {
    const plan = await named(c)
    if (plan.clock.kind !== 'stepped' || plan.phase !== 'running')
      return c.redirect(`/p/${encodeURIComponent(plan.planId)}`, 303)
    return advancePage(c, plan, {})
  })
  app.post('/p/:plan/advance', async (c) => {
    const plan = await named(c)
    const { to } = await formOf(c)
    try {
      const day = readDate(to ?? '')
      if (day === null) throw refused('DATE_OUT_OF_RANGE', `“${to ?? ''}”不是日期`, W.date.title)
      const moved = await onPlan(deps, byOf(c), plan, 'advance', (actor) =>
        advancePlan(deps.duban, plan.planId, day, actor),
      )
      return advancePage(c, await named(c), { moved })
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return advancePage(c, plan, { to, refusal: { ...error.refusal, fields: { field: 'to' } } })
    }
  })
}
