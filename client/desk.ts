import { some } from '../domain/basics/text.ts'
import { planTimeAt } from '../domain/calendar/clock.ts'
import type { PlanTime } from '../domain/calendar/time.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { measuresMeant, numberOf, shownNumberOf } from '../domain/plan/numbers.ts'
import type { Db } from '../records/db.ts'
import { measureNumbers, planState } from '../records/read.ts'
import { RefusedError, refused } from './refusal.ts'

/** What is read of plans and measures, from the record store alone: no server is asked, and none need run. */
export class Desk {
  readonly db: Db

  constructor(db: Db) {
    this.db = db
  }

  /** @throws RefusedError PLAN_NOT_FOUND */
  async plan(planId: string): Promise<PlanState> {
    const state = await planState(this.db, planId)
    if (state === null)
      throw refused('PLAN_NOT_FOUND', `没有方案 ${planId}`, '用 duban plan list 查看，或先 duban plan import')
    return state
  }

  /** Plan time now, as the plan's clock shows it; on a stepped clock every message carries it. */
  now(state: PlanState): PlanTime {
    return planTimeAt(state.clock, Date.now())
  }

  /**
   * The number under which a measure runs: an amended document may print another, and people name a task by its 序号.
   * What means nothing is given back as it is, for whoever asks to refuse.
   * @throws RefusedError PLAN_NOT_FOUND, MEASURE_AMBIGUOUS
   */
  async numberOf(planId: string, asked: string): Promise<string> {
    const plan = await this.plan(planId)
    const known = (await measureNumbers(this.db, planId)).map((no) => shownNumberOf(plan, no))
    const meant = measuresMeant(asked, known)
    const [one, ...more] = meant
    if (one === undefined) return numberOf(plan, asked)
    if (more.length === 0) return numberOf(plan, one)
    throw new RefusedError({
      code: 'MEASURE_AMBIGUOUS',
      message: `序号 ${asked} 有 ${meant.length} 项措施，请写明哪一项`,
      remedy: `可选：${some(meant)}`,
      fields: { measures: meant },
    })
  }
}
