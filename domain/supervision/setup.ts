import { addDays, type IsoDate, maxDate } from '../calendar/date.ts'
import { nextPeriod, parsePeriod, periodOf } from '../calendar/period.ts'
import { stripOf } from '../calendar/strip.ts'
import type { WorkCalendar } from '../calendar/table.ts'
import type { PlanTime } from '../calendar/time.ts'
import { firstWorkingDayOnOrAfter } from '../calendar/workdays.ts'
import { checkInsEvery } from '../deadline/check-ins.ts'
import { immediateDue, occurrenceAfterEvent } from '../deadline/dates.ts'
import { IMMEDIATE_DAYS } from '../deadline/profile.ts'
import type { Clause, Occurrence } from '../deadline/rule.ts'
import { conditionId, isBefore, waitsForEvent } from '../plan/conditions.ts'
import { leadUnitOf, type Measure, type Task, type UnitRole } from '../plan/plan.ts'
import { acknowledgeClock } from './acknowledge.ts'
import { askFor, checkInAsk } from './ask.ts'
import { carriedAt } from './carried.ts'
import { asksAfter } from './events/expected.ts'
import { aimOf, ladderFor } from './ladder.ts'
import type { PlannedObligation } from './model/planned.ts'
import type { MeasureSetup, WaitSetup } from './model/state.ts'
import { plainObligation } from './obligation.ts'
import { policyFor, type SupervisionPolicy } from './policy.ts'
import { lapsesOf } from './waiting.ts'

export interface SetupContext {
  readonly planId: string
  /** The day the plan starts; nothing opens earlier. */
  readonly startOn: IsoDate
  readonly policy: SupervisionPolicy
  readonly calendar: WorkCalendar
  /** 督查机构 of the plan. Absent: a plan of 0.2.0. */
  readonly offices?: readonly string[]
}

/** Quarters ahead for which the "has it happened?" dates are laid down: to the plan's year-end and its tail. */
const ASK_QUARTERS = 8

/**
 * The day an obligation opens: recurring ones the day after the covered period ends, or its first day when it
 * is the current one; fixed ones when the plan starts; never before notBefore (DESIGN §3).
 */
function opensOn(clause: Clause, occurrence: Occurrence, startOn: IsoDate): IsoDate {
  const period = occurrence.period === null ? null : parsePeriod(occurrence.period)
  const base =
    period === null ? startOn : clause.covers === 'previous' ? addDays(period.last, 1) : period.first
  return maxDate(maxDate(base, occurrence.notBefore ?? base), startOn)
}

/** How an occurrence is named, by what its clause gives as a whole: never by what of it still lies ahead. */
function keyOf({ rule }: Clause, occurrence: Occurrence, siblings: readonly Occurrence[]): string {
  if (occurrence.period !== null) {
    // 每月5日、15日, 每半月: several of one period are told apart by their dates.
    const shared =
      (rule.type === 'recurring' && rule.anchors.length > 1) ||
      siblings.filter((o) => o.period === occurrence.period).length > 1
    return shared ? `${occurrence.period}@${occurrence.dueOn?.slice(5) ?? 'x'}` : occurrence.period
  }
  if (occurrence.dueOn === null) return 'x'
  const monthKey = occurrence.dueOn.slice(0, 7)
  const alone = siblings.filter((o) => o.dueOn?.startsWith(monthKey)).length === 1
  return alone ? monthKey : occurrence.dueOn
}

function planned(
  measure: Measure,
  clause: Clause,
  index: number,
  occurrence: Occurrence,
  key: string,
  opens: IsoDate,
  eventId: string | null,
  context: SetupContext,
): PlannedObligation {
  const { dueOn } = occurrence
  const several = measure.deadline.clauses.length > 1
  const ladder =
    dueOn === null
      ? null
      : ladderFor(context.calendar, context.policy, {
          dueOn,
          openOn: opens,
          aimOn: aimOf(dueOn, clause.beforeInclusive),
        })
  return {
    id: `${measure.no}/${several ? `c${index}-` : ''}${key}`,
    clause: index,
    period: occurrence.period,
    eventId,
    ask:
      occurrence.policy && clause.kind !== 'planDefault' && clause.kind !== 'vague'
        ? checkInAsk(occurrence.period === null ? null : parsePeriod(occurrence.period))
        : askFor(`${clause.milestone ?? ''}${measure.text}`),
    opensOn: opens,
    notBefore: occurrence.notBefore,
    dueOn,
    ...(occurrence.dueAt ? { dueAt: occurrence.dueAt } : {}),
    provisional: occurrence.provisional,
    policy: occurrence.policy,
    milestone: clause.milestone,
    ...countedIn(clause, occurrence),
    why: occurrence.why,
    ladder,
  }
}

