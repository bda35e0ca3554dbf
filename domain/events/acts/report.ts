import { ok, type Refusal, type Result } from '../../basics/result.ts'
import { date, flag, nullable, optional, time } from '../../fields/field.ts'
import { already, planAct } from '../act.ts'
import { condition, dueOn, eventId, measures, reference, title, url } from '../fields.ts'
import type { EventStep } from '../model/input.ts'
import type { PlanState } from '../model/state.ts'
import type { EventReport } from '../plan-event.ts'
import { confirmedBy, confirming } from '../planned.ts'
import { decideReport } from '../report.ts'
import type { Told } from '../report-known.ts'
import {
  type EventConfirmed,
  type EventCorrected,
  type EventReported,
  eventConfirmed,
  eventReported,
} from './event-facts.ts'
import type { PlannedConfirmed } from './planned-facts.ts'

type Report = { readonly type: 'report' } & EventReport
type Brings = EventReported | EventConfirmed | EventCorrected | PlannedConfirmed

/** What follows from a report, whether an update brought it or a signal. */
export function reported(state: PlanState, asked: EventReport, by: Told): Result<EventStep<Brings>, Refusal> {
  const decided = decideReport(state, asked, by)
  if (!decided.ok) return decided
  const { event, already: known, source, hour } = decided.value
  const { eventId } = event
  if (known) return already(eventId)
  if (hour !== undefined) {
    const { effectiveOn, dueOn } = event
    const at = { effectiveOn, effectiveAt: hour, dueOn, document: null, reason: null }
    return ok({
      type: 'event',
      kind: 'correct',
      eventId,
      facts: [{ kind: 'eventCorrected', eventId, ...at }],
    })
  }
  if (source !== undefined)
    return ok({ type: 'event', kind: 'none', eventId, facts: [{ kind: 'eventConfirmed', eventId, source }] })
  return ok({
    type: 'event',
    kind: 'event',
    eventId,
    facts: [{ kind: 'eventReported', event: confirming(state, event) }, ...confirmedBy(state, event)],
  })
}

/** 报告事件: something that a condition speaks of has happened. */
export const report = planAct<Report, Brings>({
  type: 'report',
  name: '报告事件',
  by: 'report',
  during: 'notClosed',
  fields: {
    condition,
    effectiveOn: date('生效日期'),
    effectiveAt: optional(time('生效时刻')),
    eventId: nullable(eventId),
    dueOn,
    title,
    document: reference,
    url,
    measures,
    sameAs: optional(eventId),
    another: optional(flag('另一次')),
    addsHour: optional(flag('补时刻')),
  },
  facts: [eventReported, eventConfirmed],
  decide: (state, asked, at) => reported(state, asked, { at, actor: asked.actor, keepUnknown: false }),
})
