import type { PlanState } from '../../domain/events/model/state.ts'
import { shownNumberOf } from '../../domain/plan/numbers.ts'
import { latestEvidence } from '../../domain/supervision/obligation.ts'
import type { Db } from '../../records/db.ts'
import { type DutyPlace, reviewable } from '../../records/duties/query.ts'
import { measuresById } from '../../records/read.ts'
import { refused } from '../refusal.ts'
import { todayIn } from './reading.ts'

/** Items of one page: as many as somebody judges between two cups of tea. */
const PAGE = 20

const cursorOf = ({ on, id, workflow }: DutyPlace): string =>
  Buffer.from(JSON.stringify([on, id, workflow])).toString('base64url')

/** @throws RefusedError CURSOR_INVALID */
function placeAt(cursor: string): DutyPlace {
  try {
    const place = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown
    if (Array.isArray(place) && place.length === 3 && place.every((part) => typeof part === 'string')) {
      const [on, id, workflow] = place as [string, string, string]
      return { on, id, workflow }
    }
  } catch {
    // Refused below.
  }
  throw refused('CURSOR_INVALID', '翻页的位置看不懂', '从第一页开始')
}

/**
 * 待审核 of some plans, the longest waiting first, a page at a time.
 * @param own units whose items are not offered: nobody judges what their unit handed in
 * @throws RefusedError CURSOR_INVALID
 */
export async function toReview(
  db: Db,
  plans: readonly PlanState[],
  own: readonly string[],
  cursor: string | null,
) {
  const after = cursor === null ? null : placeAt(cursor)
  const scopes = plans.map((plan) => ({ planId: plan.planId, today: todayIn(plan), mine: null }))
  const { rows, count } = await reviewable(db, scopes, own, { after, limit: PAGE + 1 })
  const shown = rows.slice(0, PAGE)
  const states = await measuresById(db, [...new Set(shown.map(({ workflow }) => workflow))])
  const last = shown.at(-1)
  return {
    count,
    next: rows.length > PAGE && last ? cursorOf(last.place) : null,
    items: shown.flatMap(({ workflow, id }) => {
      const state = states.get(workflow)
      const o = state?.obligations.find((one) => one.id === id)
      const plan = plans.find(({ planId }) => planId === state?.setup.planId)
      if (state === undefined || o === undefined || plan === undefined) return []
      return [{ plan, state, o, evidence: latestEvidence(o), shown: shownNumberOf(plan, state.setup.no) }]
    }),
  }
}
