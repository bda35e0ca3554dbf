import { ok, refuse } from '../../basics/result.ts'
import { some } from '../../basics/text.ts'
import { type IsoDate, maxDate } from '../../calendar/date.ts'
import type { WorkCalendar } from '../../calendar/table.ts'
import { dateOf } from '../../calendar/time.ts'
import { date, type FieldsOf, nullable, object, optional, record } from '../../fields/field.ts'
import { LADDER } from '../../plan/measure/fields.ts'
import type { Obligation, ObligationState } from '../../plan/measure/obligation.ts'
import type { Ladder, PlannedObligation } from '../../plan/measure/planned.ts'
import type { AcknowledgeClock, MeasureState, Wait } from '../../plan/measure/state.ts'
import { acknowledgeClock, acknowledgeWake, startAcknowledging } from '../acknowledge.ts'
import { measureAct } from '../act.ts'
import { fact } from '../fact.ts'
import { ladderFor } from '../ladder.ts'
import { isEnded, isOwed, reworkOn } from '../obligation.ts'
import { refusals } from '../refusals.ts'
import { reason, targets } from './fields.ts'

/** 重开: the plan's closing was a mistake. */
export interface Reopen {
  readonly type: 'reopen'
  readonly reason: string
  /** Reminders and slips of what is owed, from the day of the reopening: none for the days in between. */
  readonly ladders: Readonly<Record<string, Ladder>>
  /** The 签收 clock from that day, where one ran and came to something in between. */
  readonly acknowledge?: AcknowledgeClock
  /** Carried over, and worked on in the next plan: they stay there. Absent: none. */
  readonly leave?: readonly string[]
}
interface Reopened {
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

const reopened = fact<Reopened>({
  kind: 'reopened',
  apply(state, said, on) {
    const back = new Map(said.restored.map((r) => [r.obligationId, r.state]))
    const obligations = state.obligations
      .filter((o) => !said.dropped.includes(o.id))
      .map((o): Obligation => {
        const was = back.get(o.id)
        const ladder = said.ladders[o.id]
        const { closed: _, carriedTo: __, ...rest } = o
        const asked = o.renewal && said.ladders[o.renewal.id]
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
    const clock = said.acknowledge ? { acknowledging: startAcknowledging(said.acknowledge) } : {}
    return { ...state, closedOn: null, obligations, waits, ...clock }
  },
  says({ reason, restored, dropped, unfinished = [] }, who) {
    const back = [...restored.map((r) => r.obligationId), ...unfinished]
    const again = dropped.length > 0 ? `，${dropped.length} 个条件接着等` : ''
    return `${who} 重开方案：${reason}，${back.length} 项接着办${back.length > 0 ? `（${some(back)}）` : ''}${again}`
  },
  takesBack: () => (entry) => entry.reason === 'unfinished',
})

const SIGN: FieldsOf<AcknowledgeClock> = { remindOn: nullable(date('提醒日')), lapseOn: date('期限') }

export const reopen = measureAct<Reopen, Reopened>({
  type: 'reopen',
  name: '重开',
  by: 'plan',
  on: null,
  ofPlan: true,
  fields: {
    reason,
    ladders: record('催办日期', LADDER, 20_000),
    acknowledge: optional(object('签收', SIGN)),
    leave: optional(targets('留在新方案的事项', 10_000)),
  },
  facts: [reopened],
  decide({ state }, { reason, ladders, acknowledge, leave = [] }) {
    if (state.closedOn === null) return refuse('PLAN_NOT_CLOSED', `${state.setup.no} 没有结束，不用重开`)
    if (!reason.trim()) return refusals.reasonNeeded('重开方案')
    const restored = state.obligations.flatMap((o) => {
      const was = leave.includes(o.id) ? undefined : o.closed?.was
      return was === undefined ? [] : [{ obligationId: o.id, state: was }]
    })
    const dropped = state.obligations
      .filter((o) => o.state === 'notTriggered' && !leave.includes(o.id))
      .map((o) => o.id)
    const clock = acknowledge ? { acknowledge } : {}
    const open = state.obligations.filter((o) => !isEnded(o)).map((o) => o.id)
    const unfinished = open.length > 0 ? { unfinished: open } : {}
    return ok([{ kind: 'reopened', reason, restored, dropped, ladders, ...clock, ...unfinished }])
  },
})

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
      const openOn = maxDate(today, reworkOn({ ...o, state: was }) ?? today)
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
