import type { ReportedEvent } from '../supervision/setup.ts'
import { carriersByMeasure } from './firings.ts'
import type { PlanState } from './life.ts'
import { instantOf } from './plan-event.ts'

/**
 * The events of the ledger by which each measure's waits go, as that measure hears of them: of X或Y under its own
 * condition, of X且Y as one (firings.ts). Worked out once, asked for each measure.
 */
export function standingEvents(ledger: PlanState | null): (no: string) => readonly ReportedEvent[] {
  const byNo = ledger === null ? null : carriersByMeasure(ledger)
  return (no) =>
    (byNo?.get(no) ?? []).flatMap((event) => {
      const { eventId, conditionId, effectiveOn, dueOn } = event
      return conditionId === null
        ? []
        : [{ eventId, conditionId, effectiveOn, effectiveAt: instantOf(event), dueOn }]
    })
}
