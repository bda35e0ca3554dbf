import type { Hono } from 'hono'
import { mayRead } from '../../accounts/rights.ts'
import { refused } from '../../client/refusal.ts'
import { type UnitAcross, unitsAcross, unitsIn, unitTotalsIn } from '../../client/views/glance.ts'
import { type MeasurePage, measurePage } from '../../client/views/measure-list.ts'
import { todayIn } from '../../client/views/reading.ts'
import { scoresIn } from '../../client/views/scores.ts'
import { isOneOf, sameUnit } from '../../domain/basics/unit-name.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { isRehearsal } from '../../domain/events/rehearsal.ts'
import type { UnitTotals } from '../../domain/reckoning/outcome.ts'
import { lightOn } from '../../domain/supervision/board.ts'
import { phaseName } from '../../domain/supervision/names.ts'
import { planStates } from '../../records/read.ts'
import { planFor } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { List } from '../parts/list.tsx'
import { Day, LightMark } from '../parts/marks.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { page } from '../respond.tsx'
import { STANDING } from '../words/standing.ts'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'

const T = W.units
const baseOf = (plan: PlanState) => `/p/${encodeURIComponent(plan.planId)}`

const countsIn = (of: Partial<UnitTotals> | undefined): readonly number[] => {
  const { obligations = 0, onTime = 0, late = 0, open = 0, overdue = 0, slips = 0 } = of ?? {}
  return [obligations, onTime, late, open, overdue, slips]
}

