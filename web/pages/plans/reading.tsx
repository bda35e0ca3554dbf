import type { Hono } from 'hono'
import { checkPlanId } from '../../../client/plan-id.ts'
import { orThrow, RefusedError } from '../../../client/refusal.ts'
import { importPlan } from '../../../client/use/import-plan.ts'
import { measuresRead } from '../../../client/views/measures-read.ts'
import { leftOutText, reviewText } from '../../../client/views/review-text.ts'
import type { Refusal } from '../../../domain/basics/result.ts'
import type { WorkPlan } from '../../../domain/plan/plan.ts'
import { type OpenQuestion, questionsOf } from '../../../domain/reading/questions.ts'
import { answersFor } from '../../../records/answers.ts'
import { planState } from '../../../records/read.ts'
import type { C, WebDeps, WebEnv } from '../../context.ts'
import { type Form, formOf } from '../../form-body.ts'
import { Input, Refused } from '../../parts/form.tsx'
import { List } from '../../parts/list.tsx'
import { onPlan } from '../../plan-actor.ts'
import { byOf, newPlanOfficer } from '../../planning.ts'
import { statusOf } from '../../problem.ts'
import { page } from '../../respond.tsx'
import { readUploaded, type Uploaded, uploadedOf, uploadedQuery } from '../../uploaded.ts'
import { W } from '../../words/zh-CN.ts'
import { signedIn } from '../common.ts'
import { DoubtList, doubtRoutes } from './doubts.tsx'
import { Steps } from './steps.tsx'
import { ReadingFields } from './upload.tsx'

const T = W.planning.read

