import { isOneOf, unitKey } from '../../domain/basics/unit-name.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { numbersIn } from '../../domain/plan/numbers.ts'
import { type Counts, lateListOf, type UnitTotals, unitTotalsOf } from '../../domain/reckoning/outcome.ts'
import { ownersOf } from '../../domain/reckoning/owners.ts'
import { type BoardScope, namesOn } from '../../records/board/query.ts'
import { measuresCount } from '../../records/counts.ts'
import type { Db } from '../../records/db.ts'
import { dutySums, leadSums, worstLate } from '../../records/duties/query.ts'
import { changedHands, owningFacts } from '../../records/lines.ts'
import { measuresById } from '../../records/read.ts'
import type { PlanSeen } from './measure-list.ts'
import { todayIn, waitingIn } from './reading.ts'

const scopeOf = (plan: PlanState): BoardScope => ({ planId: plan.planId, today: todayIn(plan), mine: null })

/** What `countsOf` counts, without reading the measures. */
async function countsIn(db: Db, scope: BoardScope, waiting: number): Promise<Counts> {
  const sums = await dutySums(db, scope)
  const count = (fits: (row: (typeof sums)[number]) => boolean) =>
    sums.filter(fits).reduce((n, row) => n + row.n, 0)
  const done = (row: (typeof sums)[number]) => row.state === 'completed'
  return {
    measures: await measuresCount(db, scope.planId),
    waiting,
    scheduled: count(({ state }) => state === 'scheduled'),
    open: count(({ state }) => ['open', 'returned', 'submitted'].includes(state)),
    overdue: sums.reduce((n, { overdue }) => n + overdue, 0),
    completedOnTime: count((row) => done(row) && row.outcome === 'onTime'),
    completedLate: count((row) => done(row) && row.outcome === 'late'),
    completedUndated: count((row) => done(row) && row.outcome === null && !row.doneBefore),
    doneBefore: count((row) => done(row) && row.doneBefore),
    lateReported: sums.reduce((n, { lateReported }) => n + lateReported, 0),
    notTriggered: count(({ state }) => state === 'notTriggered'),
    carriedOver: count(({ state }) => state === 'carriedOver'),
    withdrawn: count(({ state }) => state === 'withdrawn'),
    unreviewed: count(({ state, closed }) => state === 'submitted' && closed),
  }
}

/** A plan as its page shows it: counts, what it waits for, and the latest of what is late; as `planShow`, without reading all measures. */
export async function glanceOf(db: Db, plan: PlanState, most: number) {
  const scope = scopeOf(plan)
  const waiting = await waitingIn(db, plan)
  // A measure counts once for each condition that it waits for.
  const waits = waiting.reduce((n, { measures }) => n + measures.length, 0)
  const counts = await countsIn(db, scope, waits)
  return { counts, waiting, late: await lateIn(db, plan, scope.today, most) }
}

async function lateIn(db: Db, plan: PlanState, today: IsoDate, most: number) {
  const ids = await worstLate(db, scopeOf(plan), most)
  const states = await measuresById(db, ids)
  const owners = ownersOf(await owningFacts(db, plan.planId, ids))
  return lateListOf([...states.values()], today, owners)
    .slice(0, most)
    .map((one) => ({ ...one, ...numbersIn(plan, one.no) }))
}

/** What `unitTotalsOf` counts: summed where a measure never changed hands, by the rule where it did. */
export async function unitTotalsIn(db: Db, plan: PlanState): Promise<readonly UnitTotals[]> {
  const changed = await changedHands(db, plan.planId)
  const states = await measuresById(db, changed)
  const owners = ownersOf(await owningFacts(db, plan.planId, changed))
  const found = new Map<string, UnitTotals>()
  const add = (
    unit: string,
    { obligations, onTime, late, open, overdue, slips }: Omit<UnitTotals, 'unit'>,
  ) => {
    const known = found.get(unit)
    found.set(unit, {
      unit,
      obligations: (known?.obligations ?? 0) + obligations,
      onTime: (known?.onTime ?? 0) + onTime,
      late: (known?.late ?? 0) + late,
      open: (known?.open ?? 0) + open,
      overdue: (known?.overdue ?? 0) + overdue,
      slips: (known?.slips ?? 0) + slips,
    })
  }
  for (const { leads, ...sums } of await leadSums(db, scopeOf(plan), changed))
    for (const unit of leads) add(unit, sums)
  for (const { unit, ...sums } of unitTotalsOf([...states.values()], todayIn(plan), owners)) add(unit, sums)
  return [...found.values()]
}

/** Everyone who is on the measures of a plan that one sees, as they are written. */
export async function namesIn(db: Db, { plan, mine }: PlanSeen): Promise<readonly string[]> {
  const sets = await namesOn(db, { ...scopeOf(plan), mine })
  return [...new Set(sets.flatMap(({ names }) => names))]
}

export interface UnitOn {
  readonly unit: string
  /** Measures that it leads, and all that it is on. */
  readonly leads: number
  readonly all: number
}

/** Units in the order in which the plan first names them, each once, with how many measures they are on. */
export async function unitsIn(db: Db, plan: PlanState): Promise<readonly UnitOn[]> {
  const found = new Map<string, { unit: string; leads: number; all: number }>()
  for (const { names, leads, n } of await namesOn(db, scopeOf(plan))) {
    const keys = new Map(names.map((name) => [unitKey(name), name]))
    for (const [key, name] of keys) {
      if (key === '') continue
      const known = found.get(key) ?? { unit: name, leads: 0, all: 0 }
      known.all += n
      if (leads.includes(key)) known.leads += n
      found.set(key, known)
    }
  }
  return [...found.values()]
}

export interface UnitAcross extends UnitOn {
  readonly totals: UnitTotals
  /** In which plans. */
  readonly plans: readonly PlanState[]
}

/** Units over some plans, as far as one sees them; the same unit is one row, in the order in which it is first named. */
export async function unitsAcross(db: Db, seen: readonly PlanSeen[]): Promise<readonly UnitAcross[]> {
  const found = new Map<string, UnitAcross>()
  for (const { plan, mine } of seen) {
    const totals = await unitTotalsIn(db, plan)
    for (const one of await unitsIn(db, plan)) {
      if (mine !== null && !isOneOf(one.unit, mine)) continue
      const key = unitKey(one.unit)
      const known = found.get(key)
      const own = totals.filter(({ unit }) => unitKey(unit) === key)
      const sum = (of: (totals: UnitTotals) => number) =>
        own.reduce((n, totals) => n + of(totals), known === undefined ? 0 : of(known.totals))
      found.set(key, {
        unit: known?.unit ?? one.unit,
        leads: (known?.leads ?? 0) + one.leads,
        all: (known?.all ?? 0) + one.all,
        totals: {
          unit: known?.unit ?? one.unit,
          obligations: sum(({ obligations }) => obligations),
          onTime: sum(({ onTime }) => onTime),
          late: sum(({ late }) => late),
          open: sum(({ open }) => open),
          overdue: sum(({ overdue }) => overdue),
          slips: sum(({ slips }) => slips),
        },
        plans: [...(known?.plans ?? []), plan],
      })
    }
  }
  return [...found.values()]
}