async function unitsPage(c: C, deps: WebDeps) {
  const { plan, mine } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  const units = await unitsIn(deps.db, plan)
  const totals = await unitTotalsIn(deps.db, plan)
  const shown = units.filter(({ unit }) => mine === null || isOneOf(unit, mine))
  return page(
    c,
    { title: T.title, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <h1>{plan.title}</h1>
      <Tabs plan={plan.planId} at="/units" />
      <List
        caption={T.caption(shown.length)}
        heads={T.heads}
        rows={shown.map(({ unit, leads, all }) => {
          const of = totals.find((one) => sameUnit(one.unit, unit))
          return [
            <a href={`${baseOf(plan)}/units/${encodeURIComponent(unit)}`}>{unit}</a>,
            ...[leads, all - leads, ...countsIn(of)].map(String),
          ]
        })}
      />
    </>,
  )
}

/** Measures of one kind that a unit's page names; the rest stands behind a link. */
const NAMED = 100

const Measures = ({
  plan,
  title,
  found,
  href,
}: {
  plan: PlanState
  title: string
  found: MeasurePage
  href: string
}) => (
  <>
    <h2>{title}</h2>
    {found.count === 0 ? (
      <p class="panel">{T.none}</p>
    ) : (
      <List
        caption={W.list.count(found.count)}
        heads={[
          W.list.heads[0],
          W.list.heads[1],
          W.list.heads[2],
          W.list.heads[4],
          W.list.heads[5],
          W.list.heads[6],
        ]}
        nowrap={[0, 1, 4, 5]}
        rows={found.rows.map(({ row, shown }) => [
          <LightMark light={lightOn(row, todayIn(plan))} />,
          <a href={`${baseOf(plan)}/m/${encodeURIComponent(shown)}`}>{shown}</a>,
          row.text,
          row.deadline || W.measure.unwritten,
          <Day on={row.owedOn} />,
          phaseName(row.phase),
        ])}
      />
    )}
    {found.count > found.rows.length && (
      <p class="small">
        <a href={href}>{STANDING.more(found.count - found.rows.length)}</a>
      </p>
    )}
  </>
)

/** 单位清单: what one unit leads and supports, and its points with their reasons. */
async function unitPage(c: C, deps: WebDeps) {
  const { plan, mine } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  const asked = c.req.param('unit') ?? ''
  const unit = (await unitsIn(deps.db, plan)).find((one) => sameUnit(one.unit, asked))?.unit
  if (unit === undefined || (mine !== null && !isOneOf(unit, mine)))
    throw refused('UNIT_NOT_FOUND', `方案 ${plan.planId} 没有单位“${asked}”`, '在单位清单里查看')
  const of = (part: 'lead' | 'support') =>
    measurePage(deps.db, [{ plan, mine }], { unit, part, sort: 'no', cursor: null, limit: NAMED })
  const list = (part: 'lead' | 'support') => `${baseOf(plan)}/measures?${new URLSearchParams({ unit, part })}`
  const scored = plan.startOn === null ? null : await scoresIn(deps.db, plan, {})
  const score = scored?.units.find((one) => sameUnit(one.unit, unit))
  return page(
    c,
    { title: unit, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <p class="small no-print">
        <a href={`${baseOf(plan)}/units`}>{plan.title}</a>
      </p>
      <h1>{unit}</h1>
      {mine === null && signedIn(c).hats.some(({ role }) => role === 'office') && (
        <p class="small no-print">
          <a href={`${baseOf(plan)}/links?${new URLSearchParams({ unit })}`}>{W.links.title}</a>
        </p>
      )}
      <Measures plan={plan} title={T.leads} found={await of('lead')} href={list('lead')} />
      <Measures plan={plan} title={T.supports} found={await of('support')} href={list('support')} />
      {score && score.entries.length > 0 && (
        <>
          <h2>{T.scores}</h2>
          <List
            caption={T.total(score.score)}
            heads={T.scoreHeads}
            nowrap={[0, 1, 3]}
            rows={score.entries.map((entry) => [
              <Day on={entry.on} />,
              `${entry.points > 0 ? '+' : ''}${entry.points}`,
              entry.says,
              entry.no,
            ])}
          />
        </>
      )}
    </>,
  )
}

const Across = ({ units, n }: { units: readonly UnitAcross[]; n: number }) => (
  <List
    caption={T.acrossCaption(units.length, n)}
    heads={[...T.heads, W.list.plan]}
    rows={units.map(({ unit, leads, all, totals, plans }) => [
      <a href={`/measures?${new URLSearchParams({ unit })}`}>{unit}</a>,
      ...[leads, all - leads, ...countsIn(totals)].map(String),
      plans.map((plan, i) => (
        <>
          {i > 0 && '、'}
          <a href={`${baseOf(plan)}/units/${encodeURIComponent(unit)}`}>{plan.title}</a>
        </>
      )),
    ])}
  />
)

/** 单位 over all plans that one reads and that run, the same counts summed; what is only played is not added to what is. */
async function acrossPage(c: C, deps: WebDeps) {
  const plans = (await planStates(deps.db)).flatMap((plan) => {
    const reads = plan.phase === 'running' ? mayRead(signedIn(c), plan.planId) : null
    return reads === null ? [] : [{ plan, mine: reads === 'all' ? null : reads }]
  })
  const real = plans.filter(({ plan }) => !isRehearsal(plan))
  const played = plans.filter(({ plan }) => isRehearsal(plan))
  return page(
    c,
    { title: T.across, at: '/plans' },
    <>
      <h1>{T.across}</h1>
      {plans.length === 0 && <p class="panel">{W.today.noPlan}</p>}
      {real.length > 0 && <Across units={await unitsAcross(deps.db, real)} n={real.length} />}
      {played.length > 0 && (
        <section>
          <h2>
            <span class="rehearsal-note">{W.plans.rehearsal}</span>
          </h2>
          <Across units={await unitsAcross(deps.db, played)} n={played.length} />
        </section>
      )}
    </>,
  )
}

/** 单位: all in the plan's order, and one with everything it has. */
export function unitRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/units', (c) => acrossPage(c, deps))
  app.get('/p/:plan/units', (c) => unitsPage(c, deps))
  app.get('/p/:plan/units/:unit', (c) => unitPage(c, deps))
}
