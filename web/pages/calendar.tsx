import type { Hono } from 'hono'
import { type Dated, dueIn } from '../../client/views/month.ts'
import { todayIn } from '../../client/views/reading.ts'
import {
  addDays,
  addMonths,
  daysInMonth,
  diffDays,
  endOfMonth,
  type IsoDate,
  isoDate,
  maxDate,
  minDate,
  month,
  weekday,
  year,
} from '../../domain/calendar/date.ts'
import { namedDays } from '../../domain/calendar/lookup.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { shownNumberOf } from '../../domain/plan/numbers.ts'
import { isOwed, latestEvidence } from '../../domain/supervision/obligation.ts'
import { leadsName } from '../../domain/supervision/units.ts'
import { planFor } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { Gantt, type GanttRow } from '../parts/gantt.tsx'
import { List } from '../parts/list.tsx'
import { Day } from '../parts/marks.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { page } from '../respond.tsx'
import { calendarOf } from '../uploaded.ts'
import { STANDING } from '../words/standing.ts'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf, signedIn } from './common.ts'

const T = W.calendar

/** Obligations that the time axis draws; more could not be read. */
const NAMED = 100

/** The month asked for (2026-03), else the one that the plan is in. */
function monthAsked(text: string | undefined, today: IsoDate): IsoDate {
  const found = /^(\d{4})-(\d{2})$/.exec(text ?? '')
  const first = found ? isoDate(Number(found[1]), Number(found[2]), 1) : null
  return first ?? (`${today.slice(0, 7)}-01` as IsoDate)
}

const Month = ({
  deps,
  plan,
  first,
  load,
}: {
  deps: WebDeps
  plan: PlanState
  first: IsoDate
  load: ReadonlyMap<IsoDate, { readonly n: number; readonly late: number }>
}) => {
  const [y, m] = [year(first), month(first)]
  const named = namedDays(calendarOf(deps))
  const today = todayIn(plan)
  const days = Array.from({ length: daysInMonth(y, m) }, (_, i) => addDays(first, i))
  const cells: (IsoDate | null)[] = [...Array.from({ length: weekday(first) - 1 }, () => null), ...days]
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, i) => cells.slice(i * 7, i * 7 + 7))
  return (
    <div class="scroll">
      <table class="month">
        <caption>{T.caption(y, m)}</caption>
        <thead>
          <tr>
            {T.weekdays.map((name) => (
              <th scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr>
              {Array.from({ length: 7 }, (_, i) => week[i] ?? null).map((day) => {
                if (day === null) return <td class="blank" />
                const { n, late } = load.get(day) ?? { n: 0, late: 0 }
                const kind = named.get(day)?.kind
                return (
                  <td class={day === today ? 'today' : undefined}>
                    <span class="daynum">{Number(day.slice(8))}</span>
                    {day === today && <span class="small"> {T.today}</span>}
                    {kind === 'makeUp' ? (
                      <span class="mark-work"> {T.work}</span>
                    ) : kind !== undefined || weekday(day) > 5 ? (
                      <span class="mark-off"> {T.off}</span>
                    ) : null}
                    {n > 0 && (
                      <a
                        class="load"
                        href={`/p/${encodeURIComponent(plan.planId)}/measures?due_from=${day}&due_to=${day}`}
                      >
                        {T.due(n)}
                        {late > 0 && T.overdue(late)}
                      </a>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What an obligation is on the time axis. */
const rowOf = (plan: PlanState, { state, o }: Dated): GanttRow => ({
  id: o.id,
  href: `/p/${encodeURIComponent(plan.planId)}/m/${encodeURIComponent(shownNumberOf(plan, state.setup.no))}`,
  unit: leadsName(state.setup),
  from: o.openedOn ?? plan.startOn,
  due: o.dueOn,
  was: o.originalDueOn !== o.dueOn ? o.originalDueOn : null,
  done: latestEvidence(o)?.doneOn ?? null,
  slips: o.slips.map(({ raisedOn }) => raisedOn),
  late: isOwed(o) && o.dueOn !== null && o.dueOn < todayIn(plan),
})

async function calendarPage(c: C, deps: WebDeps) {
  const { plan, mine } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
  const today = todayIn(plan)
  const first = monthAsked(c.req.query('month'), today)
  const last = endOfMonth(first)
  const { load, items, count } = await dueIn(deps.db, { plan, mine }, { from: first, to: last }, NAMED)
  const rows = items.map((item) => rowOf(plan, item))
  const dates = rows.flatMap(({ from, due, done, slips }) =>
    [from, due, done, ...slips].filter((d) => d !== null),
  )
  const from = dates.reduce((a, b) => minDate(a, b), first)
  const to = dates.reduce((a, b) => maxDate(a, b), last)
  const base = `/p/${encodeURIComponent(plan.planId)}/calendar`
  const link = (n: number) => `${base}?month=${addMonths(first, n).slice(0, 7)}`
  return page(
    c,
    { title: T.title, at: '/plans', rehearsal: rehearsalOf(plan) },
    <>
      <h1>{plan.title}</h1>
      <Tabs plan={plan.planId} at="/calendar" />
      <div class="bar">
        <h2>{T.month(year(first), month(first))}</h2>
        <p class="no-print">
          <a class="button" href={link(-1)}>
            {T.before}
          </a>{' '}
          <a class="button" href={base}>
            {T.now}
          </a>{' '}
          <a class="button" href={link(1)}>
            {T.after}
          </a>
        </p>
      </div>
      <Month deps={deps} plan={plan} first={first} load={load} />
      <h2>{T.gantt}</h2>
      {rows.length === 0 ? (
        <p class="panel">{T.none}</p>
      ) : (
        <>
          <p class="quiet small">{T.ganttHow}</p>
          <Gantt
            rows={rows}
            from={from}
            days={diffDays(from, to) + 1}
            today={today}
            title={T.ganttTitle(from, to)}
          />
          <List
            caption={T.ganttTitle(from, to)}
            heads={T.ganttHeads}
            nowrap={[0, 2, 3, 4, 5]}
            rows={rows.map((row) => [
              <a href={row.href}>{row.id}</a>,
              row.unit,
              <Day on={row.from} />,
              <Day on={row.was} />,
              <Day on={row.due} />,
              <Day on={row.done} />,
              row.slips.join('、'),
            ])}
          />
          {count > rows.length && (
            <p class="small">
              <a
                href={`/p/${encodeURIComponent(plan.planId)}/measures?${new URLSearchParams({ due_from: first, due_to: last, sort: 'due' })}`}
              >
                {STANDING.more(count - rows.length)}
              </a>
            </p>
          )}
        </>
      )}
    </>,
  )
}

/** 日历与时间轴: the days of a month with what is due on them, and its obligations as bars. */
export function calendarRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/p/:plan/calendar', (c) => calendarPage(c, deps))
}
