import { type IsoDate, maxDate } from '../calendar/date.ts'
import type { PlanTime } from '../calendar/time.ts'
import { occurrenceAfterEvent } from '../deadline/dates.ts'
import type { Clause } from '../deadline/rule.ts'
import { conditionId, isBefore } from '../plan/conditions.ts'
import type { PlannedObligation } from '../plan/measure/planned.ts'
import type { Measure } from '../plan/plan.ts'
import { policyFor } from '../policy/policy.ts'
import { asksAfter } from './events/expected.ts'
import { planned, type SetupContext } from './setup-planned.ts'

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
