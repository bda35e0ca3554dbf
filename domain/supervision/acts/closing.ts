import type { Actor } from '../../actor.ts'
import { type IsoDate, maxDate } from '../../calendar/date.ts'
import type { WorkCalendar } from '../../calendar/table.ts'
import { dateOf } from '../../calendar/time.ts'
import { ok, type Refusal, type Result, refuse } from '../../result.ts'
import { some } from '../../text.ts'
import { acknowledgeClock, acknowledgeWake, startAcknowledging } from '../acknowledge.ts'
import { ladderFor } from '../ladder.ts'
import type { CarriedTo } from '../model/marks.ts'
import type { Obligation, ObligationState } from '../model/obligation.ts'
import type { Ladder, PlannedObligation } from '../model/planned.ts'
import type { AcknowledgeClock, MeasureState, Wait } from '../model/state.ts'
import { isEnded, isOwed, plannedToLive } from '../obligation.ts'
import { refusals } from '../refusals.ts'

export type ClosingAct =
  | {
      readonly type: 'close'
      readonly reason: string | null
      /** Obligation → its measure in the next plan. Absent: nothing is carried over. */
      readonly carry?: Readonly<Record<string, CarriedTo>>
      /** Obligation → why it is not to be done any more. */
      readonly terminate?: Readonly<Record<string, string>>
    }
  /** 重开: the plan's closing was a mistake. */
  | {
      readonly type: 'reopen'
      readonly reason: string
      /** Reminders and slips of what is owed, from the day of the reopening: none for the days in between. */
      readonly ladders: Readonly<Record<string, Ladder>>
      /** The 签收 clock from that day, where one ran and came to something in between. */
      readonly acknowledge?: AcknowledgeClock
      /** Carried over, and worked on in the next plan: they stay there. Absent: none. */
      readonly leave?: readonly string[]
    }

export type ClosingFact =
  | {
      readonly kind: 'closed'
      readonly notTriggered: readonly PlannedObligation[]
      readonly unfinished: readonly string[]
      /** 未审核: of these, evidence that the office had not reviewed. Absent: none, or closed by 0.2.0. */
      readonly unreviewed?: readonly string[]
      readonly reason: string | null
      readonly carried?: readonly { readonly obligationId: string; readonly to: CarriedTo }[]
      readonly terminated?: readonly { readonly obligationId: string; readonly reason: string }[]
    }
  | {
      readonly kind: 'reopened'
      readonly reason: string
      readonly restored: readonly { readonly obligationId: string; readonly state: ObligationState }[]
      /** 未触发 that the closing had put down: waited for again. */
      readonly dropped: readonly string[]
      readonly ladders: Readonly<Record<string, Ladder>>
      readonly acknowledge?: AcknowledgeClock
      /** Left open by the closing, that go on as they stood. Absent: none, or reopened by 0.2.0. */
      readonly unfinished?: readonly string[]
    }

/** A condition that never came leaves an obligation in the records, so that nothing of the plan is lost. */
const neverCame = (state: MeasureState, wait: Wait): PlannedObligation => ({
  id: `${state.setup.no}/${wait.conditionId}`,
  clause: wait.clause,
  period: null,
  eventId: null,
  ask: '',
  opensOn: wait.since,
  notBefore: null,
  dueOn: null,
  provisional: false,
  policy: false,
  milestone: null,
  why: [`方案结束时“${wait.text}”没有发生`],
  ladder: null,
})

function close(state: MeasureState, act: ClosingAct & { type: 'close' }): readonly ClosingFact[] {
  const { carry = {}, terminate = {}, reason } = act
  const notTriggered = state.waits
    .filter((w) => w.triggeredBy.length === 0)
    .map((wait) => neverCame(state, wait))
  const open = state.obligations.filter((o) => !isEnded(o)).map((o) => o.id)
  const terminated = open.flatMap((id) => {
    const why = terminate[id]
    return why === undefined ? [] : [{ obligationId: id, reason: why }]
  })
  const gone = new Set(terminated.map((t) => t.obligationId))
  const carried = [...open, ...notTriggered.map((o) => o.id)].flatMap((id) => {
    const to = carry[id]
    return to === undefined || gone.has(id) ? [] : [{ obligationId: id, to }]
  })
  for (const { obligationId } of carried) gone.add(obligationId)
  const unfinished = open.filter((id) => !gone.has(id))
  const unreviewed = unfinished.filter((id) =>
    state.obligations.some((o) => o.id === id && o.state === 'submitted'),
  )
  // Absent where there is nothing: a plain closing is the fact that it always was.
  const outcomes = {
    ...(carried.length > 0 ? { carried } : {}),
    ...(terminated.length > 0 ? { terminated } : {}),
    ...(unreviewed.length > 0 && state.setup.workdays ? { unreviewed } : {}),
  }
  return [{ kind: 'closed', notTriggered, unfinished, reason, ...outcomes }]
}

export function decideClosing(
  state: MeasureState,
  act: ClosingAct & { readonly actor: Actor },
): Result<readonly ClosingFact[], Refusal> {
  if (act.type === 'close')
    return state.closedOn === null ? ok(close(state, act)) : refusals.closed(state.setup.no)
  if (state.closedOn === null) return refuse('PLAN_NOT_CLOSED', `${state.setup.no} 没有结束，不用重开`)
  if (!act.reason.trim()) return refusals.reasonNeeded('重开方案')
  const { leave = [] } = act
  const restored = state.obligations.flatMap((o) => {
    const was = leave.includes(o.id) ? undefined : o.closed?.was
    return was === undefined ? [] : [{ obligationId: o.id, state: was }]
  })
  const dropped = state.obligations
    .filter((o) => o.state === 'notTriggered' && !leave.includes(o.id))
    .map((o) => o.id)
  const { reason, ladders, acknowledge } = act
  const clock = acknowledge ? { acknowledge } : {}
  const open = state.obligations.filter((o) => !isEnded(o)).map((o) => o.id)
  const unfinished = open.length > 0 ? { unfinished: open } : {}
  return ok([{ kind: 'reopened', reason, restored, dropped, ladders, ...clock, ...unfinished }])
}

