import type { Actor } from '../../domain/basics/actor.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import type { WorkCalendar } from '../../domain/calendar/table.ts'
import { dateOf, type PlanTime } from '../../domain/calendar/time.ts'
import { planFact } from '../../domain/events/facts.ts'
import { deliveriesAfter } from '../../domain/events/firings.ts'
import { evolvePlan } from '../../domain/events/life.ts'
import type { EventReport } from '../../domain/events/plan-event.ts'
import { policyOf } from '../../domain/events/policy.ts'
import { isRehearsal } from '../../domain/events/rehearsal.ts'
import { planStep } from '../../domain/events/steps.ts'
import type { Obligation } from '../../domain/plan/measure/obligation.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { shownNumberOf } from '../../domain/plan/numbers.ts'
import { measuresOf } from '../../domain/plan/plan.ts'
import type { Act, Input } from '../../domain/supervision/acts.ts'
import { answerCalendar } from '../../domain/supervision/calendar-answer.ts'
import { decide, questionFor } from '../../domain/supervision/decide.ts'
import { describeFact } from '../../domain/supervision/describe.ts'
import { deliveryTo } from '../../domain/supervision/events/delivery.ts'
import { isEnded } from '../../domain/supervision/obligation.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { document, measureState } from '../../records/read.ts'
import type { Office } from '../office.ts'
import { orThrow } from '../refusal.ts'
import { measureOf } from './try-act.ts'

/** A date that would be another, with the 催办 and 督办单 that would lie ahead of it. */
export interface DateForeseen {
  readonly obligation: string
  readonly from: IsoDate | null
  readonly dueOn: IsoDate | null
  readonly provisional: boolean
  readonly reminders: readonly IsoDate[]
  readonly slips: readonly IsoDate[]
}

export interface Foreseen {
  /** As people know it. */
  readonly no: string
  readonly says: readonly string[]
  readonly dates: readonly DateForeseen[]
}

function datesBetween(before: MeasureState, after: MeasureState): readonly DateForeseen[] {
  const was = new Map<string, Obligation>(before.obligations.map((o) => [o.id, o]))
  return after.obligations.flatMap((o) => {
    const from = was.get(o.id)?.dueOn ?? null
    if (isEnded(o) || o.dueOn === null || (was.has(o.id) && o.dueOn === from)) return []
    const { reminders = [], slips = [] } = o.ladder ?? {}
    return [
      {
        obligation: o.id,
        from,
        dueOn: o.dueOn,
        provisional: o.provisional,
        reminders: reminders.map(({ on }) => on),
        slips: slips.map(({ on }) => on),
      },
    ]
  })
}

/** What follows for a measure from one input; nothing is sent. @throws RefusedError what the measure refuses */
function follow(
  known: MeasureState,
  input: Input,
  { at, rehearsal }: { readonly at: PlanTime; readonly rehearsal: boolean },
  calendar: WorkCalendar,
) {
  const { state } = settle(known, at)
  const question = questionFor(state, input, { at, answer: null })
  const answer = question && answerCalendar(calendar, state.setup.policy, question)
  const decided = orThrow(decide(state, input, { at, answer, rehearsal }))
  return { says: decided.facts.map(describeFact), dates: datesBetween(state, decided.state) }
}

/**
 * What an act would bring, worked out from the records as the measure itself works it out.
 * @throws RefusedError MEASURE_NOT_FOUND, or what the measure refuses
 */
export async function foreseeAct(
  duban: Office,
  planId: string,
  no: string,
  act: Act,
  calendar: WorkCalendar,
): Promise<Foreseen> {
  const plan = await duban.plan(planId)
  const state = await measureOf(duban, planId, no)
  return {
    no: shownNumberOf(plan, no),
    ...follow(state, act, { at: duban.now(plan), rehearsal: isRehearsal(plan) }, calendar),
  }
}

export type ReportSaid = Pick<EventReport, 'condition' | 'effectiveOn'> & Partial<EventReport>

/**
 * Which measures the report of an event would wake, and which dates would come.
 * @throws RefusedError what the plan refuses
 */
export async function foreseeReport(
  duban: Office,
  planId: string,
  said: ReportSaid,
  actor: Actor,
  calendar: WorkCalendar,
): Promise<readonly Foreseen[]> {
  const before = await duban.plan(planId)
  const at = duban.now(before)
  const nothing = { eventId: null, dueOn: null, title: null, document: null, url: null, measures: null }
  const report: EventReport = { ...nothing, another: false, addsHour: true, ...said }
  const step = orThrow(planStep(before, { type: 'report', ...report, actor, actId: '', at: null }, at))
  const plan = before.document === null ? null : await document(duban.db, before.document)
  if (step.type !== 'event' || plan === null || before.startOn === null) return []
  const after = step.facts.reduce(
    (state, body) => evolvePlan(state, planFact(state, body, { at, actor, actId: null })),
    before,
  )
  const byNo = new Map(measuresOf(plan).map(({ measure }) => [measure.no, measure]))
  const setup = { planId, startOn: before.startOn, policy: policyOf(before), calendar }
  const found: Foreseen[] = []
  for (const delivery of deliveriesAfter(before, after, step))
    for (const no of delivery.nos) {
      const known = await measureState(duban.db, planId, no)
      if (known === null) continue
      const told = deliveryTo(byNo.get(no), delivery, dateOf(at), setup)
      const brought = follow(
        known,
        { type: 'delivery', delivery: told, actor },
        { at, rehearsal: isRehearsal(before) },
        calendar,
      )
      if (brought.says.length > 0) found.push({ no: shownNumberOf(before, no), ...brought })
    }
  return found
}
