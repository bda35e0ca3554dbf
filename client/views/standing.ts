import { addDays, diffDays, endOfMonth, type IsoDate } from '../../domain/calendar/date.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import type { Light } from '../../domain/supervision/names.ts'
import { lightsByLeads } from '../../records/board/query.ts'
import type { Db } from '../../records/db.ts'
import { slips, slipsCount } from '../../records/slips.ts'
import { type MeasureQuery, type MeasureShown, measurePage, type PlanSeen } from './measure-list.ts'
import { todayIn } from './reading.ts'

export interface UnitStanding {
  readonly unit: string
  readonly lights: Readonly<Record<Light, number>>
}

/** How a plan stands today, as one glance has it. */
export interface Standing {
  readonly today: IsoDate
  readonly lights: Readonly<Record<Light, number>>
  /** In the order in which the plan names them. */
  readonly units: readonly UnitStanding[]
  /** The first red ones, the longest overdue first; no days: it was handed in late, and waits for the office. */
  readonly red: readonly (MeasureShown & { readonly days: number | null })[]
  /** What is to be done in the days to come, the next first. */
  readonly soon: { readonly rows: readonly MeasureShown[]; readonly count: number }
  /** 督办单 of this month of the plan, and of the month before. */
  readonly slips: { readonly now: number; readonly before: number }
}

const NONE = { red: 0, yellow: 0, green: 0, grey: 0 } as const

/**
 * Counted and sorted in the store.
 * @param ahead how many days from today count as soon
 * @param most how many of the red and of what is due soon are named
 */
export async function standingOf(db: Db, seen: PlanSeen, ahead: number, most: number): Promise<Standing> {
  const { plan, mine } = seen
  const today = todayIn(plan)
  const page = (filter: Pick<MeasureQuery, 'light' | 'dueFrom' | 'dueBefore'>) =>
    measurePage(db, [seen], { ...filter, sort: 'due', cursor: null, limit: most })
  const [counted, red, soon, slips] = await Promise.all([
    lightsByLeads(db, { planId: plan.planId, today, mine }),
    page({ light: 'red' }),
    page({ dueFrom: today, dueBefore: addDays(today, ahead) }),
    slipsOf(db, plan, today, mine),
  ])
  const units = new Map<string, Record<Light, number>>()
  const lights: Record<Light, number> = { ...NONE }
  for (const { leads, light, n } of counted) {
    lights[light] += n
    const of = units.get(leads) ?? { ...NONE }
    of[light] += n
    units.set(leads, of)
  }
  return {
    today,
    lights,
    units: [...units].map(([unit, of]) => ({ unit, lights: of })),
    red: red.rows.map((one) => ({
      ...one,
      days: one.row.owedOn === null ? null : diffDays(one.row.owedOn, today),
    })),
    soon: { rows: soon.rows, count: soon.count },
    slips,
  }
}

async function slipsOf(db: Db, { planId }: PlanState, today: IsoDate, mine: readonly string[] | null) {
  const month = `${today.slice(0, 7)}-01` as IsoDate
  const before = addDays(month, -1)
  const since = `${before.slice(0, 7)}-01` as IsoDate
  if (mine === null) {
    const [now, last] = await Promise.all([
      slipsCount(db, planId, month, endOfMonth(month)),
      slipsCount(db, planId, since, before),
    ])
    return { now, before: last }
  }
  const raised = (await slips(db, planId, { from: since })).filter(({ units }) =>
    units.some((unit) => mine.includes(unit)),
  )
  const count = (of: string) => raised.filter(({ raisedOn }) => raisedOn.startsWith(of.slice(0, 7))).length
  return { now: count(month), before: count(before) }
}