/** A length counted in days or working days stands still while suspended; a date that a document names does not. */
function countedIn(clause: Clause, occurrence: Occurrence): Pick<PlannedObligation, 'counts'> {
  if (clause.within === null || occurrence.dueOn === null || clause.within.direction === 'before') return {}
  return { counts: clause.within.unit === 'workday' ? 'workday' : 'day' }
}

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
    return live.map((occurrence) =>
      planned(
        measure,
        clause,
        i + 1,
        occurrence,
        atOnce ? 'now' : keyOf(clause, occurrence, all),
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

/** Working days for the office's clocks, where the policy has any: to two years past the last date known. */
export function workdaysFor(
  { policy, calendar, startOn }: Pick<SetupContext, 'policy' | 'calendar' | 'startOn'>,
  known: readonly Pick<PlannedObligation, 'dueOn'>[],
): Pick<MeasureSetup, 'workdays'> {
  if (policy.office === undefined) return {}
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
    policy: context.policy,
    obligations: known.length + waits.length === 0 && !carried ? [undated(measure, context)] : known,
    waits,
    ...(measure.carriedFrom ? { carriedFrom: measure.carriedFrom } : {}),
    ...(carried ? { carried } : {}),
    ...(acknowledge ? { acknowledge } : {}),
  }
}

/** An event as one measure hears of it. */
export interface ReportedEvent {
  readonly eventId: string
  readonly conditionId: string
  readonly effectiveOn: IsoDate
  /** Its instant, where the report gave one: hours count from it. */
  readonly effectiveAt?: PlanTime | null
  /** A date the event's own document sets. */
  readonly dueOn: IsoDate | null
  /** The planned event that it confirms: what that had opened goes on under its id. */
  readonly plannedId?: string
  /** It is a planned event itself, known by its expected day only. */
  readonly expected?: true
}

/** What the day on which an event is expected opens at one measure: all of X前, with dates that move with it. */
function expectedObligations(
  measure: Measure,
  event: ReportedEvent,
  toldOn: IsoDate,
  context: SetupContext,
): readonly PlannedObligation[] {
  const { eventId, effectiveOn } = event
  const expected = { plannedId: eventId, on: effectiveOn, asks: asksAfter(context.calendar, effectiveOn) }
  return openedBy(measure, event, toldOn, context, isBefore).map((o) => ({
    ...o,
    provisional: true,
    expected,
    why: [`预计 ${effectiveOn} 发生，还没有确认：日期暂定，随预计日期变动，确认以前不算逾期`, ...o.why],
  }))
}

/**
 * What one event opens at one measure. The due date counts from the effective date, also when the event is
 * reported later; the slips of an obligation born overdue start after the report (`reportedOn`).
 */
export function obligationsForEvent(
  measure: Measure,
  event: ReportedEvent,
  reportedOn: IsoDate,
  given: SetupContext,
): readonly PlannedObligation[] {
  const context = { ...given, policy: policyFor(given.policy, measure.no) }
  return event.expected
    ? expectedObligations(measure, event, reportedOn, context)
    : openedBy(measure, event, reportedOn, context, () => true)
}

function openedBy(
  measure: Measure,
  event: ReportedEvent,
  reportedOn: IsoDate,
  context: SetupContext,
  fits: (clause: Clause) => boolean,
): readonly PlannedObligation[] {
  return measure.deadline.clauses.flatMap((clause, i) => {
    if (!fits(clause)) return []
    if (clause.trigger === null || conditionId(clause.trigger.text) !== event.conditionId) return []
    const occurrence = occurrenceAfterEvent(clause, event.effectiveOn, context.calendar, {
      dueOn: event.dueOn,
      at: event.effectiveAt ?? null,
    })
    const opens = maxDate(reportedOn, occurrence.notBefore ?? reportedOn)
    const key = (isBefore(clause) ? event.plannedId : undefined) ?? event.eventId
    return [planned(measure, clause, i + 1, occurrence, key, opens, event.eventId, context)]
  })
}
