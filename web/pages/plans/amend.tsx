import type { Hono } from 'hono'
import { orThrow, RefusedError, refused } from '../../../client/refusal.ts'
import { amendPlan, comparePlan } from '../../../client/use/amend-plan.ts'
import {
  amendedDates,
  doubtfulMatches,
  likeliestTaken,
  openInAmendment,
} from '../../../client/views/amended.ts'
import { changeRows } from '../../../client/views/date-changes.ts'
import type { Refusal } from '../../../domain/basics/result.ts'
import { type Amendment, isSame } from '../../../domain/reading/amendment/amend.ts'
import type { Answers } from '../../../domain/reading/amendment/match.ts'
import { acceptedAs } from '../../../domain/reading/questions.ts'
import { answersForRevision } from '../../../records/answers.ts'
import { planFor } from '../../acting.ts'
import type { C, WebDeps, WebEnv } from '../../context.ts'
import { type Form, formOf } from '../../form-body.ts'
import { Input } from '../../parts/form.tsx'
import { List } from '../../parts/list.tsx'
import { OfPlan } from '../../parts/of-plan.tsx'
import { onPlan, planActor } from '../../plan-actor.ts'
import { byOf } from '../../planning.ts'
import { statusOf } from '../../problem.ts'
import { page } from '../../respond.tsx'
import { calendarOf, readUploaded, uploadedOf, uploadedQuery } from '../../uploaded.ts'
import { W } from '../../words/zh-CN.ts'
import { rehearsalOf, signedIn } from '../common.ts'
import { Changes, Matches } from './amendment-parts.tsx'
import { DoubtList, doubtRoutes } from './doubts.tsx'
import { uploadAt } from './upload.tsx'

const T = W.planning.amend
const NEW = 'new'

/** What a person said of measures that could be several: `m:新编号` = the running one's number, or new. */
const matchesOf = (query: URLSearchParams): Answers =>
  Object.fromEntries(
    [...query].flatMap(([name, value]) =>
      name.startsWith('m:') && value !== '' ? [[name.slice(2), value === NEW ? null : value]] : [],
    ),
  )

/** One amendment as its URL has it: the document, how it is read, who is whom. */
async function asked(c: C, deps: WebDeps) {
  const { plan } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  orThrow(planActor(signedIn(c), plan, 'amend'))
  const uploaded = uploadedOf(c.req.param('sha') ?? '', (name) => c.req.query(name))
  const { plan: revised } = await readUploaded(deps, uploaded, (read) =>
    answersForRevision(deps.db, plan.planId, read),
  )
  const matches = matchesOf(new URL(c.req.url).searchParams)
  const query = new URLSearchParams(uploadedQuery(uploaded))
  for (const [no, was] of Object.entries(matches)) query.set(`m:${no}`, was ?? NEW)
  const path = `/p/${encodeURIComponent(plan.planId)}/amend/${uploaded.sha256}`
  return { plan, revised, matches, path, query: query.toString() }
}

interface Shown {
  readonly form: Form
  readonly refusal: Refusal | null
}

