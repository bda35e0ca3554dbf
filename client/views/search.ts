import { namedLike } from '../../domain/basics/pinyin.ts'
import { isOneOf } from '../../domain/basics/unit-name.ts'
import { numberOf, shownNumberOf } from '../../domain/plan/numbers.ts'
import { unitsOf } from '../../domain/supervision/units.ts'
import type { Db } from '../../records/db.ts'
import { measureState } from '../../records/read.ts'
import { namesIn } from './glance.ts'
import { measurePage, type PlanSeen } from './measure-list.ts'

export interface MeasureHit {
  readonly shown: string
  readonly text: string
}

/** Units of a plan whose name or initials fit, as far as one sees them. */
export async function unitsLike(db: Db, seen: PlanSeen, q: string): Promise<readonly string[]> {
  const names = await namesIn(db, seen)
  return names.filter((unit) => namedLike(unit, q) && (seen.mine === null || isOneOf(unit, seen.mine)))
}

/** Measures of a plan by their number, and those that hold the words; no more than `most` and one. */
export async function measuresLike(
  db: Db,
  seen: PlanSeen,
  q: string,
  most: number,
): Promise<readonly MeasureHit[]> {
  const { plan, mine } = seen
  const [byNumber, byWords] = await Promise.all([
    measureState(db, plan.planId, numberOf(plan, q)),
    measurePage(db, [seen], { text: q, sort: 'no', cursor: null, limit: most + 1 }),
  ])
  const words = byWords.rows.map(({ shown, row }) => ({ shown, text: row.text }))
  if (byNumber === null || (mine !== null && !unitsOf(byNumber).some((unit) => isOneOf(unit, mine))))
    return words
  const shown = shownNumberOf(plan, byNumber.setup.no)
  return [{ shown, text: byNumber.setup.text }, ...words.filter((one) => one.shown !== shown)]
}
