import type { IsoDate } from '../../calendar/date.ts'
import { endName, type PlanTime } from '../../calendar/time.ts'
import { because, planFactDef } from '../fact.ts'
import type { PlanState } from '../model/state.ts'
import type { EventSource, PlanEvent } from '../plan-event.ts'

// What happens to an event in the plan's ledger: acts on events bring it, and a signal.

export interface EventReported {
  readonly kind: 'eventReported'
  readonly event: PlanEvent
}
export interface EventCorrected {
  readonly kind: 'eventCorrected'
  readonly eventId: string
  readonly effectiveOn: IsoDate
  /** Its instant on that day. Absent: as it was, where the day is the same. */
  readonly effectiveAt?: PlanTime
  readonly dueOn: IsoDate | null
  readonly document: string | null
  readonly reason: string | null
  readonly cleared?: readonly ('dueOn' | 'document')[]
}
export interface EventRevoked {
  readonly kind: 'eventRevoked'
  readonly eventId: string
  readonly reason: string | null
}
export interface EventRestored {
  readonly kind: 'eventRestored'
  readonly eventId: string
  readonly reason: string | null
}
export interface EventConfirmed {
  readonly kind: 'eventConfirmed'
  readonly eventId: string
  readonly source: EventSource
}
export interface EventAssigned {
  readonly kind: 'eventAssigned'
  readonly eventId: string
  readonly conditionId: string
}

const changeEvent = (state: PlanState, id: string, patch: Partial<PlanEvent>): PlanState => ({
  ...state,
  events: state.events.map((event) => (event.eventId === id ? { ...event, ...patch } : event)),
})

/** What stands behind an event as its reporter named it. */
function remark({ strangers, conditionId, again, maybe }: PlanEvent): string {
  const named = strangers ? `，点名的 ${strangers.join('、')} 不在等待它` : ''
  const unheard = strangers ? '，留存备查' : '，没有措施等待它，留存备查'
  const known = `${again ? '，另一次' : ''}${maybe ? `，可能与 ${maybe} 是同一件` : ''}`
  return `${named}${conditionId === null ? unheard : known}`
}

export const eventReported = planFactDef<EventReported>({
  kind: 'eventReported',
  apply: (state, { event }) => ({ ...state, events: [...state.events, event] }),
  says({ event }, by) {
    const { condition, eventId, effectiveOn, unread, via, proposed } = event
    if (unread !== undefined)
      return `${by} 的信号看不懂${via ? `（由措施 ${via} 转来）` : ''}：${condition}（${unread}），留存备查（${eventId}）`
    const what = `“${condition}”（${eventId}），${effectiveOn} 生效${event.document ? `，${event.document}` : ''}`
    return proposed === undefined
      ? `${by} 报告事件${what}${remark(event)}`
      : `${by} 提出事件${what}，待督查机构确认`
  },
})

export const eventConfirmed = planFactDef<EventConfirmed>({
  kind: 'eventConfirmed',
  apply(state, { eventId, source }) {
    const known = state.events.find((e) => e.eventId === eventId)?.sources ?? []
    return changeEvent(state, eventId, { sources: [...known, source] })
  },
  says: ({ eventId, source }, by) =>
    `${by} 也报告了事件 ${eventId}：${source.effectiveOn} 生效${source.document ? `，${source.document}` : ''}`,
})

export const eventCorrected = planFactDef<EventCorrected>({
  kind: 'eventCorrected',
  apply: (state, { eventId, effectiveOn, effectiveAt, dueOn, document, cleared }) =>
    changeEvent(state, eventId, {
      effectiveOn,
      ...(effectiveAt ? { effectiveAt } : {}),
      dueOn,
      ...(document === null ? {} : { document }),
      ...(cleared?.includes('document') ? { document: null } : {}),
    }),
  says: ({ eventId, effectiveOn, effectiveAt, dueOn, document, cleared, reason }, by) =>
    `${by} 更正事件 ${eventId}：${effectiveAt ? endName(effectiveAt) : effectiveOn} 生效${dueOn ? `，${dueOn} 到期` : ''}${document ? `，${document}` : ''}${cleared?.includes('document') ? '，没有文号' : ''}${because(reason)}`,
})

export const eventRevoked = planFactDef<EventRevoked>({
  kind: 'eventRevoked',
  apply: (state, { eventId }) => changeEvent(state, eventId, { revoked: true }),
  says: ({ eventId, reason }, by) => `${by} 撤销事件 ${eventId}${because(reason)}`,
})

export const eventRestored = planFactDef<EventRestored>({
  kind: 'eventRestored',
  apply: (state, { eventId }) => changeEvent(state, eventId, { revoked: false }),
  says: ({ eventId, reason }, by) => `${by} 恢复事件 ${eventId}${because(reason)}`,
})

export const eventAssigned = planFactDef<EventAssigned>({
  kind: 'eventAssigned',
  apply: (state, { eventId, conditionId }) => changeEvent(state, eventId, { conditionId }),
  says: ({ eventId, conditionId }, by) => `${by} 将事件 ${eventId} 归入条件 ${conditionId}`,
})
