import type { Standing } from '../../client/views/standing.ts'
import { addDays, diffDays, type IsoDate } from '../../domain/calendar/date.ts'
import { weekdayName } from '../../domain/calendar/explain.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { LIGHTS, LightBars } from '../parts/light-bars.tsx'
import { List } from '../parts/list.tsx'
import { Day, LightMark } from '../parts/marks.tsx'
import { STANDING as T } from '../words/standing.ts'

/** Days that the list of what is due looks ahead. */
export const AHEAD = 30
const pathOf = (plan: PlanState) => `/p/${encodeURIComponent(plan.planId)}`
/** Joint leads are listed under the first of them. */
const listOf = (plan: PlanState, leads: string) =>
  `${pathOf(plan)}/measures?${new URLSearchParams({ unit: leads.split('、')[0] ?? leads, part: 'lead' })}`

const soonOf = (plan: PlanState, today: IsoDate) =>
  `${pathOf(plan)}/measures?${new URLSearchParams({ due_from: today, due_to: addDays(today, AHEAD), sort: 'due' })}`
/** Numbers of measures that a line of a table names. */
const NUMBERS = 12
const numbered = (numbers: readonly string[]) =>
  numbers.length <= NUMBERS
    ? numbers.join('、')
    : `${numbers.slice(0, NUMBERS).join('、')} ${T.more(numbers.length - NUMBERS)}`

export interface Waiting {
  readonly condition: string
  readonly since: IsoDate
  readonly measures: readonly string[]
  readonly expectedOn?: IsoDate | null
}

export const UnitLightsTable = ({ plan, standing }: { plan: PlanState; standing: Standing }) => (
  <LightBars
    caption={T.units}
    rows={standing.units.map(({ unit, lights }) => ({ unit, lights, href: listOf(plan, unit) }))}
  />
)

export const Soon = ({ plan, standing }: { plan: PlanState; standing: Standing }) =>
  standing.soon.count === 0 ? (
    <p class="panel">
      {T.soon(AHEAD)}：{T.noSoon}
    </p>
  ) : (
    <>
      <List
        caption={`${T.soon(AHEAD)}（${standing.soon.count}）`}
        heads={T.soonHeads}
        nowrap={[0, 1]}
        rows={standing.soon.rows.map(({ row, shown }) => [
          <Day on={row.owedOn} />,
          <a href={`${pathOf(plan)}/m/${encodeURIComponent(shown)}`}>{shown}</a>,
          <span class="two-lines">{row.text}</span>,
          row.leads,
        ])}
      />
      {standing.soon.count > standing.soon.rows.length && (
        <p class="small">
          <a href={soonOf(plan, standing.today)}>{T.more(standing.soon.count - standing.soon.rows.length)}</a>
        </p>
      )}
    </>
  )

export const WaitingTable = ({
  plan,
  waiting,
  today,
}: {
  plan: PlanState
  waiting: readonly Waiting[]
  today: IsoDate
}) => (
  <List
    caption={T.waiting}
    heads={T.waitHeads}
    nowrap={[1, 3]}
    rows={waiting.map(({ condition, since, measures, expectedOn }) => [
      <a href={`${pathOf(plan)}/events`}>{condition}</a>,
      T.waited(diffDays(since, today)),
      numbered(measures),
      <Day on={expectedOn} />,
    ])}
  />
)

const WALL_ROWS = 9

/** 大屏: to be read from across a room, by nobody who could press anything. */
export const Wall = ({ plan, standing }: { plan: PlanState; standing: Standing }) => {
  const { today, lights, red, units, slips } = standing
  return (
    <div class="wall">
      <div class="bar">
        <h1>{plan.title}</h1>
        <p class="wall-day">{T.today(today, weekdayName(today))}</p>
      </div>
      <ul class="wall-lights">
        {LIGHTS.map((light) => (
          <li class={`wall-${light}`}>
            <b>{lights[light]}</b> <LightMark light={light} />
          </li>
        ))}
      </ul>
      <p class="wall-slips">{T.slips(slips.now, slips.before)}</p>
      <div class="two">
        <section>
          <h2>{T.red}</h2>
          {red.length === 0 && <p>{T.calm}</p>}
          <ol class="wall-list">
            {red.slice(0, WALL_ROWS).map(({ row, shown, days }) => (
              <li>
                <b>{days === null ? T.handedIn : T.days(days)}</b> {row.leads}{' '}
                <span class="quiet">{shown}</span>
                <span class="two-lines">{row.text}</span>
              </li>
            ))}
          </ol>
          {lights.red > WALL_ROWS && <p>{T.more(lights.red - WALL_ROWS)}</p>}
        </section>
        <section class="wide">
          <LightBars
            caption={T.units}
            plain
            rows={[...units]
              .sort((a, b) => b.lights.red - a.lights.red || b.lights.yellow - a.lights.yellow)
              .slice(0, WALL_ROWS + 3)
              .map(({ unit, lights: of }) => ({ unit, lights: of, href: '' }))}
          />
        </section>
      </div>
    </div>
  )
}
