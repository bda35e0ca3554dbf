import { addDays, diffDays, type IsoDate } from '../calendar/date.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState, Wait } from '../plan/measure/state.ts'
import type { Light, MeasurePhase } from './names.ts'
import { isEnded, isOwed, latestEvidence, reworkOn } from './obligation.ts'
import { expiresAt } from './renewal.ts'
import { nextWake } from './wake.ts'

/** Waits that an event may still wake: all streams, and single acts that have not come. */
export const outstandingWaits = (state: MeasureState): readonly Wait[] =>
  state.closedOn !== null ? [] : state.waits.filter((w) => w.stream || w.triggeredBy.length === 0)

/** Where the measure stands as a whole (cli.md, measure states). */
export function phaseOf(state: MeasureState): MeasurePhase {
  const all = state.obligations
  if (state.closedOn !== null) {
    if (all.some((o) => !isEnded(o))) return 'unfinished'
    if (all.some((o) => o.state === 'carriedOver')) return 'carriedOver'
    if (all.length > 0 && all.every((o) => o.state === 'notTriggered')) return 'notTriggered'
    if (all.length > 0 && all.every((o) => o.state === 'withdrawn')) return 'withdrawn'
    return 'completed'
  }
  if (all.some((o) => isOwed(o) || o.state === 'submitted')) return 'open'
  if (all.some((o) => o.state === 'suspended')) return 'suspended'
  if (outstandingWaits(state).length > 0) return 'waiting'
  if (all.some((o) => o.state === 'scheduled')) return 'scheduled'
  if (all.length > 0 && all.every((o) => o.state === 'withdrawn')) return 'withdrawn'
  return 'completed'
}

/** Nothing can happen to it any more: its workflow may end. */
export const isOver = (state: MeasureState): boolean =>
  state.closedOn !== null ||
  (outstandingWaits(state).length === 0 &&
    state.obligations.every((o) => isEnded(o) && expiresAt(o) === null))

const SLOW_SHARE = 0.7

/** 进展滞后: of the share of its time that is over, less than `share` (policy) is reported as done. */
function isSlow(o: Obligation, today: IsoDate, share = SLOW_SHARE): boolean {
  const last = o.progress?.at(-1)
  if (last === undefined || o.openedOn === null || o.dueOn === null || o.dueOn <= o.openedOn) return false
  const elapsed = Math.min(1, diffDays(o.openedOn, today) / diffDays(o.openedOn, o.dueOn))
  return last.percent / 100 < share * elapsed
}

/**
 * 灯, computed when read. Red: owed past its due date, or done late and not yet accepted. Yellow: from the
 * first reminder day on, or returned. Grey: nothing to do yet.
 */
export function lightOf(o: Obligation, today: IsoDate, slowShare?: number): Light {
  if (
    o.state === 'scheduled' ||
    o.state === 'withdrawn' ||
    o.state === 'notTriggered' ||
    o.state === 'carriedOver'
  )
    return 'grey'
  if (o.state === 'completed') return 'green'
  if (o.state === 'suspended') return 'grey'
  const doneOn = o.state === 'submitted' ? (latestEvidence(o)?.doneOn ?? null) : null
  if (!o.expected && o.dueOn !== null && (doneOn ?? today) > o.dueOn) return 'red'
  if (o.state === 'returned') return 'yellow'
  if (o.state === 'submitted' || o.dueOn === null) return 'green'
  if (isSlow(o, today, slowShare)) return 'yellow'
  const first = o.ladder?.reminders[0]?.on ?? addDays(o.dueOn, -1)
  return today >= first ? 'yellow' : 'green'
}

const WORST: readonly Light[] = ['red', 'yellow', 'green', 'grey']

/** The worst light of what is still open; green when all is done, grey while nothing is open. */
export function measureLight(state: MeasureState, today: IsoDate): Light {
  const { slowShare } = state.setup.policy
  const lights = state.obligations.filter((o) => !isEnded(o)).map((o) => lightOf(o, today, slowShare))
  if (lights.length === 0) return phaseOf(state) === 'completed' ? 'green' : 'grey'
  return WORST.find((light) => lights.includes(light)) ?? 'grey'
}

/** The next date that matters to a reader: the earliest due date owed, else of what is scheduled. */
export function nextDueOn(state: MeasureState): IsoDate | null {
  const due = (list: readonly Obligation[]) =>
    list.flatMap((o) => (o.dueOn === null ? [] : [o.dueOn])).sort()[0] ?? null
  return (
    due(state.obligations.filter(isOwed)) ?? due(state.obligations.filter((o) => o.state === 'scheduled'))
  )
}

/** The next day on which a unit owes something: the rework date of what was sent back, else the due date. */
const owedOn = (o: Obligation): IsoDate | null => reworkOn(o) ?? o.dueOn

/** The nearest day on which something is owed, else of what is to open. A list's 到期; lateness goes by the due date. */
export function nextOwedOn(state: MeasureState): IsoDate | null {
  const nearest = (list: readonly Obligation[]) => list.flatMap((o) => owedOn(o) ?? []).sort()[0] ?? null
  return (
    nearest(state.obligations.filter(isOwed)) ??
    nearest(state.obligations.filter((o) => o.state === 'scheduled'))
  )
}

/** Runs of 0.2.0 show nothing while evidence is under review. */
function shownDueOn(state: MeasureState): IsoDate | null {
  const asOwed = (o: Obligation): Obligation => (o.state === 'submitted' ? { ...o, state: 'open' } : o)
  return nextDueOn(
    state.setup.workdays === undefined ? state : { ...state, obligations: state.obligations.map(asOwed) },
  )
}

/** What lists and search attributes show of a measure; changes in it are worth an event, others are not. */
export interface Summary {
  readonly phase: MeasurePhase
  readonly waitingFor: readonly string[]
  readonly dueOn: IsoDate | null
  readonly wakeAt: string | null
  /** What the list of workflows shows as due: also of evidence under review, so that handing it in costs no event. */
  readonly shownDueOn: IsoDate | null
}

export const summaryOf = (state: MeasureState): Summary => ({
  phase: phaseOf(state),
  waitingFor: outstandingWaits(state).map((w) => w.text),
  dueOn: nextDueOn(state),
  wakeAt: nextWake(state)?.at ?? null,
  shownDueOn: shownDueOn(state),
})
