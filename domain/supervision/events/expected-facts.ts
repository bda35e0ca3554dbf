import type { IsoDate } from '../../calendar/date.ts'
import type { DeliveredEvent } from '../../plan/measure/event.ts'
import type { EventChange } from '../../plan/measure/marks.ts'
import { fact } from '../fact.ts'
import { plannedToLive } from '../obligation.ts'
import { byObligation, each, moved, seen, toUnit } from './moves.ts'

/** 预计: a day on which something is expected, or another one than before. */
interface Expected {
  readonly kind: 'eventExpected'
  /** Named by the planned event, effective on the day it is expected, with what it opens here. */
  readonly event: DeliveredEvent
  /** Dates that move with it. */
  readonly changes: readonly EventChange[]
  readonly asks: readonly IsoDate[]
  readonly revision: string
}
interface Ended {
  readonly kind: 'expectationEnded'
  readonly eventId: string
  readonly withdrawn: readonly string[]
  readonly revision: string
}
interface Due {
  readonly kind: 'expectationDue'
  readonly obligationId: string
  readonly plannedId: string
  readonly on: IsoDate
  /** From 1; the last one goes to the head of the office. */
  readonly step: number
  readonly last: boolean
}
export type ExpectationFact = Expected | Ended | Due

export const eventExpected = fact<Expected>({
  kind: 'eventExpected',
  apply(state, { event, changes, asks, revision }, on) {
    const by = byObligation(changes)
    const expected = { plannedId: event.eventId, on: event.effectiveOn, asks }
    const next = each(state, new Set(by.keys()), (o) => ({
      ...moved(o, by.get(o.id) as EventChange, on, true),
      expected,
    }))
    const obligations = [...next.obligations, ...event.obligations.map(plannedToLive)]
    return seen({ ...next, obligations }, event.eventId, revision)
  },
  says({ event, changes }) {
    const opened = event.obligations.map((o) => `立项 ${o.id}（暂定 ${o.dueOn ?? '到期日待定'}）`)
    const moves = changes.map((c) =>
      c.keepsDue
        ? `${c.obligationId} 到期日已由人确定，不变`
        : `${c.obligationId} 暂定 ${c.from ?? '待定'} → ${c.dueOn ?? '待定'}`,
    )
    return [`预计事件 ${event.eventId}，预计 ${event.effectiveOn} 发生`, ...opened, ...moves].join('；')
  },
  tells({ changes }, tell) {
    const moves = changes.some((c) => c.from !== c.dueOn)
    return toUnit(moves, '预计日期有变动', tell)
  },
})

export const expectationEnded = fact<Ended>({
  kind: 'expectationEnded',
  apply(state, { eventId, withdrawn, revision }) {
    const next = each(state, new Set(withdrawn), () => ({ state: 'withdrawn', expected: null }))
    return seen(next, eventId, revision)
  },
  says: ({ eventId, withdrawn }) =>
    `预计事件 ${eventId} 取消${withdrawn.length > 0 ? `，撤销 ${withdrawn.join('、')}` : ''}`,
  tells: ({ withdrawn }, tell) => toUnit(withdrawn.length > 0, '有事项撤销', tell),
})

export const expectationDue = fact<Due>({
  kind: 'expectationDue',
  changes: (o, { step }) => ({ expected: o.expected && { ...o.expected, asked: step } }),
  says: ({ on, plannedId, obligationId, step }) =>
    `预计 ${on} 发生的 ${plannedId} 没有确认（${obligationId}，第 ${step} 次询问）：请督查机构确认、改期或取消`,
  tells({ on, plannedId, step, last }, { state, toOffice }) {
    const { planId } = state.setup
    const body = `预计 ${on} 发生的事（${plannedId}）没有确认。已经发生：duban event confirm ${planId} ${plannedId} --on 日期；推迟：duban event move；不发生了：duban event cancel。确认以前有关事项不算逾期。`
    const ask = toOffice(
      'ask',
      `请确认预计事件 ${plannedId} 是否已经发生`,
      body,
      last ? 'unitHead' : 'office',
    )
    // Many measures may hang on one day: the office is asked once.
    return [{ ...ask, key: `${planId}?${plannedId}@${on}:${step}` }]
  },
})
