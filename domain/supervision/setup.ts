import { addDays, type IsoDate, maxDate } from '../calendar/date.ts'
import { nextPeriod, periodOf } from '../calendar/period.ts'
import { stripOf } from '../calendar/strip.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import { firstWorkingDayOnOrAfter } from '../calendar/workdays.ts'
import { checkInsEvery } from '../deadline/check-ins.ts'
import { immediateDue } from '../deadline/dates.ts'
import { IMMEDIATE_DAYS } from '../deadline/profile.ts'
import type { Occurrence } from '../deadline/rule.ts'
import { carriedOf } from '../plan/columns.ts'
import { conditionId, waitsForEvent } from '../plan/conditions.ts'
import type { PlannedObligation } from '../plan/measure/planned.ts'
import type { MeasureSetup, WaitSetup } from '../plan/measure/state.ts'
import { leadUnitOf, type Measure, type Task, type UnitRole } from '../plan/plan.ts'
import { policyFor } from '../policy/policy.ts'
import { acknowledgeClock } from './acknowledge.ts'
import { askFor } from './ask.ts'
import { carriedAt } from './carried.ts'
import { plainObligation } from './obligation.ts'
import { namingOf, opensOn, planned, type SetupContext } from './setup-planned.ts'
import { lapsesOf } from './waiting.ts'

/** Quarters ahead for which the "has it happened?" dates are laid down: to the plan's year-end and its tail. */
const ASK_QUARTERS = 8

/** 立行立改: the unit learns of it when the plan starts, so that the policy's clock runs from then. */
function fromStart(occurrence: Occurrence, context: SetupContext): Occurrence {
  const days = context.policy.immediateDays ?? IMMEDIATE_DAYS
  const due = immediateDue(context.startOn, days, '启动之日', context.calendar)
  const later = days === IMMEDIATE_DAYS && occurrence.dueOn !== null && occurrence.dueOn >= due.dueOn
  return later ? occurrence : { ...occurrence, ...due, beforeIssue: false }
}

/** Obligations known without an event. Dates already past on the issue date open nothing by themselves. */
function knownObligations(measure: Measure, context: SetupContext): readonly PlannedObligation[] {
  return measure.deadline.clauses.flatMap((clause, i) => {
    if (waitsForEvent(clause)) return []
    const all = checkInsEvery(context.policy.checkIns ?? 'quarter', clause.occurrences)
    const atOnce = clause.kind === 'vague'
    const live = atOnce ? all.map((o) => fromStart(o, context)) : all.filter((o) => !o.beforeIssue)
    const nameOf = namingOf(clause, all)
    return live.map((occurrence) =>
      planned(
        measure,
        clause,
        i + 1,
        occurrence,
        atOnce ? 'now' : nameOf(occurrence),
        opensOn(clause, occurrence, context.startOn),
        null,
        context,
      ),
    )
  })
}

/**
 * A measure must not count as done because its deadline gave no date: one that is vague, was not understood, or
 * was past before the plan was issued is open without a due date until the office sets one.
 */
function undated(measure: Measure, context: SetupContext): PlannedObligation {
  const { clauses, text } = measure.deadline
  const past = clauses.flatMap((c) => c.occurrences).find((o) => o.beforeIssue)
  const vague = clauses.some((c) => c.kind === 'vague')
  const why = past
    ? `“${text}”在印发之日前已过（${past.dueOn}）：请报送完成情况，或由督查机构另定到期日`
    : vague
      ? `“${text}”没有硬期限，不设到期日`
      : `没有从“${text}”读出日期，到期日由督查机构确定`
  const { no, text: asked } = measure
  return plainObligation({
    id: `${no}/undated`,
    clause: 1,
    ask: askFor(asked),
    opensOn: context.startOn,
    why: [why],
  })
}

