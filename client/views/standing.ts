import { addDays, diffDays, type IsoDate } from '../../domain/calendar/date.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { lightOn } from '../../domain/supervision/board.ts'
import type { Light } from '../../domain/supervision/names.ts'
import type { Db } from '../../records/db.ts'
import { slips } from '../../records/slips.ts'
import { type MeasureShown, measurePage, type PlanSeen } from './measure-list.ts'
import { todayIn } from './reading.ts'

/** More than a plan may have. */
const ALL = 20_000

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
  /** Red ones, the longest overdue first; no days: it was handed in late, and waits for the office. */
  readonly red: readonly (MeasureShown & { readonly days: number | null })[]
  /** What is to be done in the days to come, the next first. */
  readonly soon: readonly MeasureShown[]
  /** 督办单 of this month of the plan, and of the month before. */
  readonly slips: { readonly now: number; readonly before: number }
}

const NONE = { red: 0, yellow: 0, green: 0, grey: 0 } as const

/** @param ahead how many days from today count as soon */
export async function standingOf(db: Db, seen: PlanSeen, ahead: number): Promise<Standing> {
  const { rows } = await measurePage(db, [seen], { sort: 'no', cursor: null, limit: ALL })
  const { plan, mine } = seen
  const today = todayIn(plan)
  const units = new Map<string, Record<Light, number>>()
  const lights: Record<Light, number> = { ...NONE }
  for (const { row } of rows) {
    const light = lightOn(row, today)
    lights[light] += 1
    const of = units.get(row.leads) ?? { ...NONE }
    of[light] += 1
    units.set(row.leads, of)
  }
  const dated = rows.flatMap((one) => (one.row.owedOn === null ? [] : [{ ...one, on: one.row.owedOn }]))
  const until = addDays(today, ahead)
  return {
    today,
    lights,
    units: [...units].map(([unit, of]) => ({ unit, lights: of })),
    red: rows
      .filter(({ row }) => lightOn(row, today) === 'red')
      .map((one) => ({ ...one, days: one.row.owedOn === null ? null : diffDays(one.row.owedOn, today) }))
      .sort((a, b) => (b.days ?? 0) - (a.days ?? 0)),
    soon: dated.filter(({ on }) => on >= today && on <= until).sort((a, b) => (a.on < b.on ? -1 : 1)),
    slips: await slipsOf(db, plan, today, mine),
  }
}

async function slipsOf(db: Db, { planId }: PlanState, today: IsoDate, mine: readonly string[] | null) {
  const month = today.slice(0, 7)
  const before = addDays(`${month}-01` as IsoDate, -1).slice(0, 7)
  const raised = (await slips(db, planId)).filter(
    ({ units }) => mine === null || units.some((unit) => mine.includes(unit)),
  )
  const count = (of: string) => raised.filter(({ raisedOn }) => raisedOn.startsWith(of)).length
  return { now: count(month), before: count(before) }
}
