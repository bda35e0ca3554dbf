import type { Hono } from 'hono'
import { orThrow, RefusedError, refused } from '../../client/refusal.ts'
import {
  draftBulletin,
  issueBulletin,
  type MadeBulletin,
  remakeBulletin,
  withdrawBulletin,
} from '../../client/use/bulletin.ts'
import { bulletinUntil } from '../../client/views/bulletin-until.ts'
import { type Handler, handlersOf } from '../../client/views/handlers.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import { readDate } from '../../domain/calendar/written.ts'
import { type KeptBulletin, standingBulletins } from '../../domain/events/bulletins.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { planFor } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { type Form, formOf } from '../form-body.ts'
import { linesDiff } from '../parts/diff.tsx'
import { Downloads } from '../parts/downloads.tsx'
import { Input, Refused } from '../parts/form.tsx'
import { PaperText } from '../parts/paper.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { onPlan, planActor } from '../plan-actor.ts'
import { byOf } from '../planning.ts'
import { statusOf } from '../problem.ts'
import { ProveField, proveIn } from '../prove.tsx'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'

const T = W.bulletins
const baseOf = (plan: PlanState) => `/p/${encodeURIComponent(plan.planId)}/bulletins`

async function listPage(c: C, deps: WebDeps) {
  const { plan } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  const issued = [...(plan.bulletins ?? [])].reverse()
  const done = c.req.query('issued')
  return page(
    c,
    { title: T.title, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <h1>{plan.title}</h1>
      <Tabs plan={plan.planId} at="/bulletins" />
      {issued.length > 0 && planActor(signedIn(c), plan, 'bulletin').ok && (
        <p class="small no-print">
          <a href={`/p/${encodeURIComponent(plan.planId)}/public`}>{W.publish.title}</a>
        </p>
      )}
      {done && (
        <p class="notice done" role="status">
          {T.issued(Number(done) || 0)}
        </p>
      )}
      {plan.phase !== 'draft' && planActor(signedIn(c), plan, 'bulletin').ok && (
        <p class="no-print">
          <a class="button primary" href={`${baseOf(plan)}/draft`}>
            {T.draft}
          </a>
        </p>
      )}
      {issued.length === 0 && <p class="panel">{T.none}</p>}
      <ul class="cards">
        {issued.map(({ number, asOf, withdrawn }) => (
          <li class={withdrawn ? 'yellow' : 'blue'}>
            <p>
              <a href={`${baseOf(plan)}/${number}`}>{T.issue(number)}</a> {T.asOf(asOf.replace('T', ' '))}
              {withdrawn && (
                <>
                  <br />
                  <span class="small">{T.withdrawn(withdrawn.on, withdrawn.reason)}</span>
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </>,
  )
}

interface Shown {
  readonly form: Form
  readonly refusal: Refusal | null
}

async function onePage(c: C, deps: WebDeps, { form, refusal }: Shown) {
  const { plan, mine } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  const asked = c.req.param('number')
  const one = plan.bulletins?.find(({ number }) => `${number}` === asked)
  if (one === undefined) throw refused('BULLETIN_NOT_FOUND', `没有第 ${asked} 期通报`, '在通报清单里查看')
  const made = await remakeBulletin(deps.db, deps.duban.blobs, plan.planId, one)
  const same = made.sha256 === one.sha256
  const handlers = await handlersOf(deps.db, deps.duban.blobs, plan, one, mine)
  return page(
    c,
    { title: T.issue(one.number), at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <p class="small no-print">
        <a href={baseOf(plan)}>{T.title}</a>
      </p>
      <h1 class="off-paper">
        {T.title} {T.issue(one.number)}
      </h1>
      <Downloads plan={plan.planId} files={[[`/bulletins/${one.number}/docx`, 'docx']]} />
      <Refused refusal={refusal} />
      {one.withdrawn && <p class="alert">{T.withdrawn(one.withdrawn.on, one.withdrawn.reason)}</p>}
      <p class={same ? 'notice done no-print' : 'alert'}>
        {same ? T.same : T.changed}
        <span class="small">（SHA-256 {one.sha256.slice(0, 16)}…）</span>
      </p>
      <PaperText text={made.text} />
      <details class="panel no-print">
        <summary>{T.source}</summary>
        <pre class="text small">{made.text}</pre>
      </details>
      {handlers.length > 0 && <Handlers plan={plan} number={one.number} handlers={handlers} />}
      {!one.withdrawn && planActor(signedIn(c), plan, 'withdrawBulletin').ok && (
        <Withdraw c={c} plan={plan} one={one} form={form} refusal={refusal} />
      )}
    </>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

/** 经办人, beside the paper and not printed with it. */
const Handlers = (p: { plan: PlanState; number: number; handlers: readonly Handler[] }) => (
  <details class="panel no-print">
    <summary>
      {T.handlers}（{p.handlers.length}）
    </summary>
    <p class="small">{T.handlersHint}</p>
    <Downloads plan={p.plan.planId} files={[[`/bulletins/${p.number}/docx?handlers=1`, T.handlersDocx]]} />
    <table>
      <caption class="visually-hidden">{T.handlers}</caption>
      <thead>
        <tr>
          {T.handlersHeads.map((head) => (
            <th scope="col">{head}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {p.handlers.map(({ on, no, obligation, who, what }) => (
          <tr>
            <td>{on}</td>
            <td>{obligation ?? no}</td>
            <td>{who}</td>
            <td>{what}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </details>
)

const Withdraw = ({ c, plan, one, form, refusal }: Shown & { c: C; plan: PlanState; one: KeptBulletin }) => (
  <details class="panel narrow-left no-print" open={refusal !== null}>
    <summary>{T.withdraw}</summary>
    <p>{T.withdrawHint}</p>
    <form method="post" action={`${baseOf(plan)}/${one.number}/withdraw`}>
      <Input name="reason" label={T.reason} value={form.reason} required refusal={refusal} />
      <ProveField c={c} refusal={refusal} />
      <button type="submit">{T.withdraw}</button>
    </form>
  </details>
)

/** What differs from the issue before, line by line. */
const Against = ({ number, was, now }: { number: number; was: string; now: string }) => {
  const pieces = linesDiff(was, now).filter(([kind]) => kind !== 'same')
  return (
    <details class="panel no-print" open>
      <summary>{T.against(number)}</summary>
      {pieces.length === 0 ? (
        <p>{T.asLast}</p>
      ) : (
        <pre class="text small">
          {pieces.map(([kind, text]) => (
            <>
              {kind === 'del' ? <del>{text}</del> : <ins>{text}</ins>}
              {'\n'}
            </>
          ))}
        </pre>
      )}
    </details>
  )
}

async function drafted(deps: WebDeps, plan: PlanState, form: Form) {
  const asOf = bulletinUntil(deps.duban.now(plan), form.asOf)
  const from = form.from?.trim() ? readDate(form.from) : null
  if (form.from?.trim() && from === null)
    throw refused('FIELD_INVALID', `“${form.from}”不是日期`, W.date.title)
  return { asOf, from, made: await draftBulletin(deps.db, plan.planId, asOf, from) }
}

async function draftPage(c: C, deps: WebDeps, { form, refusal }: Shown) {
  const { plan } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  orThrow(planActor(signedIn(c), plan, 'bulletin'))
  let made: MadeBulletin | null = null
  let wrong = refusal
  try {
    made = (await drafted(deps, plan, form)).made
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    wrong ??= error.refusal
  }
  const last = standingBulletins(plan.bulletins ?? []).at(-1)
  const before = last ? await remakeBulletin(deps.db, deps.duban.blobs, plan.planId, last) : null
  const next = (plan.bulletins?.length ?? 0) + 1
  return page(
    c,
    { title: T.draft, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <p class="small no-print">
        <a href={baseOf(plan)}>{T.title}</a>
      </p>
      <h1 class="off-paper">{T.draft}</h1>
      <Refused refusal={wrong} />
      <form class="filters" method="get" action={`${baseOf(plan)}/draft`}>
        <Input name="asOf" label={T.until} value={form.asOf} refusal={wrong} />
        <Input name="from" type="date" label={T.from} value={form.from} refusal={wrong} />
        <div class="field">
          <button type="submit">{T.show}</button>
        </div>
      </form>
      {made !== null && before !== null && last !== undefined && (
        <Against number={last.number} was={before.text} now={made.text} />
      )}
      {made !== null && (
        <>
          <h2 class="no-print">{T.whole}</h2>
          <PaperText text={made.text} />
          <form class="panel narrow-left no-print" method="post" action={`${baseOf(plan)}/draft`}>
            <input type="hidden" name="asOf" value={form.asOf?.trim() || made.bulletin.asOf} />
            <input type="hidden" name="from" value={form.from ?? ''} />
            <ProveField c={c} refusal={wrong} />
            <button class="primary" type="submit">
              {T.issueIt(next)}
            </button>
          </form>
        </>
      )}
    </>,
    wrong === null ? 200 : statusOf(wrong),
  )
}

/** 通报: drafted beside the issue before, issued and withdrawn with 签发; each is remade and compared when it is read. */
export function bulletinRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/p/:plan/bulletins', (c) => listPage(c, deps))
  app.get('/p/:plan/bulletins/draft', (c) => draftPage(c, deps, { form: c.req.query(), refusal: null }))
  app.post('/p/:plan/bulletins/draft', async (c) => {
    const { plan } = await planFor(deps, signedIn(c), c.req.param('plan'))
    const form = await formOf(c)
    try {
      const { asOf, from } = await drafted(deps, plan, form)
      orThrow(planActor(signedIn(c), plan, 'bulletin'))
      await proveIn(c, deps, form.password)
      const { issued } = await onPlan(deps, byOf(c), plan, 'bulletin', (actor) =>
        issueBulletin(deps.duban, plan.planId, { asOf, from, actor }),
      )
      return c.redirect(`${baseOf(plan)}?issued=${issued.number}`, 303)
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return draftPage(c, deps, { form, refusal: error.refusal })
    }
  })
  app.get('/p/:plan/bulletins/:number', (c) => onePage(c, deps, { form: {}, refusal: null }))
  app.post('/p/:plan/bulletins/:number/withdraw', async (c) => {
    const { plan } = await planFor(deps, signedIn(c), c.req.param('plan'))
    const form = await formOf(c)
    const number = Number(c.req.param('number'))
    try {
      orThrow(planActor(signedIn(c), plan, 'withdrawBulletin'))
      await proveIn(c, deps, form.password)
      await onPlan(deps, byOf(c), plan, 'withdrawBulletin', (actor) =>
        withdrawBulletin(deps.duban, plan.planId, { number, reason: form.reason?.trim() ?? '', actor }),
      )
      return c.redirect(`${baseOf(plan)}/${number}`, 303)
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return onePage(c as C, deps, { form, refusal: error.refusal })
    }
  })
}
