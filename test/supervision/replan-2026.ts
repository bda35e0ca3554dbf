import { loadCalendar } from '../../documents/calendars/load.ts'
import { SYSTEM } from '../../domain/basics/actor.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { type CalendarYear, makeCalendar, type WorkCalendar } from '../../domain/calendar/table.ts'
import { at } from '../../domain/calendar/time.ts'
import type { ReplanCause } from '../../domain/plan/measure/replan.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { measuresOf } from '../../domain/plan/plan.ts'
import { THREE_COLOURS } from '../../domain/policy/policy.ts'
import { refreshPlan } from '../../domain/reading/refresh.ts'
import { decide } from '../../domain/supervision/decide.ts'
import { begin, evolve } from '../../domain/supervision/evolve.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import type { ReplanTarget, replan } from '../../domain/supervision/replan.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { setupOf } from '../../domain/supervision/setup.ts'
import { smallPlan } from '../small-plan.ts'

export const d = mustDate
export const shipped = loadCalendar()
export const OFFICE = { role: 'office', unit: '督查室' } as const
export const UNIT = { role: 'unit', unit: '市甲局' } as const

/** An example of what a notice for 2027 might say; the real one is not known here. */
const EXAMPLE_2027: CalendarYear = {
  year: 2027,
  holidays: [
    { date: d('2027-01-01'), name: '元旦' }, // Friday
    { date: d('2027-01-02'), name: '元旦' },
    { date: d('2027-01-03'), name: '元旦' },
    { date: d('2027-01-04'), name: '元旦' }, // Monday off: the estimate had it worked
  ],
  makeUpWorkdays: [{ date: d('2027-01-09'), name: '元旦' }], // Saturday worked
  notices: [],
  provenance: 'example',
  sha256: 'e'.repeat(64),
}
const calendarWith = (...tables: CalendarYear[]): WorkCalendar => {
  const kept = Object.values(shipped.years).filter(
    (year) => !tables.some((table) => table.year === year.year),
  )
  const made = makeCalendar([...kept, ...tables])
  if (!made.ok) throw new Error(made.error.message)
  return made.value
}
export const with2027 = calendarWith(EXAMPLE_2027)

export type Row = readonly [string, string, string]
const planOfRow = (row: Row) => smallPlan([row], 2026)
export const target = (row: Row): ReplanTarget => {
  const [only] = measuresOf(planOfRow(row))
  if (!only) throw new Error('no measure')
  return only
}

export function started(
  row: Row,
  calendar: WorkCalendar,
  now = '2026-07-01',
): { state: MeasureState; facts: Fact[] } {
  const plan = refreshPlan(planOfRow(row), calendar)
  const [only] = measuresOf(plan)
  if (!only) throw new Error('no measure')
  const setup = setupOf(only.task, only.measure, {
    planId: 'p',
    startOn: d('2026-07-01'),
    policy: THREE_COLOURS,
    calendar,
  })
  const time = at(d(now), '12:00')
  const fact = {
    kind: 'started',
    setup,
    seq: 1,
    at: at(d('2026-07-01'), '12:00'),
    actor: SYSTEM,
    actId: null,
  } as const
  const settled = settle(evolve(begin(fact.at, setup), fact), time)
  return { state: settled.state, facts: [fact, ...settled.facts] }
}

export const cause: ReplanCause = { kind: 'calendar', version: 'x' }
export const context = (
  calendar: WorkCalendar,
  today = '2026-12-20',
  more: Partial<Parameters<typeof replan>[2]> = {},
) => ({
  planId: 'p',
  startOn: d('2026-07-01'),
  calendar,
  planYear: 2026,
  issuedOn: d('2026-07-01'),
  today: d(today),
  events: [],
  cause,
  ...more,
})

export function applied(state: MeasureState, found: ReturnType<typeof replan>, today = '2026-12-20') {
  const decided = decide(
    state,
    { type: 'replan', actor: OFFICE, actId: `a${state.seq}`, cause, replan: found },
    { at: at(d(today), '12:00'), answer: null },
  )
  if (!decided.ok) throw new Error(decided.error.message)
  return decided.value
}
