import { addDays, type IsoDate } from '../calendar/date.ts'
import type { PlanState } from '../events/model/state.ts'
import { expectedBy } from '../events/planned.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { shownNumberOf } from '../plan/numbers.ts'
import { toSignFor } from '../supervision/acknowledge.ts'
import { owedBy, WAITING_FOR, type WaitingFor, waitingSince } from '../supervision/duty.ts'
import { dueName, latestEvidence } from '../supervision/obligation.ts'
import { leadsName } from '../supervision/units.ts'
import { taskWords } from './task-words.ts'

/** What lies on the office's desk, in the order in which it is to be taken up. */
export const DESK = {
  review: '待审核',
  extension: '延期待答复',
  undated: '到期日待定',
  suspension: '挂账待复核',
  flag: '请核对',
  event: '预计事件待确认',
  unmatched: '没有归入条件的事件',
  signature: '待审签',
  overdue: '逾期',
  dueSoon: '七日内到期',
  unsigned: '待签收',
} as const
export type DeskKind = keyof typeof DESK

export interface DeskItem {
  readonly kind: DeskKind
  /** Obligation, measure or event that it speaks of. */
  readonly about: string
  readonly unit: string
  /** Since when it lies there, or when it is due. */
  readonly on: IsoDate | null
  readonly says: string
}

/** Days within which what is due is 将到期. */
export const DESK_AHEAD = 7

/** What each item says beside whose and since when. */
function saysOf(kind: WaitingFor, o: Obligation, task: string): string {
  const evidence = kind === 'review' ? latestEvidence(o) : o.unsigned?.evidence
  if (kind === 'extension') return `申请延到 ${o.extension?.dueOn}：${o.extension?.reason}`
  if (kind === 'suspension') return o.suspension?.reason ?? ''
  if (kind === 'flag') return `事件 ${o.flag?.eventId} ${o.flag?.because === 'revoked' ? '撤销' : '更正'}`
  if (kind === 'undated') return task
  return `${evidence?.by.unit} ${kind === 'review' ? '提交' : '报请'}，${evidence?.doneOn} 完成`
}

/** One item at most of each kind: what somebody has to do about an obligation today. */
function ofObligation(o: Obligation, setup: MeasureState['setup'], today: IsoDate): readonly DeskItem[] {
  const [unit, task] = [leadsName(setup), taskWords(setup, o)]
  const waiting = waitingSince(o)
  const found = WAITING_FOR.flatMap((kind): DeskItem[] => {
    const on = waiting[kind]
    if (on === undefined || (kind === 'suspension' && on !== null && on > today)) return []
    return [{ kind, about: o.id, unit, on, says: saysOf(kind, o, task) }]
  })
  const due = owedBy(o)
  if (due === null || due > addDays(today, DESK_AHEAD)) return found
  const late = due < today
  const says = late ? task : `${dueName(o) ?? ''} ${task}`
  return [...found, { kind: late ? 'overdue' : 'dueSoon', about: o.id, unit, on: due, says }]
}

/** What the plan itself puts on the desk, whatever its measures: events whose day has come, and what was in none of its conditions. */
export function deskOfPlan(plan: PlanState, today: IsoDate): readonly DeskItem[] {
  const expected = expectedBy(plan, today).map(
    (p): DeskItem => ({
      kind: 'event',
      about: p.plannedId,
      unit: '',
      on: p.expectedOn,
      says: p.condition,
    }),
  )
  const unmatched = plan.events.flatMap((e): DeskItem[] =>
    e.conditionId !== null || e.revoked
      ? []
      : [
          {
            kind: 'unmatched',
            about: e.eventId,
            unit: e.reportedBy.unit,
            on: e.effectiveOn,
            says: e.condition,
          },
        ],
  )
  return [...expected, ...unmatched]
}

/**
 * The office's list of a day, from the plan and its measures as they stand: what waits for its answer first, then what
 * units owe. Nothing is listed that nobody can do anything about.
 */
export function todayOf(
  plan: PlanState,
  states: readonly MeasureState[],
  today: IsoDate,
): readonly DeskItem[] {
  const open = states.filter((state) => state.closedOn === null)
  const unsigned = open.flatMap((state): DeskItem[] => {
    const units = toSignFor(state)
    const { no } = state.setup
    return units.length === 0
      ? []
      : [
          {
            kind: 'unsigned',
            about: shownNumberOf(plan, no),
            unit: units.join('、'),
            on: null,
            says: state.setup.text,
          },
        ]
  })
  const owed = open.flatMap(({ setup, obligations }) =>
    obligations.flatMap((o) => ofObligation(o, setup, today)),
  )
  const order = Object.keys(DESK)
  return [...owed, ...deskOfPlan(plan, today), ...unsigned].sort(
    (a, b) =>
      order.indexOf(a.kind) - order.indexOf(b.kind) ||
      (a.on ?? '9').localeCompare(b.on ?? '9') ||
      (a.about < b.about ? -1 : a.about > b.about ? 1 : 0),
  )
}
