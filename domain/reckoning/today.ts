import { addDays, type IsoDate } from '../calendar/date.ts'
import type { PlanState } from '../events/model/state.ts'
import { expectedBy } from '../events/planned.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import { shownNumberOf } from '../plan/numbers.ts'
import { unacknowledged } from '../supervision/acknowledge.ts'
import { dueName, isEnded, isOwed, latestEvidence } from '../supervision/obligation.ts'
import { isUnsigned } from '../supervision/signature.ts'
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

const AHEAD = 7

/** One item at most of each kind: what somebody has to do about an obligation today. */
function ofObligation(o: Obligation, setup: MeasureState['setup'], today: IsoDate): readonly DeskItem[] {
  const [unit, task] = [leadsName(setup), taskWords(setup, o)]
  const item = (kind: DeskKind, on: IsoDate | null, says: string): DeskItem => ({
    kind,
    about: o.id,
    unit,
    on,
    says,
  })
  const found: DeskItem[] = []
  const evidence = latestEvidence(o)
  if (o.state === 'submitted' && evidence)
    found.push(
      item(
        'review',
        (evidence.signedAt ?? evidence.submittedAt).slice(0, 10) as IsoDate,
        `${evidence.by.unit} 提交，${evidence.doneOn} 完成`,
      ),
    )
  if (o.extension && !isEnded(o))
    found.push(item('extension', o.extension.askedOn, `申请延到 ${o.extension.dueOn}：${o.extension.reason}`))
  if (o.unsigned && isUnsigned(o))
    found.push(
      item(
        'signature',
        o.unsigned.on,
        `${o.unsigned.evidence.by.unit} 报请，${o.unsigned.evidence.doneOn} 完成`,
      ),
    )
  if (isOwed(o) && o.dueOn === null) found.push(item('undated', o.openedOn, task))
  if (o.state === 'suspended' && o.suspension && o.suspension.reviewOn <= today)
    found.push(item('suspension', o.suspension.reviewOn, o.suspension.reason))
  if (o.flag)
    found.push(
      item('flag', o.flag.on, `事件 ${o.flag.eventId} ${o.flag.because === 'revoked' ? '撤销' : '更正'}`),
    )
  if (isOwed(o) && o.dueOn !== null && !o.expected)
    if (o.dueOn < today) found.push(item('overdue', o.dueOn, task))
    else if (o.dueOn <= addDays(today, AHEAD))
      found.push(item('dueSoon', o.dueOn, `${dueName(o) ?? ''} ${task}`))
  return found
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
    const units = state.acknowledging ? unacknowledged(state) : []
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
  const owed = open.flatMap(({ setup, obligations }) =>
    obligations.flatMap((o) => ofObligation(o, setup, today)),
  )
  const order = Object.keys(DESK)
  return [...owed, ...expected, ...unmatched, ...unsigned].sort(
    (a, b) =>
      order.indexOf(a.kind) - order.indexOf(b.kind) ||
      (a.on ?? '9').localeCompare(b.on ?? '9') ||
      (a.about < b.about ? -1 : a.about > b.about ? 1 : 0),
  )
}
