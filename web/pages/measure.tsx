import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { RefusedError } from '../../client/refusal.ts'
import { historyOf, todayIn } from '../../client/views/reading.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import { weekdayName } from '../../domain/calendar/explain.ts'
import type { Refusal } from '../../domain/result.ts'
import type { Obligation } from '../../domain/supervision/model/obligation.ts'
import { phaseName, slipName, stateName } from '../../domain/supervision/names.ts'
import { isProvisional } from '../../domain/supervision/obligation.ts'
import { lightOf, measureLight, outstandingWaits, phaseOf } from '../../domain/supervision/phase.ts'
import { partName, partOf, unitsOf } from '../../domain/supervision/units.ts'
import { actTable } from '../act-tables.ts'
import { act, measureFor } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { doableOf } from '../doable.ts'
import { ActFields, saidOf, type Typed } from '../forms/act-fields.tsx'
import { sentForm } from '../multipart.ts'
import { Refused } from '../parts/form.tsx'
import { Day, LightMark } from '../parts/marks.tsx'
import { statusOf } from '../problem.ts'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'

/** Of what one may do, what one has most likely come for. */
const NATURAL = [
  'accept',
  'grantExtension',
  'submit',
  'acknowledge',
  'givePart',
  'answerWait',
  'remind',
  'instruct',
]

type Measure = Awaited<ReturnType<typeof measureFor>>
const pathOf = ({ plan, shown }: Measure) =>
  `/p/${encodeURIComponent(plan.planId)}/m/${encodeURIComponent(shown)}`
const crumbs = (measure: Measure) => (
  <p class="small no-print">
    <a href={`/p/${encodeURIComponent(measure.plan.planId)}/measures`}>{W.list.title}</a>
  </p>
)

const Files = ({ base, o }: { base: string; o: Obligation }) => (
  <>
    {o.evidence.map((e, i) => (
      <p class="small">
        {W.measure.round(i + 1)} {e.by.unit}，{W.measure.doneOn} <Day on={e.doneOn} />
        {e.note && `，${e.note}`}{' '}
        {e.urls.map((url) => (
          <span class="url">{url} </span>
        ))}
        {e.files.map((file) => (
          <a href={`${base}/files/${file.sha256}`}>
            {file.name}（{Math.ceil(file.bytes / 1024)} KB，{file.sha256.slice(0, 8)}…）
          </a>
        ))}
      </p>
    ))}
  </>
)

const ObligationPanel = ({ o, base, today }: { o: Obligation; base: string; today: IsoDate }) => (
  <section class="panel">
    <div class="bar">
      <h3>{o.id}</h3>
      <span>
        <LightMark light={lightOf(o, today)} /> {stateName(o.state)}
      </span>
    </div>
    <p>{o.ask}</p>
    <dl class="facts">
      <dt>{W.measure.due}</dt>
      <dd>
        <Day on={o.dueOn} />
        {o.dueOn && `（${weekdayName(o.dueOn)}）`}
        {o.originalDueOn !== o.dueOn && o.originalDueOn && ` ${W.measure.original(o.originalDueOn)}`}
        {isProvisional(o) && ` ${W.measure.provisional}`}
        {o.policy && ` ${W.measure.policy}`}
        {o.dueOn === null && ` ${W.measure.undated}`}
      </dd>
      {o.slips.length > 0 && (
        <>
          <dt>{W.measure.slips}</dt>
          <dd>{o.slips.map((slip) => `${slipName(slip.level)} ${slip.raisedOn}`).join('，')}</dd>
        </>
      )}
      {o.lateDays ? (
        <>
          <dt>{W.measure.late}</dt>
          <dd>{W.measure.lateBy(o.lateDays, o.lateWorkdays ?? null)}</dd>
        </>
      ) : null}
    </dl>
    <Files base={base} o={o} />
    {o.why.length > 0 && (
      <details>
        <summary>{W.measure.why}</summary>
        {o.why.map((why) => (
          <p class="small">{why}</p>
        ))}
      </details>
    )}
  </section>
)

