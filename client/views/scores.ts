import type { IsoDate } from '../../domain/calendar/date.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { endOf } from '../../domain/reckoning/bulletin.ts'
import { officeLatenessOf } from '../../domain/reckoning/office-lateness.ts'
import { scoresOf } from '../../domain/reckoning/scores.ts'
import { rulesAtFrom } from '../../domain/reckoning/scoring.ts'
import type { Db } from '../../records/db.ts'
import { ledgersOf, planFactsOf } from '../../records/lines.ts'
import { refused } from '../refusal.ts'
import { todayIn } from './reading.ts'

/** 考核计分 of a period, as `duban score`: every point with its reason and ledger row. @throws RefusedError PLAN_NOT_STARTED, FILTER_INVALID */
export async function scoresIn(
  db: Db,
  plan: PlanState,
  asked: { readonly from?: IsoDate; readonly to?: IsoDate },
) {
  if (plan.startOn === null)
    throw refused('PLAN_NOT_STARTED', `方案 ${plan.planId} 还没有启动`, '启动以后再看得分')
  const from = asked.from ?? plan.startOn
  const to = asked.to ?? todayIn(plan)
  if (from > to) throw refused('FILTER_INVALID', `起日 ${from} 晚于止日 ${to}`, '把起止日期对调')
  const ledgers = await ledgersOf(db, plan.planId)
  const rulesAt = rulesAtFrom(await planFactsOf(db, plan.planId))
  return {
    plan: plan.planId,
    from,
    to,
    rules: rulesAt(endOf(to)),
    units: scoresOf(ledgers, rulesAt, { from, to }),
    office: officeLatenessOf(ledgers, { from, to }) ?? [],
  }
}
