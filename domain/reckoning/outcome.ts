import { diffDays, type IsoDate } from '../calendar/date.ts'
import type { Obligation } from '../plan/measure/obligation.ts'
import type { MeasureState } from '../plan/measure/state.ts'
import type { SlipLevel } from '../policy/levels.ts'
import type { Awaited } from '../supervision/board.ts'
import { owedBy } from '../supervision/duty.ts'
import { isOwed, latestEvidence, standingSlips } from '../supervision/obligation.ts'
import { outstandingWaits } from '../supervision/phase.ts'
import { leadsOf } from '../supervision/units.ts'
import { type Owners, TODAYS } from './owners.ts'
import { taskWords } from './task-words.ts'

/** Counts of obligations, but for `measures`; `waiting` counts clauses that wait for a condition. */
export interface Counts {
  readonly measures: number
  readonly waiting: number
  readonly scheduled: number
  readonly open: number
  readonly overdue: number
  readonly completedOnTime: number
  readonly completedLate: number
  /** Completed without ever having had a due date. */
  readonly completedUndated: number
  /** 启动前已办结: neither on time nor late. */
  readonly doneBefore: number
  readonly lateReported: number
  readonly notTriggered: number
  /** 结转 into the next plan. */
  readonly carriedOver: number
  readonly withdrawn: number
  /** 未审核: handed in, and not reviewed when the plan closed; of `open`. */
  readonly unreviewed: number
}

export interface LateItem {
  readonly no: string
  /** The coordinator, and all who lead. */
  readonly unit: string
  readonly units: readonly string[]
  readonly obligation: string
  /** In words. */
  readonly task: string
  readonly dueOn: IsoDate
  readonly doneOn: IsoDate | null
  /** Until it was done, or until today while it is not. */
  readonly lateDays: number
  readonly slips: readonly SlipLevel[]
  readonly open: boolean
}

export interface WaitingItem {
  readonly condition: string
  readonly stream: boolean
  readonly measures: readonly string[]
  readonly since: IsoDate
}

export interface UnitTotals {
  readonly unit: string
  readonly obligations: number
  readonly onTime: number
  readonly late: number
  readonly open: number
  readonly overdue: number
  readonly slips: number
}

/** Nothing is overdue by a day that is expected only. */
const isOverdue = (o: Obligation, today: IsoDate) => (owedBy(o) ?? today) < today

export function countsOf(states: readonly MeasureState[], today: IsoDate): Counts {
  const all = states.flatMap((state) => state.obligations)
  const count = (fits: (o: Obligation) => boolean) => all.filter(fits).length
  return {
    measures: states.length,
    waiting: states.reduce((n, state) => n + outstandingWaits(state).length, 0),
    scheduled: count((o) => o.state === 'scheduled'),
    open: count((o) => isOwed(o) || o.state === 'submitted'),
    overdue: count((o) => isOverdue(o, today)),
    completedOnTime: count((o) => o.state === 'completed' && o.outcome === 'onTime'),
    completedLate: count((o) => o.state === 'completed' && o.outcome === 'late'),
    completedUndated: count((o) => o.state === 'completed' && o.outcome === null && !o.doneBefore),
    doneBefore: count((o) => o.state === 'completed' && o.doneBefore !== undefined),
    lateReported: count((o) => o.lateReported),
    notTriggered: count((o) => o.state === 'notTriggered'),
    carriedOver: count((o) => o.state === 'carriedOver'),
    withdrawn: count((o) => o.state === 'withdrawn'),
    unreviewed: states
      .filter((state) => state.closedOn !== null)
      .reduce((n, state) => n + state.obligations.filter((o) => o.state === 'submitted').length, 0),
  }
}

/** What was done late and what is overdue now, worst first. */
export function lateListOf(
  states: readonly MeasureState[],
  today: IsoDate,
  owners: Owners = TODAYS,
): readonly LateItem[] {
  const items = states.flatMap(({ setup, obligations }) =>
    obligations.flatMap((o): LateItem[] => {
      const open = isOverdue(o, today)
      if (o.dueOn === null || (!open && o.outcome !== 'late')) return []
      const doneOn = o.state === 'completed' ? (latestEvidence(o)?.doneOn ?? null) : null
      const { id, dueOn } = o
      const lateDays = diffDays(dueOn, doneOn ?? today)
      const levels = standingSlips(o).map((slip) => slip.level)
      const then = open ? undefined : owners.ofDone(id)
      const who = { unit: then?.[0] ?? setup.leadUnit, units: then ?? leadsOf(setup) }
      const task = taskWords(setup, o)
      return [{ no: setup.no, ...who, obligation: id, task, dueOn, doneOn, lateDays, slips: levels, open }]
    }),
  )
  return items.sort((a, b) => b.lateDays - a.lateDays || (a.obligation < b.obligation ? -1 : 1))
}

/** Conditions that are still waited for, with the measures and since when. */
export const waitingOf = (states: readonly MeasureState[]): readonly WaitingItem[] =>
  waitsTogether(states.map((state) => ({ no: state.setup.no, awaited: outstandingWaits(state) })))

/** What measures wait for, condition by condition. */
export function waitsTogether(
  measures: readonly { readonly no: string; readonly awaited: readonly Awaited[] }[],
): readonly WaitingItem[] {
  const found = new Map<string, WaitingItem & { readonly measures: string[] }>()
  for (const { no, awaited } of measures)
    for (const wait of awaited) {
      const known = found.get(wait.conditionId)
      const since = known && known.since < wait.since ? known.since : wait.since
      const of = known?.measures ?? []
      of.push(no)
      found.set(wait.conditionId, { condition: wait.text, stream: wait.stream, measures: of, since })
    }
  return [...found.values()]
}

/**
 * Totals of what each unit leads (what several lead counts for each), with what it had to do with: an accepted item counts to those who led it then, a slip to those it
 * was sent to; what is open counts to those who lead it now.
 */
export function unitTotalsOf(
  states: readonly MeasureState[],
  today: IsoDate,
  owners: Owners = TODAYS,
): readonly UnitTotals[] {
  const units = new Map<string, Obligation[]>()
  const slips = new Map<string, number>()
  for (const { setup, obligations } of states) {
    const now = leadsOf(setup)
    for (const unit of now) if (!units.has(unit)) units.set(unit, [])
    for (const o of obligations) {
      const leads = (o.state === 'completed' ? owners.ofDone(o.id) : undefined) ?? now
      for (const unit of leads) {
        if (!units.has(unit)) units.set(unit, [])
        units.get(unit)?.push(o)
      }
      for (const { level, dueOn } of standingSlips(o))
        for (const unit of owners.ofSlip(o.id, level, dueOn) ?? now) {
          slips.set(unit, (slips.get(unit) ?? 0) + 1)
          if (!units.has(unit)) units.set(unit, [])
        }
    }
  }
  return [...units].map(([unit, list]) => ({
    unit,
    obligations: list.filter((o) => !o.doneBefore && o.state !== 'withdrawn').length,
    onTime: list.filter((o) => o.outcome === 'onTime').length,
    late: list.filter((o) => o.outcome === 'late').length,
    open: list.filter((o) => isOwed(o) || o.state === 'submitted').length,
    overdue: list.filter((o) => isOverdue(o, today)).length,
    slips: slips.get(unit) ?? 0,
  }))
}