/**
 * The ladders that a reopening brings to what is owed, and to what should have opened by now, on today's calendar: the
 * first slip goes out no earlier than one working day after it, whatever would have gone out while the plan was closed.
 */
export function laddersAfterReopening(
  state: MeasureState,
  today: IsoDate,
  calendar: WorkCalendar,
): Readonly<Record<string, Ladder>> {
  const { policy } = state.setup
  const runOut = state.obligations.flatMap(({ state: stands, renewal }) =>
    stands === 'completed' && renewal && renewal.opensOn <= today ? [renewal] : [],
  )
  return Object.fromEntries([
    // Evidence that ran out in between is asked for again as of today.
    ...runOut.flatMap(({ id, dueOn }) =>
      dueOn === null ? [] : [[id, ladderFor(calendar, policy, { dueOn, openOn: today })] as const],
    ),
    ...state.obligations.flatMap((o) => {
      const was = o.closed?.was ?? o.state
      const opens = was === 'scheduled' && o.opensOn <= today
      if (!(opens || isOwed({ ...o, state: was })) || o.dueOn === null) return []
      const rework = was === 'returned' ? o.returns.at(-1)?.reworkOn : undefined
      const openOn = maxDate(today, rework ?? today)
      return [[o.id, ladderFor(calendar, policy, { dueOn: o.dueOn, openOn })] as const]
    }),
  ])
}

/** The 签收 clock begun anew, where units could not sign in time because the plan was closed; else null. */
export function clockAfterReopening(
  state: MeasureState,
  today: IsoDate,
  calendar: WorkCalendar,
): AcknowledgeClock | null {
  const next = acknowledgeWake({ ...state, closedOn: null })
  return next !== null && dateOf(next.at) <= today
    ? acknowledgeClock(calendar, state.setup.policy, today)
    : null
}

export function applyClosing(state: MeasureState, fact: ClosingFact, on: IsoDate): MeasureState {
  if (fact.kind === 'closed') {
    const carried = new Map(fact.carried?.map((c) => [c.obligationId, c.to]))
    const terminated = new Map(fact.terminated?.map((t) => [t.obligationId, t.reason]))
    const end = (o: Obligation): Obligation => {
      const to = carried.get(o.id)
      const reason = terminated.get(o.id)
      if (to !== undefined)
        return { ...o, state: 'carriedOver', extension: null, carriedTo: to, closed: { on, was: o.state } }
      if (reason === undefined) return o
      const how = { on, reason, was: o.state }
      return { ...o, state: 'withdrawn', extension: null, terminated: how, closed: { on, was: o.state } }
    }
    const never = fact.notTriggered.map((o): Obligation => {
      const to = carried.get(o.id)
      return { ...plannedToLive(o), state: 'notTriggered', ...(to ? { carriedTo: to } : {}) }
    })
    return { ...state, closedOn: on, obligations: [...state.obligations.map(end), ...never] }
  }
  const back = new Map(fact.restored.map((r) => [r.obligationId, r.state]))
  const obligations = state.obligations
    .filter((o) => !fact.dropped.includes(o.id))
    .map((o): Obligation => {
      const was = back.get(o.id)
      const ladder = fact.ladders[o.id]
      const { closed: _, carriedTo: __, ...rest } = o
      const asked = o.renewal && fact.ladders[o.renewal.id]
      if (asked) return { ...o, renewal: { ...o.renewal, ladder: asked } as PlannedObligation }
      const open = was === undefined ? o : { ...rest, state: was, terminated: null }
      return ladder === undefined ? open : { ...open, ladder, remindersSent: 0 }
    })
  const waits = state.waits.map((w): Wait => {
    // Questions of the days in between are not asked all at once, and nobody could have answered the one before them.
    const asked = Math.max(w.asked, w.asks.filter((day) => day <= on).length)
    const lapse = w.lapses?.[asked - 1]
    return asked > w.asked || (lapse !== undefined && lapse <= on) ? { ...w, asked, lapsed: asked } : w
  })
  const clock = fact.acknowledge ? { acknowledging: startAcknowledging(fact.acknowledge) } : {}
  return { ...state, closedOn: null, obligations, waits, ...clock }
}

export function describeClosing(fact: ClosingFact, who: string): string {
  if (fact.kind === 'reopened') {
    const { reason, restored, dropped, unfinished = [] } = fact
    const back = [...restored.map((r) => r.obligationId), ...unfinished]
    const again = dropped.length > 0 ? `，${dropped.length} 个条件接着等` : ''
    return `${who} 重开方案：${reason}，${back.length} 项接着办${back.length > 0 ? `（${some(back)}）` : ''}${again}`
  }
  const { carried = [], terminated = [] } = fact
  const parts = [
    `未触发 ${fact.notTriggered.length} 项`,
    `未完成 ${fact.unfinished.length} 项${fact.unreviewed ? `（其中未审核 ${fact.unreviewed.join('、')}，计督查机构）` : ''}`,
    ...carried.map(({ obligationId, to }) => `${obligationId} 结转到 ${to.planId} ${to.no}`),
    ...terminated.map(({ obligationId, reason }) => `终止 ${obligationId}（${reason}）`),
  ]
  return `${who} 结束方案：${parts.join('，')}`
}
