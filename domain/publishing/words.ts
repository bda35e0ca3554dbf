import type { IsoDate } from '../calendar/date.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { isOwed } from '../supervision/obligation.ts'
import { outstandingWaits } from '../supervision/phase.ts'

/** What the public is told of where something stands, the gravest first; an item is what is gravest in it. */
export const PUBLIC_STATES = [
  '逾期',
  '暂无佐证',
  '办理中',
  '等待条件',
  '未开始',
  '逾期办结',
  '按期办结',
  '办结',
  '未触发',
  '已结转',
  '撤销',
] as const
export type PublicState = (typeof PUBLIC_STATES)[number]

/** What each word means, for the page of the fields. */
export const STATE_MEANS: Readonly<Record<PublicState, string>> = {
  逾期: '到期日已过，还没有提交办理佐证',
  暂无佐证: '已经开始，还没有到期，也没有任何办理情况可以证明',
  办理中: '已反馈进展，或已提交佐证等待审核，或被退回重办',
  等待条件: '要等一件事发生才能办，那件事还没有发生',
  未开始: '还没有到开始的日子',
  逾期办结: '审核通过，完成日期晚于到期日',
  按期办结: '审核通过，完成日期不晚于到期日',
  办结: '审核通过；没有到期日，或方案启动前已经完成，不计按期逾期',
  未触发: '方案结束时，要等的事始终没有发生',
  已结转: '转入下一个方案继续办理',
  撤销: '不再办理',
}

/** Where one obligation stands, for the public: what nobody has shown is no work in progress. */
export function publicState(o: Obligation, today: IsoDate): PublicState {
  switch (o.state) {
    case 'completed':
      if (o.outcome === 'late') return '逾期办结'
      return o.outcome === 'onTime' && o.doneBefore === undefined ? '按期办结' : '办结'
    case 'withdrawn':
      return '撤销'
    case 'notTriggered':
      return '未触发'
    case 'carriedOver':
      return '已结转'
    case 'scheduled':
      return '未开始'
    case 'suspended':
      return '等待条件'
    case 'submitted':
      return '办理中'
    case 'open':
    case 'returned':
      if (isOwed(o) && !o.expected && o.dueOn !== null && o.dueOn < today) return '逾期'
      return o.state === 'returned' || (o.progress ?? []).length > 0 || o.evidence.length > 0
        ? '办理中'
        : '暂无佐证'
  }
}

/** Where an item stands as a whole. */
export function itemState(state: MeasureState, today: IsoDate): PublicState {
  const found = new Set(state.obligations.map((o) => publicState(o, today)))
  if (outstandingWaits(state).length > 0) found.add('等待条件')
  return PUBLIC_STATES.find((one) => found.has(one)) ?? '未开始'
}
