import { replanWith } from '../../activities/revise.ts'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { inspectBytes } from '../../documents/inspect.ts'
import { type IsoDate, mustDate } from '../../domain/calendar/date.ts'
import type { WorkCalendar } from '../../domain/calendar/table.ts'
import { at } from '../../domain/calendar/time.ts'
import { byNo } from '../../domain/plan/by-no.ts'
import type { ReplanCause } from '../../domain/plan/measure/replan.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { measuresOf, type WorkPlan } from '../../domain/plan/plan.ts'
import { THREE_COLOURS } from '../../domain/policy/policy.ts'
import { type Amendment, amend } from '../../domain/reading/amendment/amend.ts'
import { namedBy } from '../../domain/reading/amendment/named.ts'
import { refreshPlan } from '../../domain/reading/refresh.ts'
import type { Input } from '../../domain/supervision/acts.ts'
import { answerCalendar } from '../../domain/supervision/calendar-answer.ts'
import { decide, questionFor } from '../../domain/supervision/decide.ts'
import { begin, evolve } from '../../domain/supervision/evolve.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { isOver } from '../../domain/supervision/phase.ts'
import { bringsWork } from '../../domain/supervision/replan.ts'
import { type DateChange, dateChangesOf } from '../../domain/supervision/replan-dates.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { setupOf } from '../../domain/supervision/setup.ts'
import { planNow } from '../../domain/supervision/standing-events.ts'
import { table } from './support.ts'

export type Row = readonly [unit: string, text: string, deadline: string]

/** A document of these rows, all under one title, with an issue date of its own. */
export function documentOf(
  rows: readonly Row[],
  issuedOn: string,
  title = '2026年重点工作分工方案',
): WorkPlan {
  const body = rows.map(
    ([unit, text, deadline], i) => `${i + 1} | 任务${text.slice(0, 6)} | ${unit} | ${text} | ${deadline}`,
  )
  const grid = table(['序号 | 工作任务 | 牵头单位 | 具体措施 | 完成时限', ...body].join('\n'))
  const options = { issuedOn: mustDate(issuedOn), planYear: Number(issuedOn.slice(0, 4)), title }
  const read = inspectBytes(Buffer.from(grid), 'plan.txt', options, loadCalendar())
  if (!read.ok) throw new Error(read.error.message)
  return read.value
}

interface Running {
  state: MeasureState
  readonly facts: Fact[]
}

/** A plan in memory: its document and its measures, moved by what their workflows would hand them. */
export class RunningPlan {
  readonly measures = new Map<string, Running>()
  plan: WorkPlan
  today: IsoDate
  private acts = 0

  private readonly startOn: IsoDate
  private readonly calendar: WorkCalendar = loadCalendar()

  constructor(plan: WorkPlan, startOn: IsoDate) {
    this.plan = plan
    this.startOn = startOn
    this.today = startOn
    this.begin()
  }

  private begin(): void {
    const { calendar } = this
    for (const { task, measure } of measuresOf(refreshPlan(this.plan, calendar))) {
      if (this.measures.has(measure.no)) continue
      const startOn = this.today
      const setup = setupOf(task, measure, { planId: 'p', startOn, policy: THREE_COLOURS, calendar })
      const now = this.now
      const actor = { role: 'system', unit: '系统' } as const
      const fact = { kind: 'started', setup, seq: 1, at: now, actor, actId: null } as const
      const settled = settle(evolve(begin(now, setup), fact), now)
      this.measures.set(measure.no, { state: settled.state, facts: [fact, ...settled.facts] })
    }
  }

  get now() {
    return at(this.today, '12:00')
  }

  get states(): readonly MeasureState[] {
    return [...this.measures.values()].map(({ state }) => state)
  }

  state(no: string): MeasureState {
    return this.one(no).state
  }

  facts(no: string): readonly Fact[] {
    return this.one(no).facts
  }

  private one(no: string): Running {
    const found = this.measures.get(no)
    if (found === undefined) throw new Error(`no measure ${no}`)
    return found
  }

  on(day: string): this {
    this.today = mustDate(day)
    for (const one of this.measures.values()) this.settle(one)
    return this
  }

  private settle(one: Running): void {
    const { state, facts } = settle(one.state, this.now)
    one.state = state
    one.facts.push(...facts)
  }

  /** One input, as a measure's loop takes it; the code of its refusal, or 'ok'. */
  give(no: string, input: Input): string {
    const one = this.one(no)
    this.settle(one)
    const moment = { at: this.now, answer: null }
    const question = questionFor(one.state, input, moment)
    const answer = question && answerCalendar(this.calendar, one.state.setup.policy, question)
    const decided = decide(one.state, input, { ...moment, answer })
    if (!decided.ok) return decided.error.code
    one.state = decided.value.state
    one.facts.push(...decided.value.facts)
    this.settle(one)
    return 'ok'
  }

  /** What a revised document changes, as it is shown before it is carried out. */
  compare(revised: WorkPlan): Amendment {
    const ran = this.states.map(({ setup }) => setup)
    const found = amend(this.plan, revised, ran, {}, true)
    if (!found.ok) throw new Error(found.error.message)
    return found.value
  }

  private replans(amendment: Amendment, cause: ReplanCause) {
    const plan = byNo(amendment.plan)
    const named = namedBy(byNo(this.plan), plan)
    const question = { planId: 'p', document: '', startOn: this.startOn, cause, today: this.today }
    return this.states.flatMap((state) => {
      const { no } = state.setup
      if (!named(no)) return []
      const replan = replanWith(this.calendar, plan, { ...question, no }, state, planNow(null))
      return replan === null || (isOver(state) && !bringsWork(replan)) ? [] : [{ no, state, replan }]
    })
  }

  /** Carries a revised document out; every change of a date, a light or a slip as the dry run lists it. */
  amend(revised: WorkPlan): readonly (DateChange & { readonly no: string })[] {
    const amendment = this.compare(revised)
    const { title } = revised
    const cause: ReplanCause = { kind: 'amendment', document: 'x', title, reason: null }
    const found = this.replans(amendment, cause)
    const dates = found.flatMap(({ no, state, replan }) =>
      dateChangesOf(state, replan, cause, this.today).map((change) => ({ no, ...change })),
    )
    this.acts += 1
    const actor = { role: 'office', unit: '督查室' } as const
    for (const { no, replan } of found)
      this.give(no, { type: 'replan', actor, actId: `amend-${this.acts}`, cause, replan })
    this.plan = amendment.plan
    this.begin()
    return dates
  }
}
