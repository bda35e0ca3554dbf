import type { Hono } from 'hono'
import type { Principal } from '../../accounts/roles.ts'
import { originOf } from '../../client/views/item.ts'
import { historyOf, todayIn } from '../../client/views/reading.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import { weekdayName } from '../../domain/calendar/explain.ts'
import { carriedShown } from '../../domain/plan/columns.ts'
import { phaseName } from '../../domain/supervision/names.ts'
import { measureLight, outstandingWaits, phaseOf } from '../../domain/supervision/phase.ts'
import { partName, partOf, unitsOf } from '../../domain/supervision/units.ts'
import { workflowIdOf } from '../../records/read.ts'
import { measureFor } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { doableOf } from '../doable.ts'
import { Downloads } from '../parts/downloads.tsx'
import { LightMark } from '../parts/marks.tsx'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'
import { crumbs, type Measure, ObligationPanel, pathOf } from './measure-parts.tsx'

/** Of what one may do, what one has most likely come for. */
const NATURAL = [
  'accept',
  'grantExtension',
  'sign',
  'submit',
  'acknowledge',
  'givePart',
  'answerWait',
  'remind',
  'instruct',
]

const isOffice = ({ hats }: Pick<Principal, 'hats'>): boolean => hats.some(({ role }) => role === 'office')

async function measurePage(c: C, deps: WebDeps, measure: Measure, done: string | null) {
  const { state, plan, shown } = measure
  const principal = signedIn(c)
  const today = todayIn(plan)
  const base = pathOf(measure)
  const { can, cannot } = doableOf(principal, measure)
  const history = [...(await historyOf(deps.db, state))].reverse()
  const days = [...new Set(history.map(({ planAt }) => planAt.slice(0, 10)))]
  const waits = outstandingWaits(state)
  const leads = principal.hats.some(({ role }) => role === 'leader')
  const natural = NATURAL.find(
    (type) => (type !== 'instruct' || leads) && can.some(({ table }) => table.type === type),
  )
  const origin = await originOf(deps.db, plan, state.setup.no)
  const ordered = [...state.obligations].sort(
    (a, b) => Number(a.state === 'scheduled') - Number(b.state === 'scheduled'),
  )
  return page(
    c,
    { title: `${shown} ${state.setup.text.slice(0, 30)}`, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <div class="bar ways no-print">
        {crumbs(measure)}
        {deps.temporalUi !== null && isOffice(principal) && (
          <p class="small">
            <a href={`${base}/workflow`}>{W.measure.workflow}</a>
          </p>
        )}
        {isOffice(principal) && (
          <p class="small">
            <a href={`/p/${encodeURIComponent(plan.planId)}/links?${new URLSearchParams({ no: shown })}`}>
              {W.links.title}
            </a>
          </p>
        )}
        <Downloads
          plan={plan.planId}
          files={[[`/measures/${encodeURIComponent(shown)}/card`, W.measure.card]]}
        />
      </div>
      <live-region class="no-print" data-plan={plan.planId} data-no={state.setup.no} />
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
              {origin !== null && (
                <>
                  <dt>{W.item.origin}</dt>
                  <dd>{origin}</dd>
                </>
              )}
              {carriedShown(state.setup.columns).map(([name, text]) => (
                <>
                  <dt>{name}</dt>
                  <dd>{text}</dd>
                </>
              ))}
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

/** 措施: everything of one, and a form for every act that may be done to it. */
export function measureRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const named = (c: C) => measureFor(deps, signedIn(c), c.req.param('plan') ?? '', c.req.param('no') ?? '')
  // One step to its workflow in Temporal's own UI, whose address stands on no page.
  app.get('/p/:plan/m/:no/workflow', async (c) => {
    const { state } = await named(c)
    if (deps.temporalUi === null || !isOffice(signedIn(c))) return c.notFound()
    const { namespace } = deps.duban.client.options
    const id = encodeURIComponent(workflowIdOf(state.setup.planId, state.setup.no))
    return c.redirect(`${deps.temporalUi}/namespaces/${encodeURIComponent(namespace)}/workflows/${id}`, 303)
  })
  app.get('/p/:plan/m/:no', async (c) =>
    measurePage(c, deps, await named(c), c.req.query('done') ? W.act.done : null),
  )
}
