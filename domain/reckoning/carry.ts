import { listed } from '../basics/listed.ts'
import type { IsoDate } from '../calendar/date.ts'
import type { Clause } from '../deadline/rule.ts'
import type { YearEnd } from '../events/model/input.ts'
import { byNo, type PlanByNo } from '../plan/by-no.ts'
import type { CarriedFrom, MeasureState } from '../plan/measure/state.ts'
import { datesOf, type Measure, measuresOf, type Task, type UnitRef, type WorkPlan } from '../plan/plan.ts'
import { carriedOn } from '../supervision/carried.ts'
import { isEnded } from '../supervision/obligation.ts'
import { outstandingWaits } from '../supervision/phase.ts'
import { leadsName } from '../supervision/units.ts'

export type YearEndOutcome = 'carriedOver' | 'terminated' | 'unfinished' | 'notTriggered'

/** What becomes of one open obligation, or of one condition that has not come. */
export interface YearEndItem {
  /** For a condition, the id that it gets as 未触发: `3.6/c-3f9a1c`. */
  readonly obligation: string
  readonly no: string
  readonly unit: string
  readonly state: 'waiting' | MeasureState['obligations'][number]['state']
  readonly what: string
  readonly dueOn: IsoDate | null
  readonly outcome: YearEndOutcome
  readonly reason: string | null
  /** Its date in the next plan, the one it has unless another is given; null: 待定 there as here. */
  readonly nextDueOn: IsoDate | null
}

/** Every open obligation and every outstanding condition with what becomes of it, in the order of the plan. */
export function yearEndItems(states: readonly MeasureState[], decided: YearEnd): readonly YearEndItem[] {
  return states.flatMap((state): YearEndItem[] => {
    if (state.closedOn !== null) return []
    const { no, text: what } = state.setup
    const unit = leadsName(state.setup)
    const open = state.obligations.filter((o) => !isEnded(o))
    return [
      ...open.map((o): YearEndItem => {
        const reason = decided.terminate[o.id] ?? null
        const outcome =
          reason !== null ? 'terminated' : decided.carryTo === null ? 'unfinished' : 'carriedOver'
        const nextDueOn =
          outcome === 'carriedOver' ? (decided.dueOns[o.id] ?? decided.dueOn ?? o.dueOn) : null
        return {
          obligation: o.id,
          no,
          unit,
          state: o.state,
          what,
          dueOn: o.dueOn,
          outcome,
          reason,
          nextDueOn,
        }
      }),
      ...outstandingWaits(state)
        .filter((wait) => wait.triggeredBy.length === 0)
        .map((wait): YearEndItem => {
          const carried = decided.carryTo !== null && decided.carryWaits
          return {
            obligation: `${no}/${wait.conditionId}`,
            ...{ no, unit, state: 'waiting', what: wait.text, dueOn: null, reason: null, nextDueOn: null },
            outcome: carried ? 'carriedOver' : 'notTriggered',
          }
        }),
    ]
  })
}

/** 结转自 a plan, its task in the next one; or put into it by hand (立项). */
const isCarriedTask = (task: Task): boolean =>
  task.measures.some((m) => m.carriedFrom !== undefined || m.origin !== undefined)

/** Tasks that came by carry-over or by hand: no document of the plan names them, so no amendment takes them away. */
export const carriedTasks = (plan: WorkPlan): readonly Task[] => plan.tasks.filter(isCarriedTask)
export const withoutCarried = (plan: WorkPlan): WorkPlan => ({
  ...plan,
  tasks: plan.tasks.filter((task) => !isCarriedTask(task)),
})
export const withTasks = (plan: WorkPlan, tasks: readonly Task[]): WorkPlan =>
  tasks.length === 0 ? plan : { ...plan, tasks: [...plan.tasks, ...tasks] }

/** The clauses as they were read, in their places; only those wait for a condition whose waiting is carried over. */
const clausesOf = (measure: Measure | undefined, waits: ReadonlySet<number>): readonly Clause[] =>
  (measure?.deadline.clauses ?? []).map((clause, i) =>
    waits.has(i + 1) ? clause : { ...clause, trigger: null },
  )

export interface CarriedInto {
  readonly plan: WorkPlan
  /** Obligation of the old plan → number of its measure in the next. */
  readonly links: Readonly<Record<string, string>>
  readonly added: readonly string[]
}

