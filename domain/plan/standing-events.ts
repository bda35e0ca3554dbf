import type { ReportedEvent } from '../supervision/setup.ts'
import { standingDeliveries } from './firings.ts'
import { instantOf, type PlanState } from './life.ts'

/**
 * The events of the ledger that stand, by measure, as that measure hears of them: of X或Y under its own condition, of
 * X且Y as one (firings.ts). Worked out once, asked for each measure.
 */
export function standingEvents(ledger: PlanState | null): (no: string) => readonly ReportedEvent[] {
  const byNo = new Map<string, ReportedEvent[]>()
  for (const { kind, event, nos } of ledger === null ? [] : standingDeliveries(ledger)) {
    if (kind !== 'event' || event.conditionId === null) continue
    const { eventId, conditionId, effectiveOn, dueOn } = event
    for (const no of nos) {
      const known = byNo.get(no)
      const one = { eventId, conditionId, effectiveOn, effectiveAt: instantOf(event), dueOn }
      if (known) known.push(one)
      else byNo.set(no, [one])
    }
  }
  return (no) => byNo.get(no) ?? []
}