/** First working day of each coming quarter, after the start. */
function askDates(startOn: IsoDate, calendar: WorkCalendar): readonly IsoDate[] {
  const dates: IsoDate[] = []
  for (let q = periodOf('quarter', startOn); dates.length < ASK_QUARTERS; q = nextPeriod(q)) {
    const ask = firstWorkingDayOnOrAfter(calendar, q.first)
    if (ask > startOn) dates.push(ask)
  }
  return dates
}

function waitsOf(measure: Measure, context: SetupContext): readonly WaitSetup[] {
  return measure.deadline.clauses.flatMap((clause, i) => {
    if (clause.trigger === null || !waitsForEvent(clause)) return []
    const { text, stream } = clause.trigger
    const asks = stream ? [] : askDates(context.startOn, context.calendar)
    const lapses = stream ? undefined : lapsesOf(context.calendar, context.policy, asks)
    const wait = { clause: i + 1, conditionId: conditionId(text), text, kind: clause.kind, stream }
    return [{ ...wait, since: context.startOn, asks, ...(lapses ? { lapses } : {}) }]
  })
}

/** Years past the last date for which working days go along; beyond them Monday to Friday is assumed. */
const STRIP_YEARS = 2

/** Working days for the clocks of the office and of who signs, where the policy has any: to two years past the last date known. */
export function workdaysFor(
  { policy, calendar, startOn }: Pick<SetupContext, 'policy' | 'calendar' | 'startOn'>,
  known: readonly Pick<PlannedObligation, 'dueOn'>[],
): Pick<MeasureSetup, 'workdays'> {
  if (policy.office === undefined && policy.sign === undefined) return {}
  const last = known.reduce((late, { dueOn }) => (dueOn === null ? late : maxDate(late, dueOn)), startOn)
  const until = addDays(last, STRIP_YEARS * 366)
  return { workdays: stripOf(calendar, startOn, until) }
}

/** Joint leads and supporting units, where there are any. */
function rolesIn(measure: Measure): Pick<MeasureSetup, 'leads' | 'supporting'> {
  const named = (role: UnitRole) => [
    ...new Set(measure.units.filter((unit) => unit.role === role).map((unit) => unit.name)),
  ]
  const leads = named('lead')
  const first = leadUnitOf(measure)
  const supporting = named('supporting').filter((unit) => unit !== first && !leads.includes(unit))
  return {
    ...(leads.length > 1 ? { leads } : {}),
    ...(supporting.length > 0 ? { supporting } : {}),
  }
}

function columnsOf(measure: Measure): Pick<MeasureSetup, 'columns'> {
  const columns = carriedOf(measure)
  return Object.keys(columns).length === 0 ? {} : { columns }
}

/** Everything a measure's workflow is told when it starts: obligations with their ladders, and what it waits for. */
export function setupOf(task: Task, measure: Measure, given: SetupContext): MeasureSetup {
  const context = { ...given, policy: policyFor(given.policy, measure.no) }
  const acknowledge = acknowledgeClock(context.calendar, context.policy, context.startOn)
  const carried =
    measure.carried && carriedAt(measure.carried, context.startOn, context.calendar, context.policy)
  const known = carried ? [] : knownObligations(measure, context)
  const waits = waitsOf(measure, context)
  return {
    planId: context.planId,
    no: measure.no,
    taskTitle: task.title,
    text: measure.text,
    leadUnit: leadUnitOf(measure) ?? '（未写明单位）',
    units: [...new Set(measure.units.map((unit) => unit.name))],
    ...rolesIn(measure),
    ...(context.offices ? { offices: context.offices } : {}),
    ...workdaysFor(context, known),
    deadlineText: measure.deadline.text,
    ...columnsOf(measure),
    policy: context.policy,
    obligations: known.length + waits.length === 0 && !carried ? [undated(measure, context)] : known,
    waits,
    ...(measure.carriedFrom ? { carriedFrom: measure.carriedFrom } : {}),
    ...(carried ? { carried } : {}),
    ...(acknowledge ? { acknowledge } : {}),
  }
}

export { obligationsForEvent, type ReportedEvent } from './setup-event.ts'
