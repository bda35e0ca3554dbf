import type { IsoDate } from '../../domain/calendar/date.ts'
import type { PlanState } from '../../domain/plan/model/state.ts'
import { shownNumberOf } from '../../domain/plan/numbers.ts'
import type { MeasureState } from '../../domain/supervision/model/state.ts'
import { measureLight, nextDueOn, nextOwedOn } from '../../domain/supervision/phase.ts'
import { unitsOf } from '../../domain/supervision/units.ts'
import { isOneOf } from '../../domain/unit-name.ts'
import type { Db } from '../../records/db.ts'
import { measureStates } from '../../records/read.ts'
import { refused } from '../refusal.ts'
import { type MeasureFilter, matches } from './measure-filter.ts'
import { todayIn } from './reading.ts'

export const SORTS = ['due', 'no', 'light', 'unit'] as const
export type Sort = (typeof SORTS)[number]

export interface MeasureQuery extends MeasureFilter {
  readonly unit?: string
  readonly dueFrom?: IsoDate
  readonly sort: Sort
  /** Where the page before ended; null: the first. */
  readonly cursor: string | null
  readonly limit: number
}

export interface MeasurePage {
  readonly plan: PlanState
  readonly today: IsoDate
  readonly rows: readonly { readonly state: MeasureState; readonly shown: string }[]
  /** All that the filter finds, on whatever page. */
  readonly count: number
  readonly next: string | null
}

const LIGHT_ORDER = ['red', 'yellow', 'green', 'grey']

/** What a row is sorted by: no date comes last, and the place in the plan decides between equals. */
function keyOf(state: MeasureState, place: number, sort: Sort, today: IsoDate): string {
  const by = {
    due: nextOwedOn(state) ?? nextDueOn(state) ?? '9999',
    no: '',
    light: `${LIGHT_ORDER.indexOf(measureLight(state, today))}`,
    unit: state.setup.leadUnit,
  }[sort]
  return `${by} ${String(place).padStart(7, '0')}`
}

const cursorOf = (key: string): string => Buffer.from(key).toString('base64url')

/** @throws RefusedError CURSOR_INVALID */
function keyAt(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8')
  if (/ \d{7}$/.test(key) && cursorOf(key) === cursor) return key
  throw refused('CURSOR_INVALID', '翻页的位置看不懂', '去掉 cursor，从第一页开始')
}

/**
 * One page of a plan's measures. A page begins after the last row of the one before, by what it is sorted by: what is
 * added or done meanwhile moves no row twice onto a page.
 *
 * @param mine units whose measures alone are seen; null: all
 */
export async function measurePage(
  db: Db,
  plan: PlanState,
  query: MeasureQuery,
  mine: readonly string[] | null,
): Promise<MeasurePage> {
  const today = todayIn(plan)
  const from = query.cursor === null ? null : keyAt(query.cursor)
  const states = await measureStates(db, plan.planId)
  const found = states
    .map((state, place) => ({ state, key: keyOf(state, place, query.sort, today) }))
    .filter(({ state }) => {
      const units = unitsOf(state)
      const owed = nextOwedOn(state)
      return (
        (mine === null || units.some((unit) => isOneOf(unit, mine))) &&
        (query.unit === undefined || isOneOf(query.unit, units)) &&
        (query.dueFrom === undefined || (owed !== null && owed >= query.dueFrom)) &&
        matches(state, query, today)
      )
    })
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  const after = from === null ? found : found.filter(({ key }) => key > from)
  const rows = after.slice(0, query.limit)
  const last = rows.at(-1)
  return {
    plan,
    today,
    rows: rows.map(({ state }) => ({ state, shown: shownNumberOf(plan, state.setup.no) })),
    count: found.length,
    next: last !== undefined && after.length > rows.length ? cursorOf(last.key) : null,
  }
}