async function measurePage(c: C, deps: WebDeps, measure: Measure, done: string | null) {
  const { state, plan, shown } = measure
  const principal = signedIn(c)
  const today = todayIn(plan)
  const base = pathOf(measure)
  const { can, cannot } = doableOf(principal, measure)
  const history = [...(await historyOf(deps.db, state))].reverse()
  const days = [...new Set(history.map(({ planAt }) => planAt.slice(0, 10)))]
  const waits = outstandingWaits(state)
  const natural = NATURAL.find((type) => can.some(({ table }) => table.type === type))
  const ordered = [...state.obligations].sort(
    (a, b) => Number(a.state === 'scheduled') - Number(b.state === 'scheduled'),
  )
  return page(
    c,
    { title: `${shown} ${state.setup.text.slice(0, 30)}`, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      {crumbs(measure)}
      {done && (
        <div class="notice done" role="status">
          {done}
        </div>
      )}
      <div class="bar">
        <h1>
          {shown} {state.setup.taskTitle}
        </h1>
        <p>
          <LightMark light={measureLight(state, today)} /> {phaseName(phaseOf(state))}
        </p>
      </div>
      <div class="two">
        <div class="wide">
          <section class="panel">
            <pre class="text">{state.setup.text}</pre>
            <dl class="facts">
              <dt>{W.measure.deadline}</dt>
              <dd>
                <mark>{state.setup.deadlineText || W.measure.unwritten}</mark>
              </dd>
              <dt>{W.measure.units}</dt>
              <dd>
                {unitsOf(state)
                  .map((unit) => {
                    const part = partOf(state.setup, unit)
                    return part === null ? unit : `${unit}（${partName(part)}）`
                  })
                  .join('、')}
              </dd>
              {waits.map((wait) => (
                <>
                  <dt>{W.measure.waits}</dt>
                  <dd>{W.measure.since(wait.text, wait.since)}</dd>
                </>
              ))}
            </dl>
          </section>
          {can.length > 0 && (
            <section class="panel no-print">
              <h2>{W.measure.acts}</h2>
              <ul class="acts">
                {can.map(({ table }) => (
                  <li>
                    <a
                      class={table.type === natural ? 'button primary' : 'button'}
                      href={`${base}/act/${table.type}`}
                    >
                      {table.name}
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {cannot.length > 0 && (
            <details class="panel no-print">
              <summary>{W.measure.cannot(cannot.length)}</summary>
              <ul class="cannot">
                {cannot.map(({ table, because }) => (
                  <li>
                    {table.name}：{because}
                  </li>
                ))}
              </ul>
            </details>
          )}
          <h2>{W.measure.obligations}</h2>
          {ordered.length === 0 && <p class="quiet">{W.measure.none}</p>}
          {ordered.map((o) => (
            <ObligationPanel o={o} base={base} today={today} />
          ))}
        </div>
        <section>
          <h2>{W.measure.history}</h2>
          <ol class="timeline">
            {days.map((day) => (
              <li>
                <h3>
                  <time datetime={day}>{day}</time>（{weekdayName(day as IsoDate)}）
                </h3>
                <ul>
                  {history
                    .filter(({ planAt }) => planAt.startsWith(day))
                    .map(({ planAt, who, says, why }) => (
                      <li>
                        <span class="quiet">{planAt.slice(11, 16)}</span> {who}：{says}
                        {why && <div class="small quiet">{why}</div>}
                      </li>
                    ))}
                </ul>
              </li>
            ))}
          </ol>
        </section>
      </div>
    </>,
  )
}

interface FormShown {
  readonly typed: Typed
  readonly refusal: Refusal | null
  readonly actId: string
}

function formPage(c: C, measure: Measure, type: string, { typed, refusal, actId }: FormShown) {
  const principal = signedIn(c)
  const found = doableOf(principal, measure).can.find(({ table }) => table.type === type)
  const table = found?.table ?? actTable(type)
  if (table === null) return c.notFound()
  const chosen = typed.obligation?.[0] ?? c.req.query('obligation') ?? ''
  const doubtful = refusal?.code === 'DONE_ON_DOUBTFUL'
  return page(
    c,
    { title: table.name, at: '/plans', rehearsal: rehearsalOf(measure.plan) },
    <div class="panel">
      {crumbs(measure)}
      <h1>
        {table.name}：{measure.shown} {measure.state.setup.taskTitle}
      </h1>
      <p class="quiet">{measure.state.setup.text}</p>
      <Refused refusal={refusal} />
      <form method="post" enctype="multipart/form-data" action={`${pathOf(measure)}/act/${table.type}`}>
        <input type="hidden" name="actId" value={actId} />
        <ActFields
          table={table}
          obligations={found?.obligations ?? []}
          chosen={chosen}
          typed={typed}
          refusal={refusal}
        />
        {'files' in table.fields && <p class="small">{W.act.secret}</p>}
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
          <a class="button" href={pathOf(measure)}>
            {W.act.back}
          </a>
        </p>
      </form>
    </div>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

/** 措施: everything of one, and a form for every act that may be done to it. */
export function measureRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const named = (c: C) => measureFor(deps, signedIn(c), c.req.param('plan') ?? '', c.req.param('no') ?? '')
  app.get('/p/:plan/m/:no', async (c) =>
    measurePage(c, deps, await named(c), c.req.query('done') ? W.act.done : null),
  )
  app.get('/p/:plan/m/:no/act/:type', async (c) =>
    formPage(c, await named(c), c.req.param('type'), { typed: {}, refusal: null, actId: randomUUID() }),
  )
  app.post('/p/:plan/m/:no/act/:type', async (c) => {
    const measure = await named(c)
    const table = actTable(c.req.param('type'))
    if (table === null) return c.notFound()
    const { typed, files } = await sentForm(c, deps)
    try {
      await act(deps, signedIn(c), c.get('from').ip, {
        planId: measure.plan.planId,
        no: measure.shown,
        table,
        actId: /^[0-9a-f-]{36}$/.test(typed.actId?.[0] ?? '') ? (typed.actId?.[0] ?? '') : randomUUID(),
        said: saidOf(table, typed, files),
        sure: typed.sure?.[0] === '1',
      })
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return formPage(c, await named(c), table.type, { typed, refusal: error.refusal, actId: randomUUID() })
    }
    const back = c.req.query('back') === 'review' ? '/review?done=1' : `${pathOf(measure)}?done=1`
    return c.redirect(back, 303)
  })
}
