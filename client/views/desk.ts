import { shownNumberOf } from '../../domain/plan/numbers.ts'
import { DESK, type DeskItem, type DeskKind, deskOfPlan } from '../../domain/reckoning/today.ts'
import { toSignFor } from '../../domain/supervision/acknowledge.ts'
import { type BoardFilter, boardPage } from '../../records/board/query.ts'
import type { Db } from '../../records/db.ts'
import { DUTY_KINDS, type DutyKind, deskCounts, deskFirst } from '../../records/duties/query.ts'
import { measuresById } from '../../records/read.ts'
import type { PlanSeen } from './measure-list.ts'
import { todayIn } from './reading.ts'

export type DeskShown = Omit<DeskItem, 'kind' | 'says'>
export interface DeskPile {
  readonly kind: DeskKind | 'returned'
  readonly count: number
  /** The first of them. */
  readonly first: readonly DeskShown[]
}

const isDuty = (kind: DeskKind): kind is DutyKind => (DUTY_KINDS as readonly string[]).includes(kind)

/**
 * What lies on the desk of a plan, counted, with the first of each kind: what `todayOf` finds, without reading the measures.
 * @param mine with units: also what was sent back to them
 */
export async function deskPiles(
  db: Db,
  { plan, mine }: PlanSeen,
  kinds: readonly DeskKind[],
  shown: number,
): Promise<readonly DeskPile[]> {
  const today = todayIn(plan)
  const scope = { planId: plan.planId, today, mine }
  const [counts, ofPlan] = [await deskCounts(db, scope), deskOfPlan(plan, today)]
  const measures = async (kind: DeskPile['kind'], filter: BoardFilter): Promise<DeskPile> => {
    const found = await boardPage(db, [scope], filter, { sort: 'no', after: null, limit: shown })
    const states = await measuresById(
      db,
      found.rows.map(({ id }) => id),
    )
    const first = found.rows.map(({ id, row }): DeskShown => {
      const state = states.get(id)
      const unit = kind === 'unsigned' && state ? toSignFor(state).join('、') : row.leads
      return { about: shownNumberOf(plan, row.no), unit, on: null }
    })
    return { kind, count: found.count, first }
  }
  const pile = async (kind: DeskKind): Promise<DeskPile> => {
    if (kind === 'unsigned') return measures(kind, { aspect: 'signAsked' })
    if (!isDuty(kind)) {
      const items = ofPlan.filter((item) => item.kind === kind)
      return { kind, count: items.length, first: items.slice(0, shown) }
    }
    const count = counts[kind]
    const items = count === 0 ? [] : await deskFirst(db, scope, kind, shown)
    const first = items.map(({ id, leads, on }) => ({ about: id, unit: leads.join('、'), on }))
    return { kind, count, first }
  }
  const order = (Object.keys(DESK) as DeskKind[]).filter((kind) => kinds.includes(kind))
  const piles = await Promise.all(order.map(pile))
  return mine === null ? piles : [...piles, await measures('returned', { aspect: 'returned' })]
}
