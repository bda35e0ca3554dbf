import type { Hono } from 'hono'
import { checkPlanId } from '../../../client/plan-id.ts'
import { orThrow, RefusedError } from '../../../client/refusal.ts'
import { closePlan, previewYearEnd } from '../../../client/use/close-plan.ts'
import { reopenPlan } from '../../../client/use/reopen-plan.ts'
import { yearEndRows } from '../../../client/views/year-end.ts'
import type { Refusal } from '../../../domain/basics/result.ts'
import type { IsoDate } from '../../../domain/calendar/date.ts'
import { isSaneDate, SANE_REMEDY } from '../../../domain/calendar/sane.ts'
import { readDate } from '../../../domain/calendar/written.ts'
import type { YearEnd } from '../../../domain/events/model/input.ts'
import type { PlanState } from '../../../domain/events/model/state.ts'
import type { YearEndItem } from '../../../domain/reckoning/carry.ts'
import { planState } from '../../../records/read.ts'
import { planFor } from '../../acting.ts'
import type { C, WebDeps, WebEnv } from '../../context.ts'
import { type Form, formOf } from '../../form-body.ts'
import { Input } from '../../parts/form.tsx'
import { List } from '../../parts/list.tsx'
import { OfPlan } from '../../parts/of-plan.tsx'
import { onPlan, planActor } from '../../plan-actor.ts'
import { byOf } from '../../planning.ts'
import { statusOf } from '../../problem.ts'
import { ProveField, proveIn } from '../../prove.tsx'
import { page } from '../../respond.tsx'
import { W } from '../../words/zh-CN.ts'
import { rehearsalOf, signedIn } from '../common.ts'

const T = W.planning.close

/** @throws RefusedError DATE_OUT_OF_RANGE */
function dayIn(form: Form, name: string): IsoDate | null {
  const text = form[name]?.trim()
  if (!text) return null
  const day = readDate(text)
  if (day !== null && isSaneDate(day)) return day
  const message = `“${text}”不是可以办理的日期`
  throw new RefusedError({ code: 'DATE_OUT_OF_RANGE', message, remedy: SANE_REMEDY, fields: { field: name } })
}

/** What was said of each item: `due:应办事项` a new date, `end:应办事项` why it ends. */
function decidedIn(form: Form): YearEnd {
  const named = (prefix: string) =>
    Object.keys(form).filter((name) => name.startsWith(prefix) && form[name]?.trim())
  const days = named('due:').map((name) => [name.slice(4), dayIn(form, name)] as const)
  const carryTo = form.carryTo?.trim() || null
  return {
    carryTo: carryTo === null ? null : checkPlanId(carryTo),
    carryWaits: form.carryWaits === '1',
    dueOn: dayIn(form, 'dueOn'),
    dueOns: Object.fromEntries(days.flatMap(([id, day]) => (day === null ? [] : [[id, day]]))),
    terminate: Object.fromEntries(named('end:').map((name) => [name.slice(4), form[name]?.trim() ?? ''])),
  }
}

const Items = ({ items, form }: { items: readonly YearEndItem[]; form: Form }) => (
  <List
    caption={T.caption(items.length)}
    heads={T.heads}
    nowrap={[0, 2, 3, 4]}
    rows={yearEndRows(items).map((row) => [
      row.obligation,
      row.unit,
      row.state,
      row.dueOn ?? '—',
      row.outcome,
      row.says,
      row.what,
      <input
        type="text"
        name={`due:${row.obligation}`}
        value={form[`due:${row.obligation}`]}
        placeholder={W.date.example}
        aria-label={`${row.obligation} ${T.heads[7]}`}
      />,
      <input
        type="text"
        name={`end:${row.obligation}`}
        value={form[`end:${row.obligation}`]}
        aria-label={`${row.obligation} ${T.heads[8]}`}
      />,
    ])}
  />
)

interface Shown {
  readonly form: Form
  readonly refusal: Refusal | null
}

