import type { IsoDate } from '../../calendar/date.ts'
import type { EventChange } from '../../plan/measure/marks.ts'
import { type Counted, fact } from '../fact.ts'
import { beforeCorrection, byObligation, dateName, each, lookAt, moved, seen, toUnit } from './moves.ts'

/** 更正: an event's own dates became others. */
export interface Corrected {
  readonly kind: 'eventCorrected'
  readonly eventId: string
  readonly effectiveOn: IsoDate
  readonly changes: readonly EventChange[]
  /** Left as they are, for a person to look at: completed, or with a due date that a person set. */
  readonly flagged: readonly string[]
  readonly revision?: string
  /** What completed ones would have been due on; taken over when their acceptance is undone. */
  readonly wouldBe?: readonly EventChange[]
  /** The correction brought their date back: nothing to look at any more. */
  readonly unflagged?: readonly string[]
}

/** 撤销: it never was, or another one goes before it. */
export interface Revoked {
  readonly kind: 'eventRevoked'
  readonly eventId: string
  readonly withdrawn: readonly string[]
  readonly flagged: readonly string[]
  readonly revision?: string
  readonly yieldsTo?: string
}

const movesOf = (changes: readonly EventChange[]) =>
  changes.map((c) =>
    c.keepsDue
      ? `${c.obligationId} 按原文应为 ${dateName(c.dueOn)}，到期日已由人确定，不变`
      : c.from === c.dueOn
        ? `${c.obligationId} 到期日 ${dateName(c.dueOn)} 不变`
        : `${c.obligationId} ${c.from ?? '待定'} → ${c.dueOn ?? '待定'}`,
  )
const check = (flagged: readonly string[], what: string) =>
  flagged.length > 0 ? [`${what}，请人工核对：${flagged.join('、')}`] : []

const WHY = '事件台账更正，本措施随之重算'

export const eventCorrected = fact<Corrected>({
  kind: 'eventCorrected',
  apply(state, { eventId, revision, ...said }, on) {
    const revised = revision !== undefined
    const by = byObligation(said.changes)
    const next = each(state, new Set(by.keys()), (o) => moved(o, by.get(o.id) as EventChange, on, revised))
    if (!revised) return next
    const old = new Map(state.obligations.map((o) => [o.id, o]))
    const would = byObligation(said.wouldBe)
    const flagged = each(next, new Set(said.flagged), (o) => {
      const wouldBe = would.get(o.id)
      const before = beforeCorrection(old.get(o.id) ?? o)
      return { flag: { on, eventId, because: 'corrected', before, ...(wouldBe ? { wouldBe } : {}) } }
    })
    const cleared = each(flagged, new Set(said.unflagged), () => ({ flag: null }))
    return seen(cleared, eventId, revision)
  },
  says({ eventId, effectiveOn, changes, flagged, wouldBe = [], revision }) {
    const would = wouldBe.map(
      (c) => `${c.obligationId} 已按 ${dateName(c.from)} 办结，更正后应为 ${dateName(c.dueOn)}`,
    )
    const what = revision === undefined ? '已办结' : '已办结或由人定过到期日'
    const parts = [...movesOf(changes), ...would, ...check(flagged, what)]
    return `更正触发事件 ${eventId}：${[`${effectiveOn} 生效`, ...parts].join('；')}`
  },
  why: () => WHY,
  tells({ changes, flagged, revision }, tell) {
    const moves = revision !== undefined && changes.some((c) => c.from !== c.dueOn)
    return [...toUnit(moves, '到期日有变动', tell), ...lookAt(flagged, tell)]
  },
  takesBack: ({ changes }) => takenByMoved(changes),
})

/** Slips that were raised before the date it has now was over count no longer. */
export function takenByMoved(
  changes: readonly Pick<EventChange, 'obligationId' | 'dueOn' | 'keepsDue'>[],
): (entry: Counted) => boolean {
  const due = new Map(changes.flatMap((c) => (c.keepsDue ? [] : [[c.obligationId, c.dueOn] as const])))
  return (entry) => {
    const dueOn = due.get(entry.obligationId ?? '')
    return entry.reason === 'slip' && dueOn !== undefined && (dueOn === null || entry.on <= dueOn)
  }
}

export const eventRevoked = fact<Revoked>({
  kind: 'eventRevoked',
  apply(state, { eventId, revision, ...said }, on) {
    const next = each(state, new Set(said.withdrawn), (o) =>
      revision === undefined
        ? { state: 'withdrawn' }
        : { state: 'withdrawn', revoked: { eventId, on, was: o.state } },
    )
    const waits = next.waits.map((w) => ({
      ...w,
      triggeredBy: w.triggeredBy.filter((id) => id !== eventId),
    }))
    if (revision === undefined) return { ...next, waits }
    const flagged = each({ ...next, waits }, new Set(said.flagged), () => ({
      flag: { on, eventId, because: 'revoked' },
    }))
    return seen(flagged, eventId, revision)
  },
  says({ eventId, yieldsTo, withdrawn, flagged }) {
    const head = yieldsTo ? `触发事件改以 ${yieldsTo} 为准，${eventId} 不再立项` : `撤销触发事件 ${eventId}`
    const gone = withdrawn.length > 0 ? [`撤销 ${withdrawn.join('、')}`] : []
    return [head, ...gone, ...check(flagged, '已办结或因它恢复办理')].join('；')
  },
  why: () => WHY,
  tells({ withdrawn, flagged, revision }, tell) {
    const gone = revision !== undefined && withdrawn.length > 0
    return [...toUnit(gone, '有事项撤销', tell), ...lookAt(flagged, tell)]
  },
  takesBack({ eventId }, { obligations }) {
    const opened = new Set(obligations.filter((o) => o.eventId === eventId).map((o) => o.id))
    return (entry) => opened.has(entry.obligationId ?? '')
  },
})