const Texts = ({ title, lines }: { title: string; lines: readonly string[] }) => (
  <details class="panel">
    <summary>{title}</summary>
    <ul class="plain small">
      {lines.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  </details>
)

/** 读到了什么，没有读什么: everything of a document, before anything of it runs. */
export const ReadPlan = ({ plan }: { plan: WorkPlan }) => {
  const rows = measuresRead(plan)
  const notes = reviewText(plan.review.filter(({ severity }) => severity === 'note'))
  const left = leftOutText(plan)
  const { read, used, ignored } = plan.cells
  return (
    <>
      <dl class="facts panel">
        <dt>{T.size}</dt>
        <dd>
          {T.counted(plan.tasks.length, rows.length)}；
          {T.cells(plan.reader === 'prose' ? T.paragraph : T.cell, read, used, ignored)}
        </dd>
        <dt>{T.year}</dt>
        <dd>{plan.year ?? T.unknown}</dd>
        <dt>{T.issuedOn}</dt>
        <dd>{plan.issuedOn ?? T.unknown}</dd>
      </dl>
      {left.length > 0 ? <Texts title={T.left(left.length)} lines={left} /> : <p>{T.nothingLeft}</p>}
      {notes.length > 0 && <Texts title={T.notes(notes.length)} lines={notes} />}
      {plan.standing.length > 0 && <Texts title={T.standing} lines={plan.standing.map((one) => one.text)} />}
      <List
        caption={T.caption(rows.length)}
        heads={T.heads}
        nowrap={[0]}
        rows={rows.map(({ no, text, leads, deadline, dates }) => [no, text, leads, deadline, dates])}
      />
    </>
  )
}

const BringIn = ({ path, form, refusal }: { path: string; form: Form; refusal: Refusal | null }) => (
  <section class="panel narrow-left">
    <h2>{W.planning.bring.title}</h2>
    <form method="post" action={path}>
      <Input
        name="id"
        label={W.planning.bring.id}
        hint={W.planning.bring.idHint}
        value={form.id}
        required
        autocomplete="off"
        refusal={refusal}
      />
      <Input
        name="offices"
        label={W.planning.bring.offices}
        hint={W.planning.bring.officesHint}
        value={form.offices}
        required
        refusal={refusal}
      />
      {refusal?.code === 'PLAN_DRAFT_THERE' && (
        <div class="field">
          <label class="choice" for="f-over">
            <input id="f-over" type="checkbox" name="over" value="1" />
            {W.planning.bring.over}
          </label>
        </div>
      )}
      <button class="primary" type="submit">
        {W.planning.bring.submit}
      </button>
    </form>
  </section>
)

interface Shown {
  readonly form: Form
  readonly refusal: Refusal | null
}

const load = (deps: WebDeps, uploaded: Uploaded) =>
  readUploaded(deps, uploaded, (read) => answersFor(deps.db, read))
const pathOf = (uploaded: Uploaded) => `/plans/new/${uploaded.sha256}`

/** A number that nothing has yet, from the document's year. */
async function freeId({ db }: WebDeps, { year }: WorkPlan): Promise<string> {
  const first = `p${year ?? ''}`
  for (let n = 1; n < 100; n += 1) {
    const id = n === 1 ? first : `${first}.${n}`
    if ((await planState(db, id)) === null) return id
  }
  return ''
}

async function readingPage(c: C, deps: WebDeps, { form, refusal }: Shown) {
  const officer = orThrow(newPlanOfficer(signedIn(c)))
  const uploaded = uploadedOf(c.req.param('sha') ?? '', (name) => c.req.query(name))
  const { plan, answered } = await load(deps, uploaded)
  const query = uploadedQuery(uploaded)
  const open: readonly OpenQuestion[] = questionsOf(plan)
  const values = { id: await freeId(deps, plan), offices: officer.unit, ...form }
  return page(
    c,
    { title: T.title, at: '/plans' },
    <>
      <Steps at={open.length > 0 ? 1 : 3} />
      <h1>{plan.title}</h1>
      <Refused refusal={refusal} />
      {answered > 0 && <p class="quiet">{T.answered(answered)}</p>}
      <DoubtList open={open} at={(q) => `${pathOf(uploaded)}/doubts/${q}?${query}`} />
      <ReadPlan plan={plan} />
      <details class="panel narrow-left">
        <summary>{W.planning.upload.again}</summary>
        <form method="get" action={pathOf(uploaded)}>
          <input type="hidden" name="name" value={uploaded.name} />
          <ReadingFields
            values={{
              issued_on: uploaded.reading.issuedOn ?? '',
              year: `${uploaded.reading.planYear ?? ''}`,
              title: uploaded.reading.title ?? '',
              table: `${uploaded.reading.table ?? ''}`,
            }}
            refusal={null}
          />
          <button type="submit">{W.planning.upload.reread}</button>
        </form>
      </details>
      <BringIn path={`${pathOf(uploaded)}?${query}`} form={values} refusal={refusal} />
    </>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

async function bringIn(c: C, deps: WebDeps, form: Form) {
  orThrow(newPlanOfficer(signedIn(c)))
  const uploaded = uploadedOf(c.req.param('sha') ?? '', (name) => c.req.query(name))
  const id = checkPlanId(form.id?.trim() ?? '')
  const offices = (form.offices ?? '').split(/[、,，;；]/).filter((one) => one.trim() !== '')
  await onPlan(deps, byOf(c), { planId: id, offices }, 'import', async (actor) => {
    const { plan } = await load(deps, uploaded)
    const before = await planState(deps.db, id)
    const other = before?.phase === 'draft' && before.document !== null && before.title !== plan.title
    if (other && form.over !== '1')
      throw new RefusedError({
        code: 'PLAN_DRAFT_THERE',
        message: W.planning.bring.replaces,
        remedy: W.planning.bring.replacesRemedy,
        fields: { field: 'id' },
      })
    await importPlan(deps.duban, id, plan, { actor, offices })
  })
  return c.redirect(`/p/${encodeURIComponent(id)}`, 303)
}

export function readingRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/plans/new/:sha', (c) => readingPage(c, deps, { form: {}, refusal: null }))
  app.post('/plans/new/:sha', async (c) => {
    const form = await formOf(c)
    try {
      return await bringIn(c, deps, form)
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return readingPage(c, deps, { form, refusal: error.refusal })
    }
  })
  doubtRoutes(app, deps, '/plans/new/:sha/doubts/:q', async (c) => {
    const officer = orThrow(newPlanOfficer(signedIn(c)))
    const uploaded = uploadedOf(c.req.param('sha') ?? '', (name) => c.req.query(name))
    const { plan } = await load(deps, uploaded)
    const query = uploadedQuery(uploaded)
    return {
      plan,
      open: questionsOf(plan),
      by: officer.unit,
      back: `${pathOf(uploaded)}?${query}`,
      at: (q: string) => `${pathOf(uploaded)}/doubts/${q}?${query}`,
    }
  })
}