/** One measure of the old plan as it goes on under `no`: its words, its units, and what is open of it as it stands. */
function goesOn(
  no: string,
  origin: CarriedFrom,
  { plan: was, measure: find }: PlanByNo,
  state: MeasureState,
  items: readonly YearEndItem[],
): Measure {
  const { setup, acknowledged, instructions, unitsInPlan } = state
  const measure = find(setup.no)?.measure
  const named = [setup.leadUnit, ...setup.units.filter((unit) => unit !== setup.leadUnit)]
  const given = named.map((name, i): UnitRef => ({ name, raw: name, role: i === 0 ? 'lead' : 'responsible' }))
  const next = new Map(items.map((item) => [item.obligation, item.nextDueOn]))
  const obligations = state.obligations.flatMap((o) => {
    const dueOn = next.get(o.id)
    return dueOn === undefined ? [] : [carriedOn(o, no, dueOn)]
  })
  const waiting = state.waits.filter((w) => next.has(`${setup.no}/${w.conditionId}`))
  const people = {
    ...(acknowledged ? { acknowledged } : {}),
    ...(instructions ? { instructions } : {}),
    ...(unitsInPlan ? { unitsInPlan } : {}),
  }
  return {
    no,
    label: null,
    text: setup.text,
    units: measure === undefined || unitsInPlan !== undefined ? given : measure.units,
    deadline: {
      text: setup.deadlineText,
      ...{
        inherited: false,
        unparsed: [],
        clauses: clausesOf(measure, new Set(waiting.map((w) => w.clause))),
      },
      wordedIn:
        measure === undefined ? { planYear: was.year, issuedOn: was.issuedOn } : datesOf(was, measure),
    },
    carriedFrom: { ...origin, evidence: obligations.reduce((n, o) => n + o.evidence.length, 0) },
    carried: { ...people, obligations },
  }
}

/**
 * The next plan with what is carried over: a task 上年结转 with one measure for each measure of the old plan, numbered J1,
 * J2, …, which names where it comes from and goes on as it stood: remaining periods, dates, lateness, slips, returns,
 * progress, signatures. What was carried over before keeps its number; carried over twice, it is there once.
 * `taken`: every number that ever ran in the next plan.
 */
export function carryInto(
  next: WorkPlan,
  from: { readonly planId: string; readonly plan: WorkPlan; readonly states: readonly MeasureState[] },
  items: readonly YearEndItem[],
  taken: ReadonlySet<string>,
): CarriedInto {
  const { planId } = from
  const was = byNo(from.plan)
  const known = measuresOf(next).map(({ measure }) => measure)
  const came = listed(
    known.filter(({ carriedFrom }) => carriedFrom?.planId === planId),
    ({ carriedFrom }) => carriedFrom?.no ?? '',
  )
  const carriedOver = listed(
    items.filter(({ outcome }) => outcome === 'carriedOver'),
    ({ no }) => no,
  )
  const used = new Set([...taken, ...known.map((m) => m.no)])
  const links: Record<string, string> = {}
  const measures: Measure[] = []
  let n = 1
  for (const state of from.states) {
    const own = carriedOver(state.setup.no)
    // Release 0.2.0 made a measure of each item: one that a closing left half-way is finished as it began.
    const there = (item: YearEndItem) =>
      came(item.no).find(
        ({ carriedFrom, carried }) => carried !== undefined || carriedFrom?.obligation === item.obligation,
      )
    for (const item of own) {
      const measure = there(item)
      if (measure !== undefined) links[item.obligation] = measure.no
    }
    const fresh = own.filter((item) => links[item.obligation] === undefined)
    const [first] = fresh
    if (first === undefined) continue
    while (used.has(`J${n}`)) n += 1
    const no = `J${n}`
    used.add(no)
    for (const item of fresh) links[item.obligation] = no
    const origin = { planId, no: first.no, obligation: first.obligation, dueOn: first.dueOn }
    measures.push(goesOn(no, origin, was, state, fresh))
  }
  const title = `上年结转：${from.plan.title}`
  const task: Task = { no: `J-${from.planId}`, title, measures }
  return {
    plan: measures.length === 0 ? next : { ...next, tasks: [...next.tasks, task] },
    links,
    added: measures.map((m) => m.no),
  }
}

/** The next plan without what came from a plan: its closing was a mistake. */
export const withoutCarriedFrom = (
  next: WorkPlan,
  planId: string,
  stays: (no: string) => boolean = () => false,
): WorkPlan => ({
  ...next,
  tasks: next.tasks.flatMap((task) => {
    const measures = task.measures.filter((m) => m.carriedFrom?.planId !== planId || stays(m.no))
    if (measures.length === task.measures.length) return [task]
    return measures.length === 0 ? [] : [{ ...task, measures }]
  }),
})

/** A plan that holds nothing but what is carried over into it. */
export const emptyPlan = (
  title: string,
  planYear: number,
  issuedOn: IsoDate,
  calendar: string,
): WorkPlan => ({
  title,
  year: planYear,
  issuedOn,
  reader: 'text-table',
  calendar,
  tasks: [],
  review: [],
  standing: [],
  cells: { read: 0, used: 0, ignored: 0 },
  ignoredCells: [],
})
