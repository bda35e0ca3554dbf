import { day, type IsoDate, month, year } from '../calendar/date.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { compileDeadline } from '../deadline/compile.ts'
import type { Clause } from '../deadline/rule.ts'
import { isEnded } from '../supervision/obligation.ts'
import { outstandingWaits } from '../supervision/phase.ts'
import type { MeasureState } from '../supervision/state.ts'
import { type CarriedFrom, type Measure, measuresOf, type Task, type WorkPlan } from './plan.ts'

/** What the office decides when it closes a plan; ids are those of obligations. */
export interface YearEnd {
  /** The plan into which open work is carried over; null: it stays unfinished. */
  readonly carryTo: string | null
  /** Conditions that have not come are waited for in that plan too. */
  readonly carryWaits: boolean
  /** The date of everything carried over that has none of its own in `dueOns`. */
  readonly dueOn: IsoDate | null
  readonly dueOns: Readonly<Record<string, IsoDate>>
  /** Obligations that are not to be done any more, with the reason. */
  readonly terminate: Readonly<Record<string, string>>
}

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
  /** Its date in the next plan; null: the office sets one there. */
  readonly nextDueOn: IsoDate | null
}

/** Every open obligation and every outstanding condition with what becomes of it, in the order of the plan. */
export function yearEndItems(states: readonly MeasureState[], decided: YearEnd): readonly YearEndItem[] {
  return states.flatMap((state): YearEndItem[] => {
    if (state.closedOn !== null) return []
    const { no, leadUnit: unit, text: what } = state.setup
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

const sameOrigin = (a: CarriedFrom | undefined, b: CarriedFrom): boolean =>
  a?.planId === b.planId && a.obligation === b.obligation

/** 结转自 a plan: its task in the next one. */
const isCarriedTask = (task: Task): boolean => task.measures.some((m) => m.carriedFrom !== undefined)

/** Tasks that came by carry-over: no document of the plan names them, so no amendment takes them away. */
export const carriedTasks = (plan: WorkPlan): readonly Task[] => plan.tasks.filter(isCarriedTask)
export const withoutCarried = (plan: WorkPlan): WorkPlan => ({
  ...plan,
  tasks: plan.tasks.filter((task) => !isCarriedTask(task)),
})
export const withTasks = (plan: WorkPlan, tasks: readonly Task[]): WorkPlan =>
  tasks.length === 0 ? plan : { ...plan, tasks: [...plan.tasks, ...tasks] }

const dateText = (d: IsoDate): string => `${year(d)}年${month(d)}月${day(d)}日`

/** The clause that a condition waits under in the old plan; it waits under the same in the next. */
function clauseOf(was: WorkPlan, state: MeasureState, obligation: string): Clause | null {
  const wait = state.waits.find((w) => `${state.setup.no}/${w.conditionId}` === obligation)
  const measure = measuresOf(was).find((m) => m.measure.no === state.setup.no)?.measure
  return (wait && measure?.deadline.clauses[wait.clause - 1]) ?? null
}

function deadlineOf(
  item: YearEndItem,
  clause: Clause | null,
  into: WorkPlan,
  calendar: WorkCalendar,
): Measure['deadline'] {
  const plain = { inherited: false, unparsed: [] }
  if (clause !== null) return { ...plain, text: clause.text, clauses: [clause] }
  if (item.nextDueOn === null) return { ...plain, text: '由督查室另定', clauses: [] }
  const text = dateText(item.nextDueOn)
  const { clauses } = compileDeadline(
    text,
    { planYear: into.year, issuedOn: into.issuedOn, measure: item.what },
    calendar,
  )
  return { ...plain, text, clauses }
}

export interface CarriedInto {
  readonly plan: WorkPlan
  /** Obligation of the old plan → number of its measure in the next. */
  readonly links: Readonly<Record<string, string>>
  readonly added: readonly string[]
}

/**
 * The next plan with what is carried over: a task 上年结转 with one measure for each item, numbered J1, J2, …, which
 * names where it comes from. What was carried over before keeps its number; carried over twice, it is there once.
 * A date that lies before the next plan was issued is none there: the office sets one (`obligation set-due`).
 * `taken`: every number that ever ran in the next plan.
 */
export function carryInto(
  next: WorkPlan,
  from: { readonly planId: string; readonly plan: WorkPlan; readonly states: readonly MeasureState[] },
  items: readonly YearEndItem[],
  taken: ReadonlySet<string>,
  calendar: WorkCalendar,
): CarriedInto {
  const known = measuresOf(next).map(({ measure }) => measure)
  const used = new Set([...taken, ...known.map((m) => m.no)])
  const links: Record<string, string> = {}
  const measures: Measure[] = []
  for (const item of items) {
    const state = from.states.find((s) => s.setup.no === item.no)
    if (item.outcome !== 'carriedOver' || state === undefined) continue
    const { setup } = state
    const origin: CarriedFrom = {
      planId: from.planId,
      no: item.no,
      obligation: item.obligation,
      dueOn: item.dueOn,
    }
    const there = known.find((m) => sameOrigin(m.carriedFrom, origin))
    if (there !== undefined) {
      links[item.obligation] = there.no
      continue
    }
    const clause = item.state === 'waiting' ? clauseOf(from.plan, state, item.obligation) : null
    let n = 1
    while (used.has(`J${n}`)) n += 1
    const no = `J${n}`
    used.add(no)
    links[item.obligation] = no
    const units = [setup.leadUnit, ...setup.units.filter((unit) => unit !== setup.leadUnit)]
    measures.push({
      no,
      label: null,
      text: `${setup.text}（自 ${from.planId} ${item.obligation} 结转）`,
      units: units.map((name, i) => ({ name, raw: name, role: i === 0 ? 'lead' : 'responsible' })),
      deadline: deadlineOf(item, clause, next, calendar),
      carriedFrom: origin,
    })
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
export const withoutCarriedFrom = (next: WorkPlan, planId: string): WorkPlan => ({
  ...next,
  tasks: next.tasks.filter((task) => !task.measures.some((m) => m.carriedFrom?.planId === planId)),
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