async function closePage(c: C, deps: WebDeps, plan: PlanState, { form, refusal }: Shown) {
  const nothing: YearEnd = { carryTo: null, carryWaits: false, dueOn: null, dueOns: {}, terminate: {} }
  const items = await previewYearEnd(deps.duban, plan.planId, refusal === null ? decidedIn(form) : nothing)
  const to = refusal === null ? decidedIn(form).carryTo : null
  const base = `/p/${encodeURIComponent(plan.planId)}`
  return page(
    c,
    { title: T.title, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <OfPlan plan={plan} title={T.title} lead={T.lead} refusal={refusal} />
      <form method="post" action={`${base}/close`}>
        <div class="panel narrow-left">
          <Input
            name="carryTo"
            label={`${T.carryTo}${W.act.optional}`}
            hint={T.carryHint}
            value={form.carryTo}
            refusal={refusal}
          />
          {to !== null && (await planState(deps.db, to)) === null && <p class="notice">{T.made(to)}</p>}
          <div class="field">
            <label class="choice" for="f-waits">
              <input
                id="f-waits"
                type="checkbox"
                name="carryWaits"
                value="1"
                checked={form.carryWaits === '1'}
              />
              {T.waits}
            </label>
          </div>
          <Input
            name="dueOn"
            type="date"
            label={`${T.dueOn}${W.act.optional}`}
            hint={T.dueHint}
            value={form.dueOn}
            refusal={refusal}
          />
        </div>
        {items.length === 0 ? <p class="panel">{T.none}</p> : <Items items={items} form={form} />}
        <div class="panel narrow-left">
          <Input name="reason" label={`${T.reason}${W.act.optional}`} value={form.reason} refusal={refusal} />
          <p>
            <button type="submit" name="do" value="try" formnovalidate>
              {T.try}
            </button>
          </p>
          <ProveField c={c} refusal={refusal} />
          <button class="primary" type="submit" name="do" value="close">
            {T.submit}
          </button>
        </div>
      </form>
    </>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

function reopenPage(c: C, plan: PlanState, { form, refusal }: Shown) {
  const R = W.planning.reopen
  const base = `/p/${encodeURIComponent(plan.planId)}`
  return page(
    c,
    { title: R.title, at: '/plans', rehearsal: rehearsalOf(plan) },
    <div class="panel narrow-left">
      <OfPlan plan={plan} title={R.title} lead={R.lead} refusal={refusal} />
      <form method="post" action={`${base}/reopen`}>
        <Input name="reason" label={R.reason} value={form.reason} required refusal={refusal} />
        <div class="field">
          <label class="choice" for="f-leave">
            <input id="f-leave" type="checkbox" name="leave" value="1" checked={form.leave === '1'} />
            {R.leave}
          </label>
        </div>
        <ProveField c={c} refusal={refusal} />
        <button class="primary" type="submit">
          {R.title}
        </button>
      </form>
    </div>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

/** 结束、重开: what becomes of every open item is seen first; both need 签发 and the password given lately. */
export function closeRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const named = async (c: C, type: 'close' | 'reopen') => {
    const { plan } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
    orThrow(planActor(signedIn(c), plan, type))
    return plan
  }
  app.get('/p/:plan/close', async (c) =>
    closePage(c, deps, await named(c, 'close'), { form: {}, refusal: null }),
  )
  app.post('/p/:plan/close', async (c) => {
    const plan = await named(c, 'close')
    const form = await formOf(c)
    try {
      if (form.do !== 'close') return await closePage(c, deps, plan, { form, refusal: null })
      const decided = decidedIn(form)
      await previewYearEnd(deps.duban, plan.planId, decided)
      await proveIn(c, deps, form.password)
      const plain = decided.carryTo === null && Object.keys(decided.terminate).length === 0
      await onPlan(deps, byOf(c), plan, 'close', (actor) =>
        closePlan(deps.duban, plan.planId, form.reason?.trim() || null, actor, plain ? undefined : decided),
      )
      return c.redirect(`/p/${encodeURIComponent(plan.planId)}?closed=1`, 303)
    } catch (error) {
      if (!(error instanceof RefusedError) || plan.phase !== 'running') throw error
      return closePage(c, deps, plan, { form, refusal: error.refusal })
    }
  })
  app.get('/p/:plan/reopen', async (c) =>
    reopenPage(c, await named(c, 'reopen'), { form: {}, refusal: null }),
  )
  app.post('/p/:plan/reopen', async (c) => {
    const plan = await named(c, 'reopen')
    const form = await formOf(c)
    try {
      await proveIn(c, deps, form.password)
      const { reopened } = await onPlan(deps, byOf(c), plan, 'reopen', (actor) =>
        reopenPlan(deps.duban, plan.planId, form.reason?.trim() ?? '', actor, form.leave === '1'),
      )
      return c.redirect(`/p/${encodeURIComponent(plan.planId)}?reopened=${reopened}`, 303)
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return reopenPage(c, plan, { form, refusal: error.refusal })
    }
  })
}
