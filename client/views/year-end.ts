import type { YearEndItem, YearEndOutcome } from '../../domain/reckoning/carry.ts'
import { ACT_NAMES } from '../../domain/supervision/acts/registry.ts'
import { stateName } from '../../domain/supervision/names.ts'

const OUTCOMES: Record<YearEndOutcome, string> = {
  carriedOver: '结转',
  terminated: ACT_NAMES.terminate,
  unfinished: '未完成',
  notTriggered: '未触发',
}

/** What becomes of what is open at the year's end, in words; the command line and the pages say the same. */
export const yearEndRows = (items: readonly YearEndItem[]) =>
  items.map((item) => ({
    ...item,
    state: item.state === 'waiting' ? '等待条件' : stateName(item.state),
    outcome:
      item.state === 'submitted' && item.outcome === 'unfinished'
        ? '未审核（计督查机构）'
        : OUTCOMES[item.outcome],
    says:
      item.outcome !== 'carriedOver'
        ? (item.reason ?? '')
        : item.nextDueOn === item.dueOn
          ? `仍按 ${item.nextDueOn ?? '待定'}`
          : `新到期日 ${item.nextDueOn ?? '待定'}`,
  }))
