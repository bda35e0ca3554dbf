import type { Hono } from 'hono'
import { refused } from '../../client/refusal.ts'
import { isOneOf } from '../../domain/basics/unit-name.ts'
import { addDays, type IsoDate } from '../../domain/calendar/date.ts'
import { readDate } from '../../domain/calendar/written.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { officeOf } from '../../domain/events/offices.ts'
import { shownNumberOf } from '../../domain/plan/numbers.ts'
import { slipName } from '../../domain/supervision/names.ts'
import { measureState } from '../../records/read.ts'
import { slips, slipsCount, slipsFrom } from '../../records/slips.ts'
import { planFor } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { Downloads } from '../parts/downloads.tsx'
import { List } from '../parts/list.tsx'
import { Day } from '../parts/marks.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'

const T = W.slips

/** Before every slip. */
const EVER = '1900-01-01' as IsoDate
/** Slips that the register shows at first; there may be thousands. */
const NEWEST = 100

/** A span of whole days of the register; an end that is not named is open. */
interface Span {
  readonly from?: IsoDate | null
  readonly to?: IsoDate | null
}

/** The slips that one may read: all of them, or those that one's units got. */
async function readable(
  c: C,
  deps: WebDeps,
  spanOf: (plan: PlanState, mine: readonly string[] | null) => Promise<Span>,
) {
  const { plan, mine } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  const all = await slips(deps.db, plan.planId, await spanOf(plan, mine))
  const own = mine === null ? all : all.filter(({ units }) => units.some((unit) => isOneOf(unit, mine)))
  return { plan, own, base: `/p/${encodeURIComponent(plan.planId)}` }
}

async function registerPage(c: C, deps: WebDeps) {
  let from: IsoDate | null = null
  const { plan, own, base } = await readable(c, deps, async ({ planId }, mine) => {
    // Those of one unit are few.
    if (mine === null && c.req.query('all') === undefined) from = await slipsFrom(deps.db, planId, NEWEST)
    return { from }
  })
  const before = from === null ? 0 : await slipsCount(deps.db, plan.planId, EVER, addDays(from, -1))
  return page(
    c,
    { title: T.title, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <h1>{plan.title}</h1>
      <Tabs plan={plan.planId} at="/slips" />
      <Downloads
        plan={plan.planId}
        files={[
          ['/exports/slips.xlsx', 'xlsx'],
          ['/exports/slips.csv', 'csv'],
        ]}
      />
      {own.length === 0 ? (
        <p class="panel">{T.none}</p>
      ) : (
        <List
          caption={T.caption(own.length)}
          heads={T.heads}
          nowrap={[0, 1, 2, 3, 4, 5]}
          rows={[...own]
            .reverse()
            .map((slip) => [
              <a href={`${base}/slips/${slip.serial}`}>{slip.serial}</a>,
              slipName(slip.level),
              <a href={`${base}/m/${encodeURIComponent(shownNumberOf(plan, slip.no))}`}>
                {shownNumberOf(plan, slip.no)}
              </a>,
              slip.obligation,
              <Day on={slip.dueOn} />,
              <Day on={slip.raisedOn} />,
              slip.units.join('、'),
              slip.withdrawnOn ? T.withdrawn(slip.withdrawnOn) : '',
            ])}
        />
      )}
      {before > 0 && (
        <p class="small no-print">
          <a href={`${base}/slips?all=1`}>{T.earlier(before)}</a>
        </p>
      )}
    </>,
  )
}

/** 督办单 as it is printed. */
async function slipPage(c: C, deps: WebDeps) {
  const on = readDate(c.req.param('serial')?.slice(0, 8) ?? '')
  const { plan, own, base } = await readable(c, deps, async () => ({ from: on, to: on }))
  const slip = own.find(({ serial }) => serial === c.req.param('serial'))
  const state = slip ? await measureState(deps.db, plan.planId, slip.no) : null
  const o = state?.obligations.find(({ id }) => id === slip?.obligation)
  if (slip === undefined || state === null)
    throw refused('ROUTE_NOT_FOUND', `没有督办单 ${c.req.param('serial')}`, '在督办单登记簿里查看')
  return page(
    c,
    { title: `${T.title} ${slip.serial}`, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <p class="small no-print">
        <a href={`${base}/slips`}>{T.title}</a>
      </p>
      <Downloads plan={plan.planId} files={[[`/slips/${slip.serial}/docx`, 'docx']]} />
      <article class="panel paper">
        <h1>{slipName(slip.level)}</h1>
        <p class="quiet">{T.number(slip.serial)}</p>
        {slip.withdrawnOn && <p class="alert">{T.withdrawn(slip.withdrawnOn)}</p>}
        <p>{T.to(slip.units.join('、'))}</p>
        <p class="indent">{T.body(state.setup.text, o?.ask ?? '', slip.dueOn)}</p>
        <p class="signed">
          {T.signed(officeOf(plan).unit)}
          <br />
          <Day on={slip.raisedOn} />
        </p>
      </article>
    </>,
  )
}

/** 督办单: the register, and each as it is printed. */
export function slipRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/p/:plan/slips', (c) => registerPage(c, deps))
  app.get('/p/:plan/slips/:serial', (c) => slipPage(c, deps))
}
