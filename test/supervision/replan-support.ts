import { loadCalendar } from '../../documents/calendars/load.ts'
import { type IsoDate, mustDate } from '../../domain/calendar/date.ts'
import { makeCalendar, type WorkCalendar } from '../../domain/calendar/table.ts'
import type { Replan, ReplanCause } from '../../domain/plan/measure/replan.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import type { Measure } from '../../domain/plan/plan.ts'
import { THREE_COLOURS } from '../../domain/policy/policy.ts'
import type { Act, Input } from '../../domain/supervision/acts.ts'
import { answerCalendar } from '../../domain/supervision/calendar-answer.ts'
import { decide, questionFor } from '../../domain/supervision/decide.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { replan } from '../../domain/supervision/replan.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { obligationsForEvent, type ReportedEvent } from '../../domain/supervision/setup-event.ts'
import { firstFacts, measureOf, noon, OFFICE, START, UNIT } from './support.ts'

export const shipped = loadCalendar()
export const CALENDAR: ReplanCause = { kind: 'calendar', version: 'x' }
export const AMENDMENT: ReplanCause = { kind: 'amendment', document: 'x', title: '修订', reason: null }

/** The shipped calendar with the offices closed on some days (台风停工). */
export function closedOn(...days: readonly string[]): WorkCalendar {
  const made = makeCalendar(
    Object.values(shipped.years),
    days.map((day) => ({ date: mustDate(day), name: '台风停工', by: '市府办', reason: '台风' })),
  )
  if (!made.ok) throw new Error(made.error.message)
  return made.value
}

/** One measure through amendments, calendars, events and acts, as the workflow's loop would take them. */
export class Life {
  state: MeasureState
  readonly facts: Fact[]
  today: IsoDate = START
  calendar: WorkCalendar = shipped
  readonly events: ReportedEvent[] = []
  private acts = 0

  /** The text as it is now; null when the measure is left out of the plan. */
  measure: Measure | null

  /** 印发日期 of the document in force. */
  issuedOn: IsoDate = START
  /** The lead unit that the text named the last time. */
  named: string = UNIT.unit

  constructor(measure: Measure) {
    this.measure = measure
    const first = firstFacts(measure)
    this.state = first.state
    this.facts = [...first.facts]
  }

  static of(deadline: string): Life {
    return new Life(measureOf(deadline))
  }

  on(day: string): this {
    this.today = mustDate(day)
    this.settle()
    return this
  }

  private take(done: { readonly state: MeasureState; readonly facts: readonly Fact[] }): readonly Fact[] {
    this.state = done.state
    this.facts.push(...done.facts)
    return done.facts
  }

  settle(): readonly Fact[] {
    return this.take(settle(this.state, noon(this.today)))
  }

  /** A person's act; false when it was refused. */
  act(act: Input): boolean {
    this.settle()
    const now = noon(this.today)
    const question = questionFor(this.state, act, { at: now, answer: null })
    const answer = question && answerCalendar(this.calendar, THREE_COLOURS, question)
    const decided = decide(this.state, act, { at: now, answer })
    if (!decided.ok) return false
    this.take(decided.value)
    this.settle()
    return true
  }

  must(act: Act): this {
    if (!this.act(act)) throw new Error(`${act.type} was refused`)
    return this
  }

  private context() {
    return { planId: 'p', startOn: START, calendar: this.calendar, policy: THREE_COLOURS }
  }

  /** What the cause changes now; nothing is carried out. */
  ask(cause: ReplanCause): Replan | null {
    const { measure, today, events, issuedOn } = this
    const target = measure && { task: { no: '1', title: '任务', measures: [measure] }, measure }
    const at = { ...this.context(), planYear: 2015, issuedOn, today, events, cause }
    return replan(this.state, target, at)
  }

  /** Carries it out, and hands over the events of the ledger as the plan does to every measure that changed. */
  recount(cause: ReplanCause): { readonly replan: Replan | null; readonly follows: readonly Fact[] } {
    this.settle()
    const found = this.ask(cause)
    this.acts += 1
    const actId = `r-${this.acts}`
    const input: Input = { type: 'replan', actor: OFFICE, actId, cause, replan: found }
    const decided = decide(this.state, input, { at: noon(this.today), answer: null })
    if (!decided.ok) throw new Error(decided.error.message)
    this.take(decided.value)
    const follows = [...this.settle()]
    if (found !== null && cause.kind === 'amendment')
      for (const event of this.events) follows.push(...this.deliver(event))
    return { replan: found, follows }
  }

  /** A revised text; null: the measure is left out. */
  amend(deadline: string | null, more: Partial<Measure> = {}) {
    this.measure = deadline === null ? null : { ...measureOf(deadline), ...more }
    const done = this.recount(AMENDMENT)
    this.named = this.measure?.units[0]?.name ?? this.named
    return done
  }

  /** The dates of a text are on the calendar that was installed when it was read. */
  install(calendar: WorkCalendar) {
    this.calendar = calendar
    return this.recount(CALENDAR)
  }

  /** An event is kept in the ledger and reaches the measure if it has a clause for it. */
  report(event: ReportedEvent): readonly Fact[] {
    if (!this.events.some((known) => known.eventId === event.eventId)) this.events.push(event)
    return this.deliver(event)
  }

  private deliver(event: ReportedEvent): readonly Fact[] {
    if (this.measure === null) return []
    const obligations = obligationsForEvent(this.measure, event, this.today, this.context())
    if (obligations.length === 0) return []
    const { eventId, conditionId, effectiveOn } = event
    const delivered = { eventId, conditionId, effectiveOn, title: null, document: null, obligations }
    const before = this.facts.length
    this.act({ type: 'delivery', actor: OFFICE, delivery: { type: 'event', event: delivered } })
    return this.facts.slice(before)
  }
}
