import type { IsoDate } from '../../domain/calendar/date.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { shownNumberOf } from '../../domain/plan/numbers.ts'
import type { SlipLevel } from '../../domain/policy/levels.ts'
import type { BoardRow } from '../../domain/supervision/board.ts'
import {
  BOARD_SORTS,
  type BoardFilter,
  type BoardPlace,
  type BoardSort,
  boardPage,
} from '../../records/board/query.ts'
import type { Db } from '../../records/db.ts'
import { refused } from '../refusal.ts'
import { isAspect, type MeasureFilter } from './measure-filter.ts'
import { todayIn } from './reading.ts'

export const SORTS = BOARD_SORTS
export type Sort = BoardSort
type Place = 'office' | 'unit'

export interface MeasureQuery extends MeasureFilter {
  readonly unit?: string
  readonly part?: 'lead' | 'support'
  readonly slip?: SlipLevel
  readonly dueFrom?: IsoDate
  readonly dateless?: boolean
  /** 待我办: what whoever is in that place has to do. */
  readonly todo?: Place
  readonly sort: Sort
  /** Where the page before ended; null: the first. */
  readonly cursor: string | null
  readonly limit: number
}

/** A plan, and the units whose measures alone are seen of it; null: all. */
export interface PlanSeen {
  readonly plan: PlanState
  readonly mine: readonly string[] | null
}

export interface MeasureShown {
  readonly plan: PlanState
  readonly today: IsoDate
  /** Of its workflow. */
  readonly id: string
  readonly row: BoardRow
  /** The number that the plan's latest text prints. */
  readonly shown: string
}

export interface MeasurePage {
  readonly rows: readonly MeasureShown[]
  /** All that the filter finds, on whatever page. */
  readonly count: number
  readonly next: string | null
}

const cursorOf = (sort: Sort, place: BoardPlace): string =>
  Buffer.from(JSON.stringify([sort, ...place])).toString('base64url')

const isPlace = ([by, plan, ord, id]: readonly unknown[], sort: Sort): boolean =>
  typeof by === (sort === 'light' ? 'number' : 'string') &&
  typeof plan === 'string' &&
  Number.isSafeInteger(ord) &&
  typeof id === 'string'

/** @throws RefusedError CURSOR_INVALID, also where the list is sorted otherwise than the cursor's was */
function placeAt(cursor: string, sort: Sort): BoardPlace {
  const text = Buffer.from(cursor, 'base64url').toString('utf8')
  try {
    const [of, ...place] = JSON.parse(text) as readonly unknown[]
    if (of === sort && place.length === 4 && isPlace(place, sort)) return place as never as BoardPlace
  } catch {
    // Refused below.
  }
  throw refused('CURSOR_INVALID', '翻页的位置看不懂', '去掉 cursor，从第一页开始')
}

/** What is on the plate of an office, and of a unit: what is owed, sent back, or to be signed for. */
const ON_PLATE: Readonly<Record<Place, NonNullable<BoardFilter['any']>>> = {
  office: { aspects: ['toReview', 'undated'], phases: [] },
  unit: { aspects: ['signAsked', 'unsigned', 'returned'], phases: ['open'] },
}

function boardFilter({ state, dueBefore, todo, sort, cursor, limit, ...same }: MeasureQuery): BoardFilter {
  const rest = { ...same, dueTo: dueBefore, ...(todo ? { any: ON_PLATE[todo] } : {}) }
  if (state === undefined) return rest
  if (state === 'overdue') return { ...rest, overdue: true }
  return isAspect(state) ? { ...rest, aspect: state } : { ...rest, phase: state }
}

/** One page of the measures of some plans, each on its own day. @throws RefusedError CURSOR_INVALID */
export async function measurePage(
  db: Db,
  seen: readonly PlanSeen[],
  query: MeasureQuery,
): Promise<MeasurePage> {
  const plans = new Map(seen.map(({ plan }) => [plan.planId, { plan, today: todayIn(plan) }]))
  const scopes = seen.map(({ plan: { planId }, mine }) => ({
    planId,
    mine,
    today: plans.get(planId)?.today as IsoDate,
  }))
  const after = query.cursor === null ? null : placeAt(query.cursor, query.sort)
  const { sort, limit } = query
  const { rows, count, end } = await boardPage(db, scopes, boardFilter(query), { sort, after, limit })
  return {
    rows: rows.flatMap(({ id, row }) => {
      const of = plans.get(row.planId)
      return of === undefined ? [] : [{ ...of, id, row, shown: shownNumberOf(of.plan, row.no) }]
    }),
    count,
    next: end === null ? null : cursorOf(sort, end),
  }
}
