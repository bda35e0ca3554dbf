import type { Hono } from 'hono'
import { orThrow, RefusedError, refused } from '../../client/refusal.ts'
import { setPolicy } from '../../client/use/amend-plan.ts'
import {
  asItIs,
  type CalendarChange,
  closing,
  installing,
  removing,
  reopening,
} from '../../client/use/calendars.ts'
import { previewPolicy } from '../../client/use/preview-changes.ts'
import { todayIn } from '../../client/views/reading.ts'
import { checkTableText } from '../../documents/calendars/install.ts'
import { parsePolicy, policyText, shippedPolicies, shippedText } from '../../documents/files/policy.ts'
import type { Actor } from '../../domain/basics/actor.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import { readDate } from '../../domain/calendar/written.ts'
import { policyOf } from '../../domain/events/policy.ts'
import { planFor } from '../acting.ts'
import { changedCalendar, folderOf } from '../calendar-change.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { type Form, formOf } from '../form-body.ts'
import { Input, Field as Row } from '../parts/form.tsx'
import { onPlan, planActor } from '../plan-actor.ts'
import { byOf } from '../planning.ts'
import { statusOf } from '../problem.ts'
import { page } from '../respond.tsx'
import { calendarOf } from '../uploaded.ts'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'
import { rulesPage } from './rules.tsx'
import { Changed, LookOrDo, type RulesShown } from './rules-forms.tsx'

const T = W.rules

/** @throws RefusedError FIELD_INVALID */
function dayIn(form: Form, field: 'from' | 'to'): IsoDate | null {
  const typed = form[field]?.trim() ?? ''
  const day = readDate(typed)
  if (day !== null || typed === '') return day
  throw new RefusedError({
    code: 'FIELD_INVALID',
    message: `“${T[field]}”不是日期`,
    remedy: W.date.title,
    fields: { field },
  })
}

type What = (deps: WebDeps, form: Form) => (actor: Actor) => CalendarChange

const CALENDAR: Readonly<Record<string, What>> = {
  '/rules/calendar': (deps, { table = '' }) => {
    const checked = orThrow(checkTableText(table, 'table'))
    return () => installing(folderOf(deps), checked.table)
  },
  '/rules/calendar/remove':
    (deps, { year }) =>
    () =>
      removing(folderOf(deps), Number(year)),
  '/rules/apply': (deps) => () => asItIs(folderOf(deps)),
}
const CLOSURES: Readonly<Record<string, What>> = {
  '/rules/closures': (deps, form) => {
    const [from, to] = [dayIn(form, 'from'), dayIn(form, 'to')]
    if (from === null) throw refused('FIELD_MISSING', `没有写“${T.from}”`, W.date.title)
    const said = { from, to, name: form.name?.trim() ?? '', reason: form.reason?.trim() ?? '' }
    return ({ unit }) => closing(folderOf(deps), { ...said, by: unit })
  },
  '/rules/closures/remove':
    (deps, { id = '', reason }) =>
    ({ unit }) =>
      reopening(folderOf(deps), id.trim(), { by: unit, reason: reason?.trim() || null }),
}

/** 督办规则 of one plan, to be changed as a text. */
async function policyPage(c: C, deps: WebDeps, shown: RulesShown | null, done = false) {
  const { plan } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  orThrow(planActor(signedIn(c), plan, 'policy'))
  const path = `/p/${encodeURIComponent(plan.planId)}/policy`
  const ships = c.req.query('ships')
  const text =
    shown?.form.text ??
    (ships !== undefined && shippedPolicies().includes(ships)
      ? shippedText(ships)
      : policyText(policyOf(plan)))
  const refusal: Refusal | null = shown?.refusal ?? null
  return page(
    c,
    { title: T.rules(plan.title), at: '/rules', rehearsal: rehearsalOf(plan) },
    <>
      <p class="small no-print">
        <a href="/rules">{T.title}</a>
      </p>
      <h1>{T.rules(plan.title)}</h1>
      {done && (
        <p class="notice done" role="status">
          {T.setDone}
        </p>
      )}
      {shown !== null && <Changed shown={shown} titles={new Map([[plan.planId, plan.title]])} />}
      <p>
        {T.ships}
        {shippedPolicies().map((name) => (
          <>
            {' '}
            <a class="button" href={`${path}?${new URLSearchParams({ ships: name })}`}>
              {name}
            </a>
          </>
        ))}
      </p>
      <form class="panel" method="post" action={path}>
        <Row name="text" label={T.rulesText} refusal={refusal}>
          <textarea id="f-text" name="text" rows={24} required>
            {text}
          </textarea>
        </Row>
        <Input name="reason" label={T.why} value={shown?.form.reason} />
        <LookOrDo label={T.set} />
      </form>
    </>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

async function changePolicy(c: C, deps: WebDeps) {
  const { plan } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  const form = await formOf(c)
  try {
    return await onPlan(deps, byOf(c), plan, 'policy', async (actor) => {
      const policy = orThrow(parsePolicy(form.text ?? '', 'text'))
      if (form.do === 'look') {
        const changed =
          plan.phase === 'running'
            ? await previewPolicy(deps.db, plan.planId, policy, calendarOf(deps), todayIn(plan))
            : []
        const plans = [{ plan: plan.planId, changed }]
        return policyPage(c, deps, { of: 'policy', form, refusal: null, plans, dryRun: true })
      }
      await setPolicy(deps.duban, plan.planId, policy, { reason: form.reason?.trim() || null, actor })
      return c.redirect(`/p/${encodeURIComponent(plan.planId)}/policy?done=1`, 303)
    })
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    return policyPage(c, deps, { of: 'policy', form, refusal: error.refusal })
  }
}

/** 规则与日历: what is installed, set and registered there by the office; everything can be looked at first. */
export function ruleChangeRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  for (const [of, table] of [
    ['calendar', CALENDAR],
    ['closure', CLOSURES],
  ] as const)
    for (const [path, what] of Object.entries(table))
      app.post(path, async (c) => {
        const form = await formOf(c)
        try {
          const change = what(deps, form)
          const { plans, dryRun } = await changedCalendar(deps, byOf(c), change, form.do !== 'do')
          const kept = dryRun ? form : {}
          return rulesPage(c, deps, { of, form: kept, refusal: null, plans, dryRun })
        } catch (error) {
          if (!(error instanceof RefusedError)) throw error
          return rulesPage(c, deps, { of, form, refusal: error.refusal })
        }
      })
  app.get('/p/:plan/policy', (c) => policyPage(c, deps, null, c.req.query('done') !== undefined))
  app.post('/p/:plan/policy', (c) => changePolicy(c, deps))
}
