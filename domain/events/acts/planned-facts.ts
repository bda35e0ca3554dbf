import type { IsoDate } from '../../calendar/date.ts'
import { because, planFactDef } from '../fact.ts'
import type { PlanState } from '../model/state.ts'
import type { PlannedEvent } from '../plan-event.ts'

// What happens to an event that is known beforehand.

export interface EventPlanned {
  readonly kind: 'eventPlanned'
  readonly planned: PlannedEvent
}
export interface PlannedMoved {
  readonly kind: 'plannedMoved'
  readonly plannedId: string
  readonly from: IsoDate
  readonly expectedOn: IsoDate
  readonly reason: string | null
}
export interface PlannedCancelled {
  readonly kind: 'plannedCancelled'
  readonly plannedId: string
  readonly reason: string | null
}
export interface PlannedConfirmed {
  readonly kind: 'plannedConfirmed'
  readonly plannedId: string
  readonly eventId: string
}

const change = (
  state: PlanState,
  id: string,
  patch: (p: PlannedEvent) => Partial<PlannedEvent>,
): PlanState => ({
  ...state,
  planned: (state.planned ?? []).map((p) => (p.plannedId === id ? { ...p, ...patch(p) } : p)),
})

export const eventPlanned = planFactDef<EventPlanned>({
  kind: 'eventPlanned',
  apply: (state, { planned }) => ({ ...state, planned: [...(state.planned ?? []), planned] }),
  says: ({ planned }, by) =>
    `${by} 登记预计事件“${planned.condition}”（${planned.plannedId}），预计 ${planned.expectedOn} 发生${planned.document ? `，${planned.document}` : ''}`,
})

export const plannedMoved = planFactDef<PlannedMoved>({
  kind: 'plannedMoved',
  apply: (state, { plannedId, from, expectedOn: to, reason }) =>
    change(state, plannedId, (p) => ({ expectedOn: to, moves: [...p.moves, { from, to, reason }] })),
  says: ({ plannedId, from, expectedOn, reason }, by) =>
    `${by} 将预计事件 ${plannedId} 由 ${from} 改期到 ${expectedOn}${because(reason)}`,
})

export const plannedCancelled = planFactDef<PlannedCancelled>({
  kind: 'plannedCancelled',
  apply: (state, { plannedId }) => change(state, plannedId, () => ({ state: 'cancelled' })),
  says: ({ plannedId, reason }, by) => `${by} 取消预计事件 ${plannedId}${because(reason)}`,
})

export const plannedConfirmed = planFactDef<PlannedConfirmed>({
  kind: 'plannedConfirmed',
  apply: (state, { plannedId, eventId }) => change(state, plannedId, () => ({ state: 'confirmed', eventId })),
  says: ({ plannedId, eventId }, by) => `${by} 确认预计事件 ${plannedId} 已经发生（${eventId}）`,
})
