import { type Refusal, refuse } from '../basics/result.ts'
import { addDays, type IsoDate } from '../calendar/date.ts'
import type { Obligation } from '../plan/measure/obligation.ts'

/** Work may be done a good while before or after its day; a year away is a slip of the pen until somebody says not. */
const FAR_DAYS = 366

/**
 * Why the day on which work is said to have been done looks wrong: before the plan, or a year and more from its due
 * date. Null: nothing is odd. It may be right: a person says so (`--yes`).
 *
 * @param startOn the day the plan started; null: it has not
 * @example a plan of 2026-03-02, done 2016-03-20 → DONE_ON_DOUBTFUL
 */
export function doubtfulDoneOn(
  doneOn: IsoDate,
  obligations: readonly Pick<Obligation, 'id' | 'dueOn' | 'opensOn'>[],
  startOn: IsoDate | null,
): Refusal | null {
  for (const { id, dueOn, opensOn } of obligations) {
    const far = dueOn !== null && (doneOn < addDays(dueOn, -FAR_DAYS) || doneOn > addDays(dueOn, FAR_DAYS))
    const from = startOn !== null && startOn < opensOn ? startOn : opensOn
    if (far || doneOn < from) {
      const why = doneOn < from ? `早于方案启动（${from}）` : `与到期日 ${dueOn} 相差一年以上`
      return refuse('DONE_ON_DOUBTFUL', `${id} 的完成日期 ${doneOn} ${why}`, {
        remedy: '核对 --done-on；日期没有错的，加上 --yes',
        fields: { obligation: id, doneOn },
      }).error
    }
  }
  return null
}