async function amendPage(c: C, deps: WebDeps, { form, refusal }: Shown) {
  const { plan, revised, matches, path, query } = await asked(c, deps)
  const doubts = await doubtfulMatches(deps.duban, plan.planId, revised, matches)
  const shell = { title: T.title, at: '/plans', rehearsal: rehearsalOf(plan) }
  const head = (
    <>
      <OfPlan plan={plan} title={T.title} refusal={refusal} />
    </>
  )
  if (doubts.length > 0)
    return page(
      c,
      shell,
      <>
        {head}
        <Matches doubts={doubts} path={path} kept={new URLSearchParams(query)} fresh={NEW} />
      </>,
    )
  const amendment = await comparePlan(deps.duban, plan.planId, revised, matches)
  return page(
    c,
    shell,
    <>
      {head}
      <Compared
        {...{ amendment, path, query, form, refusal }}
        open={await openInAmendment(deps.duban, plan.planId, amendment)}
        dates={await amendedDates(deps.duban, plan.planId, amendment, calendarOf(deps))}
      />
    </>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

const Compared = ({
  amendment,
  path,
  query,
  form,
  refusal,
  open,
  dates,
}: Shown & {
  amendment: Amendment
  path: string
  query: string
  open: Awaited<ReturnType<typeof openInAmendment>>
  dates: Awaited<ReturnType<typeof amendedDates>>
}) => {
  if (isSame(amendment)) return <p class="notice">{T.same}</p>
  const rows = dates.flatMap((one) => changeRows(one).map((row) => [one.shown, ...row]))
  return (
    <>
      <Changes amendment={amendment} />
      {rows.length > 0 ? (
        <List caption={T.dates} heads={T.dateHeads} nowrap={[0, 1, 2]} rows={rows} />
      ) : (
        <p class="panel">{T.noDates}</p>
      )}
      {open.length > 0 && <DoubtList open={open} at={(q) => `${path}/doubts/${q}?${query}`} />}
      <form class="panel narrow-left" method="post" action={`${path}?${query}`}>
        <Input
          name="reference"
          label={`${T.reference}${W.act.optional}`}
          value={form.reference}
          refusal={refusal}
        />
        <Input name="reason" label={`${T.reason}${W.act.optional}`} value={form.reason} refusal={refusal} />
        {open.length > 0 && (
          <div class="field">
            <label class="choice" for="f-accept">
              <input id="f-accept" type="checkbox" name="accept" value="1" checked={form.accept === '1'} />
              {W.planning.start.accept}
            </label>
          </div>
        )}
        <button class="primary" type="submit">
          {T.submit}
        </button>
      </form>
    </>
  )
}

async function amend(c: C, deps: WebDeps, form: Form) {
  const { plan, revised, matches } = await asked(c, deps)
  const amendment = await comparePlan(deps.duban, plan.planId, revised, matches)
  const open = isSame(amendment) ? [] : await openInAmendment(deps.duban, plan.planId, amendment)
  if (open.length > 0 && form.accept !== '1')
    throw refused(
      'REVIEW_OPEN',
      W.planning.start.open(open.length),
      W.planning.doubts.orTick(W.planning.start.accept),
    )
  return onPlan(deps, byOf(c), plan, 'amend', (actor) =>
    amendPlan(deps.duban, plan.planId, amendment, {
      reference: form.reference?.trim() || null,
      reason: form.reason?.trim() || null,
      actor,
      accepted: [...open.map(acceptedAs), ...likeliestTaken(amendment)],
    }),
  )
}

/** 修订: the revised document beside the running plan, before any measure is told. */
export function amendRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  uploadAt(app, deps, '/p/:plan/amend', async (c) => {
    const { plan } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
    orThrow(planActor(signedIn(c), plan, 'amend'))
    const path = `/p/${encodeURIComponent(plan.planId)}/amend`
    return { title: T.title, lead: T.lead, path, rehearsal: rehearsalOf(plan) }
  })
  app.get('/p/:plan/amend/:sha', (c) => amendPage(c, deps, { form: {}, refusal: null }))
  app.post('/p/:plan/amend/:sha', async (c) => {
    const form = await formOf(c)
    try {
      const { changed } = await amend(c, deps, form)
      return c.redirect(`/p/${encodeURIComponent(c.req.param('plan'))}?amended=${changed.length}`, 303)
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return amendPage(c, deps, { form, refusal: error.refusal })
    }
  })
  doubtRoutes(app, deps, '/p/:plan/amend/:sha/doubts/:q', async (c) => {
    const { plan, revised, matches, path, query } = await asked(c, deps)
    const amendment = await comparePlan(deps.duban, plan.planId, revised, matches)
    return {
      plan: amendment.plan,
      open: await openInAmendment(deps.duban, plan.planId, amendment),
      by: orThrow(planActor(signedIn(c), plan, 'amend')).unit,
      back: `${path}?${query}`,
      at: (q: string) => `${path}/doubts/${q}?${query}`,
      rehearsal: rehearsalOf(plan),
    }
  })
}
