import { loadCalendar } from '../../documents/calendars/load.ts'
import { SYSTEM } from '../../domain/basics/actor.ts'
import type { Result } from '../../domain/basics/result.ts'
import { type IsoDate, mustDate } from '../../domain/calendar/date.ts'
import { at, type PlanTime } from '../../domain/calendar/time.ts'
import { compileDeadline } from '../../domain/deadline/compile.ts'
import { conditionId } from '../../domain/plan/conditions.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import type { Measure } from '../../domain/plan/plan.ts'
import { type SupervisionPolicy, THREE_COLOURS } from '../../domain/policy/policy.ts'
import type { Act, Input } from '../../domain/supervision/acts.ts'
import { answerCalendar } from '../../domain/supervision/calendar-answer.ts'
import { type Decision, decide, questionFor } from '../../domain/supervision/decide.ts'
import { begin, evolve } from '../../domain/supervision/evolve.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { setupOf } from '../../domain/supervision/setup.ts'
import { obligationsForEvent } from '../../domain/supervision/setup-event.ts'

export const calendar = loadCalendar()
export const START = mustDate('2015-07-01')
export const UNIT = { role: 'unit', unit: '市甲局' } as const
export const OFFICE = { role: 'office', unit: '督查室' } as const
export const context = {
  planId: 'p',
  startOn: START,
  policy: THREE_COLOURS,
  calendar,
  offices: ['督查室'],
}

export function measureOf(deadline: string, text = '公开甲信息。'): Measure {
  const compiled = compileDeadline(deadline, { planYear: 2015, issuedOn: START, measure: text }, calendar)
  const { clauses, unparsed } = compiled
  const units = [{ name: UNIT.unit, raw: UNIT.unit, role: 'lead' as const }]
  return {
    no: '1.1',
    label: null,
    text,
    units,
    deadline: { text: deadline, inherited: false, clauses, unparsed },
  }
}

export const noon = (day: string): PlanTime => at(mustDate(day), '12:00')

/** The ledger of a measure started on 2015-07-01, with what that day brings. */
export function firstFacts(
  measure: Measure,
  policy = THREE_COLOURS,
): { state: MeasureState; facts: readonly Fact[] } {
  const setup = setupOf({ no: '1', title: '任务', measures: [measure] }, measure, { ...context, policy })
  const first = noon('2015-07-01')
  const started = { kind: 'started', setup, seq: 1, at: first, actor: SYSTEM, actId: null } as const
  const settled = settle(evolve(begin(first, setup), started), first)
  return { state: settled.state, facts: [started, ...settled.facts] }
}

export const startedOn = (measure: Measure, policy?: SupervisionPolicy): MeasureState =>
  firstFacts(measure, policy).state

/** One input at noon of a day, as the workflow's loop handles it: what is due first, the calendar asked, then settled. */
export function give(state: MeasureState, input: Input, day: string): Result<Decision> {
  const now = noon(day)
  const before = settle(state, now)
  const question = questionFor(before.state, input, { at: now, answer: null })
  const answer = question && answerCalendar(calendar, before.state.setup.policy, question)
  const decided = decide(before.state, input, { at: now, answer })
  if (!decided.ok) return decided
  const after = settle(decided.value.state, now)
  return {
    ok: true,
    value: { state: after.state, facts: [...before.facts, ...decided.value.facts, ...after.facts] },
  }
}

export function must(result: Result<Decision>): MeasureState {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value.state
}

/** The ledger of an ignored fixed date: request, reminders, lapse, three slips. */
export function ignored(no = '1.1'): { id: string; facts: readonly Fact[] } {
  const first = firstFacts({ ...measureOf('2015年7月'), no })
  return { id: `p-${no}`, facts: [...first.facts, ...settle(first.state, noon('2015-09-30')).facts] }
}

let acts = 0
export const submit = (doneOn: string, more: Partial<Extract<Act, { type: 'submit' }>> = {}): Act => {
  acts += 1
  const evidence = { urls: ['http://a.cn/x'], files: [], note: null }
  return {
    type: 'submit',
    actId: `a${acts}`,
    actor: UNIT,
    obligationId: null,
    doneOn: mustDate(doneOn),
    ...evidence,
    ...more,
  }
}
export const accept = (more: Partial<Extract<Act, { type: 'accept' }>> = {}): Act => {
  acts += 1
  return { type: 'accept', actId: `a${acts}`, actor: OFFICE, obligationId: null, note: null, ...more }
}
export const sendBack = (more: Partial<Extract<Act, { type: 'return' }>> = {}): Act => {
  acts += 1
  return {
    type: 'return',
    actId: `a${acts}`,
    actor: OFFICE,
    obligationId: null,
    reason: '缺文号',
    reworkOn: null,
    ...more,
  }
}
export const setDue = (dueOn: string, more: Partial<Extract<Act, { type: 'setDue' }>> = {}): Act => {
  acts += 1
  return {
    type: 'setDue',
    actId: `a${acts}`,
    actor: OFFICE,
    obligationId: null,
    dueOn: mustDate(dueOn),
    reason: null,
    ...more,
  }
}

/** An event as the plan delivers it: its obligations computed for the day on which it is reported. */
export function event(measure: Measure, eventId: string, effectiveOn: string, reportedOn: string): Input {
  const text = measure.deadline.clauses.find((c) => c.trigger)?.trigger?.text ?? ''
  const reported = {
    eventId,
    conditionId: conditionId(text),
    effectiveOn: mustDate(effectiveOn),
    dueOn: null,
  }
  const obligations = obligationsForEvent(measure, reported, mustDate(reportedOn) as IsoDate, context)
  const { conditionId: id } = reported
  const delivered = {
    eventId,
    conditionId: id,
    effectiveOn: reported.effectiveOn,
    title: null,
    document: null,
    obligations,
  }
  return { type: 'delivery', actor: OFFICE, delivery: { type: 'event', event: delivered } }
}
