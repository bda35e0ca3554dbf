import type { Hono } from 'hono'
import { refused } from '../../client/refusal.ts'
import { planShow, todayIn } from '../../client/views/reading.ts'
import { scoresIn } from '../../client/views/scores.ts'
import { isOneOf, sameUnit } from '../../domain/basics/unit-name.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { shownNumberOf } from '../../domain/plan/numbers.ts'
import { phaseName } from '../../domain/supervision/names.ts'
import { measureLight, nextOwedOn, phaseOf } from '../../domain/supervision/phase.ts'
import { leadsOf, unitsOf } from '../../domain/supervision/units.ts'
import { measureStates } from '../../records/read.ts'
import { planFor } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { List } from '../parts/list.tsx'
import { Day, LightMark } from '../parts/marks.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'

const T = W.units
const baseOf = (plan: PlanState) => `/p/${encodeURIComponent(plan.planId)}`

/** Units in the order in which the plan first names them, each once. */
function unitsIn(states: readonly MeasureState[]): readonly string[] {
  const found: string[] = []
  for (const unit of states.flatMap(unitsOf)) if (!isOneOf(unit, found)) found.push(unit)
  return found
}

async function unitsPage(c: C, deps: WebDeps) {
  const { plan, mine } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  const states = await measureStates(deps.db, plan.planId)
  const { units: totals } = await planShow(deps.db, plan)
  const shown = unitsIn(states).filter((unit) => mine === null || isOneOf(unit, mine))
  return page(
    c,
    { title: T.title, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <h1>{plan.title}</h1>
      <Tabs plan={plan.planId} at="/units" />
      <List
        caption={T.caption(shown.length)}
        heads={T.heads}
        rows={shown.map((unit) => {
          const of = totals.find((one) => sameUnit(one.unit, unit))
          const leads = states.filter(({ setup }) => isOneOf(unit, leadsOf(setup))).length
          const all = states.filter((state) => isOneOf(unit, unitsOf(state))).length
          const { obligations = 0, onTime = 0, late = 0, open = 0, overdue = 0, slips = 0 } = of ?? {}
          return [
            <a href={`${baseOf(plan)}/units/${encodeURIComponent(unit)}`}>{unit}</a>,
            ...[leads, all - leads, obligations, onTime, late, open, overdue, slips].map(String),
          ]
        })}
      />
    </>,
  )
}

const Measures = ({
  plan,
  title,
  states,
}: {
  plan: PlanState
  title: string
  states: readonly MeasureState[]
}) => (
  <>
    <h2>{title}</h2>
    {states.length === 0 ? (
      <p class="panel">{T.none}</p>
    ) : (
      <List
        caption={W.list.count(states.length)}
        heads={[
          W.list.heads[0],
          W.list.heads[1],
          W.list.heads[2],
          W.list.heads[4],
          W.list.heads[5],
          W.list.heads[6],
        ]}
        nowrap={[0, 1, 4, 5]}
        rows={states.map((state) => {
          const no = shownNumberOf(plan, state.setup.no)
          return [
            <LightMark light={measureLight(state, todayIn(plan))} />,
            <a href={`${baseOf(plan)}/m/${encodeURIComponent(no)}`}>{no}</a>,
            state.setup.text,
            state.setup.deadlineText || W.measure.unwritten,
            <Day on={nextOwedOn(state)} />,
            phaseName(phaseOf(state)),
          ]
        })}
      />
    )}
  </>
)

/** 单位清单: what one unit leads and supports, and its points with their reasons. */
async function unitPage(c: C, deps: WebDeps) {
  const { plan, mine } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  const asked = c.req.param('unit') ?? ''
  const states = await measureStates(deps.db, plan.planId)
  const unit = unitsIn(states).find((one) => sameUnit(one, asked))
  if (unit === undefined || (mine !== null && !isOneOf(unit, mine)))
    throw refused('UNIT_NOT_FOUND', `方案 ${plan.planId} 没有单位“${asked}”`, '在单位清单里查看')
  const leads = states.filter(({ setup }) => isOneOf(unit, leadsOf(setup)))
  const supports = states.filter((state) => isOneOf(unit, unitsOf(state)) && !leads.includes(state))
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
      <Measures plan={plan} title={T.leads} states={leads} />
      <Measures plan={plan} title={T.supports} states={supports} />
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

/** 单位: all in the plan's order, and one with everything it has. */
export function unitRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/p/:plan/units', (c) => unitsPage(c, deps))
  app.get('/p/:plan/units/:unit', (c) => unitPage(c, deps))
}
