import type { DeliveredEvent, Restored } from '../../plan/measure/event.ts'
import type { EventChange } from '../../plan/measure/marks.ts'
import { fact } from '../fact.ts'
import { isEnded, plannedToLive } from '../obligation.ts'
import {
  back,
  byObligation,
  dateName,
  each,
  firmDates,
  lookAt,
  moved,
  seen,
  toUnit,
  triggered,
} from './moves.ts'

/** An event has come: what it opens, and what had opened while it was expected and is firm now. */
export interface Received {
  readonly kind: 'eventReceived'
  readonly event: DeliveredEvent
  readonly ignored: 'alreadyTriggered' | null
  readonly revision?: string
  /** What had opened while it was expected and is firm now. Absent: nothing. */
  readonly firmed?: readonly EventChange[]
  readonly flagged?: readonly string[]
  readonly wouldBe?: readonly EventChange[]
}

/** A revoked event stands after all. */
export interface Restoration {
  readonly kind: 'eventRestored'
  /** With what it opens for the first time. */
  readonly event: DeliveredEvent
  readonly restored: readonly Restored[]
  readonly unflagged: readonly string[]
  readonly revision: string
}

export const eventReceived = fact<Received>({
  kind: 'eventReceived',
  apply(state, { event, revision, ...said }, on) {
    const { eventId, obligations } = event
    const firmed = byObligation(said.firmed)
    const firm = each(state, new Set(firmed.keys()), (o) => ({
      ...(isEnded(o) ? {} : moved(o, firmed.get(o.id) as EventChange, on, true)),
      ...firmDates(o, firmed.get(o.id) as EventChange),
      eventId,
      expected: null,
    }))
    const would = byObligation(said.wouldBe)
    const flagged = each(firm, new Set(said.flagged), (o) => ({
      flag: { on, eventId, because: 'corrected', before: o.dueOn, wouldBe: would.get(o.id) },
    }))
    const opened = [...obligations, ...state.obligations.filter((o) => firmed.has(o.id))]
    const woken = new Set(opened.map((o) => o.clause))
    const next = {
      ...flagged,
      obligations: [...flagged.obligations, ...obligations.map(plannedToLive)],
      waits: flagged.waits.map((w) => triggered(w, event, woken)),
    }
    // Its first delivery may come after it was corrected: then both are known.
    const known = seen(next, eventId)
    return revision === undefined ? known : seen(known, eventId, revision)
  },
  says({ event, firmed = [], wouldBe = [], ignored }) {
    const opened = event.obligations.map((o) => `${o.id}（${dateName(o.dueOn)}）`).join('、')
    const firm = firmed.map((c) =>
      c.from === c.dueOn
        ? `${c.obligationId} 到期日 ${dateName(c.dueOn)} 确定`
        : `${c.obligationId} 暂定 ${dateName(c.from)} → 确定 ${dateName(c.dueOn)}`,
    )
    const would = wouldBe.map(
      (c) => `${c.obligationId} 已按 ${dateName(c.from)} 办结，现应为 ${dateName(c.dueOn)}，请人工核对`,
    )
    const rest = [...firm, ...would].map((text) => `；${text}`).join('')
    return `触发事件 ${event.eventId}，${event.effectiveOn} 生效${rest}${opened ? `，立项 ${opened}` : ignored ? '，此前已触发，不再立项' : ''}`
  },
  why: ({ event }) => [event.title, event.document].filter(Boolean).join('，') || null,
  // A first report tells nobody: the request that it opens does.
  tells({ firmed = [], flagged = [] }, tell) {
    const moves = firmed.some((c) => c.from !== c.dueOn)
    return [...toUnit(moves, '到期日已确定', tell), ...lookAt(flagged, tell)]
  },
})

export const eventRestored = fact<Restoration>({
  kind: 'eventRestored',
  apply(state, { event, revision, ...said }, on) {
    const { eventId, obligations } = event
    const by = byObligation(said.restored)
    const restored = each(state, new Set(by.keys()), (o) => back(o, by.get(o.id) as Restored, on))
    const cleared = each(restored, new Set(said.unflagged), () => ({ flag: null }))
    const again = cleared.obligations.filter((o) => o.eventId === eventId)
    const woken = new Set([...obligations, ...again].map((o) => o.clause))
    const next = {
      ...cleared,
      obligations: [...cleared.obligations, ...obligations.map(plannedToLive)],
      waits: cleared.waits.map((w) => triggered(w, event, woken)),
    }
    return seen(next, eventId, revision)
  },
  says({ event: { eventId, effectiveOn, obligations }, restored, unflagged }) {
    const parts = [
      ...restored.map((one) => `恢复 ${one.obligationId}（${dateName(one.dueOn)}）`),
      ...obligations.map((o) => `立项 ${o.id}（${dateName(o.dueOn)}）`),
      ...(unflagged.length > 0 ? [`${unflagged.join('、')} 不用再核对`] : []),
    ]
    return `恢复触发事件 ${eventId}，${effectiveOn} 生效${parts.length > 0 ? `：${parts.join('；')}` : ''}`
  },
  tells: ({ restored }, tell) => toUnit(restored.length > 0, '有事项恢复', tell),
})
