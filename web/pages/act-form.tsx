import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { RefusedError } from '../../client/refusal.ts'
import type { Foreseen } from '../../client/use/foresee.ts'
import { historyOf } from '../../client/views/reading.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import { actTable } from '../act-tables.ts'
import { act, foresee, measureFor, measureTag } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { doableOf } from '../doable.ts'
import { actIdIn } from '../form-body.ts'
import { ActFields, saidOf, type Typed } from '../forms/act-fields.tsx'
import { sentParts } from '../multipart.ts'
import { ForeseenBox } from '../parts/foreseen.tsx'
import { Refused } from '../parts/form.tsx'
import { classOf, statusOf } from '../problem.ts'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'
import { crumbs, type Measure, pathOf } from './measure-parts.tsx'

interface FormShown {
  readonly typed: Typed
  readonly refusal: Refusal | null
  readonly actId: string
  readonly foreseen?: Foreseen
  /** What others did while the form was open. */
  readonly meanwhile?: readonly string[]
}

/** What happened to a measure since the form was opened, so that nobody decides on what he has not seen. */
async function sinceThen(deps: WebDeps, { state }: Measure, seen: string | undefined) {
  const seq = Number(/^"m-(\d+)-/.exec(seen ?? '')?.[1] ?? state.seq)
  const history = await historyOf(deps.db, state, seq - 1)
  return history.map(({ planAt, who, says }) => `${planAt.slice(0, 16).replace('T', ' ')} ${who}：${says}`)
}

export function formPage(
  c: C,
  measure: Measure,
  type: string,
  { typed, refusal, actId, foreseen, meanwhile = [] }: FormShown,
) {
  const principal = signedIn(c)
  const found = doableOf(principal, measure).can.find(({ table }) => table.type === type)
  const table = found?.table ?? actTable(type)
  if (table === null) return c.notFound()
  const chosen = typed.obligation?.[0] ?? c.req.query('obligation') ?? ''
  // A leader signs with his own name unless he writes another.
  const leads = principal.hats.some(({ role }) => role === 'leader')
  const doubtful = refusal?.code === 'DONE_ON_DOUBTFUL'
  // Who came from 待审核 goes on there with the next one, also after a form that was refused once.
  const toReview = (typed.back?.[0] ?? c.req.query('back')) === 'review'
  return page(
    c,
    { title: table.name, at: '/plans', rehearsal: rehearsalOf(measure.plan) },
    <div class="panel">
      {crumbs(measure)}
      <live-region data-plan={measure.plan.planId} data-no={measure.state.setup.no} />
      <h1>
        {table.name}：{measure.shown} {measure.state.setup.taskTitle}
      </h1>
      <p class="quiet">{measure.state.setup.text}</p>
      <Refused refusal={refusal} />
      {meanwhile.length > 0 && (
        <section class="notice">
          <h2>{W.act.meanwhile}</h2>
          <ul>
            {meanwhile.map((line) => (
              <li>{line}</li>
            ))}
          </ul>
        </section>
      )}
      {foreseen && <ForeseenBox found={[foreseen]} path={`/p/${encodeURIComponent(measure.plan.planId)}`} />}
      <form method="post" enctype="multipart/form-data" action={`${pathOf(measure)}/act/${table.type}`}>
        <input type="hidden" name="actId" value={actId} />
        <input type="hidden" name="seen" value={measureTag(measure.state, measure.plan)} />
        {toReview && <input type="hidden" name="back" value="review" />}
        <ActFields
          table={table}
          obligations={found?.obligations ?? []}
          chosen={chosen}
          typed={leads ? { leader: [principal.name], ...typed } : typed}
          refusal={refusal}
        />
        {'files' in table.fields ? (
          <>
            <p class="small">{W.act.secret}</p>
            <paste-shot />
            <upload-progress />
          </>
        ) : (
          <live-preview />
        )}
        {doubtful && (
          <div class="field">
            <label class="choice" for="f-sure">
              <input id="f-sure" type="checkbox" name="sure" value="1" />
              {W.act.sure}
            </label>
          </div>
        )}
        <p>
          <button class="primary" type="submit">
            {table.name}
          </button>{' '}
          {!('files' in table.fields) && (
            <button type="submit" name="do" value="look">
              {W.foreseen.look}
            </button>
          )}{' '}
          <a class="button" href={toReview ? '/review' : pathOf(measure)}>
            {W.act.back}
          </a>
        </p>
      </form>
    </div>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

/** 办理: a form for every act that may be done to a measure; what follows is said before it is sent. */
export function actRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const named = (c: C) => measureFor(deps, signedIn(c), c.req.param('plan') ?? '', c.req.param('no') ?? '')
  app.get('/p/:plan/m/:no/act/:type', async (c) =>
    formPage(c, await named(c), c.req.param('type'), { typed: {}, refusal: null, actId: randomUUID() }),
  )
  app.post('/p/:plan/m/:no/act/:type', async (c) => {
    const measure = await named(c)
    const table = actTable(c.req.param('type'))
    if (table === null) return c.notFound()
    const { typed, files, wrong } = await sentParts(c, deps)
    const actId = actIdIn(typed)
    try {
      if (wrong !== null) throw wrong
      const said = saidOf(table, typed, files)
      if (typed.do?.[0] === 'kept') return formPage(c, measure, table.type, { typed, refusal: null, actId })
      if (typed.do?.[0] === 'look') {
        const asked = { planId: measure.plan.planId, no: measure.shown, table, actId, said }
        const foreseen = await foresee(deps, signedIn(c), asked)
        return formPage(c, measure, table.type, { typed, refusal: null, actId, foreseen })
      }
      await act(deps, signedIn(c), c.get('from').ip, {
        planId: measure.plan.planId,
        no: measure.shown,
        table,
        actId,
        said,
        ifMatch: typed.seen?.[0] ?? null,
        sure: typed.sure?.[0] === '1',
      })
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      const now = await named(c)
      const meanwhile =
        error.refusal.code === 'CHANGED_MEANWHILE' ? await sinceThen(deps, now, typed.seen?.[0]) : []
      // What got no answer may be done yet: sent again it is the same act, not another.
      const again = classOf(error.refusal) === 'system' ? actId : randomUUID()
      return formPage(c, now, table.type, { typed, refusal: error.refusal, actId: again, meanwhile })
    }
    const toReview = (typed.back?.[0] ?? c.req.query('back')) === 'review'
    return c.redirect(toReview ? '/review?done=1' : `${pathOf(measure)}?done=1`, 303)
  })
}
