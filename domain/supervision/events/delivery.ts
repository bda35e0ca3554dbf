import type { IsoDate } from '../../calendar/date.ts'
import type { PlanDelivery } from '../../events/firings.ts'
import { instantOf, plannedFor } from '../../events/plan-event.ts'
import type { Delivery } from '../../plan/measure/event.ts'
import type { Measure } from '../../plan/plan.ts'
import { obligationsForEvent } from '../setup-event.ts'
import type { SetupContext } from '../setup-planned.ts'
import { asksAfter } from './expected.ts'

/**
 * A delivery of the plan as one measure gets it, with the obligations that the event opens there. A measure that the
 * plan has no more is told that the event is gone.
 * @param toldOn the day on which the plan learned of it: what is born overdue has its slips after that
 */
export function deliveryTo(
  measure: Measure | undefined,
  { kind, event, revision: named, yieldsTo }: Omit<PlanDelivery, 'nos'>,
  toldOn: IsoDate,
  context: SetupContext,
): Delivery {
  const { eventId, effectiveOn, dueOn, title, document } = event
  const conditionId = event.conditionId ?? ''
  const revision = named === undefined ? {} : { revision: revisionOf({ event, revision: named }) }
  const told = named ?? ''
  if (kind === 'unexpect' || (kind === 'expect' && measure === undefined))
    return { type: 'unexpect', eventId, revision: revisionOf({ event, revision: told }) }
  if (kind === 'revoke' || measure === undefined)
    return { type: 'revoke', eventId, ...revision, ...(yieldsTo ? { yieldsTo } : {}) }
  const plannedId = plannedFor(event, measure.no)
  const reported = {
    eventId,
    conditionId,
    effectiveOn,
    effectiveAt: instantOf(event),
    dueOn,
    ...(plannedId ? { plannedId } : {}),
    ...(kind === 'expect' ? { expected: true as const } : {}),
  }
  const obligations = obligationsForEvent(measure, reported, toldOn, context)
  const again = event.again ? { again: true as const } : {}
  const delivered = { eventId, conditionId, effectiveOn, title, document, obligations, ...again }
  if (kind === 'expect') {
    const asks = asksAfter(context.calendar, effectiveOn)
    return { type: 'expect', event: delivered, asks, revision: revisionOf({ event, revision: told }) }
  }
  return { type: kind, event: delivered, ...revision }
}

/** One event may reach a measure for two of its conditions at once. */
export const revisionOf = ({ event, revision }: Pick<PlanDelivery, 'event'> & { revision: string }): string =>
  `${revision}/${event.conditionId}`
