import { carriersByMeasure } from '../events/carriers.ts'
import type { PlanState } from '../events/model/state.ts'
import { instantOf, type PlanEvent, plannedFor, scopeOf } from '../events/plan-event.ts'
import { asExpected, expectedIn } from '../events/planned.ts'
import type { ReportedEvent } from './setup-event.ts'

const about = (event: PlanEvent, no: string) => {
  const { eventId, effectiveOn, dueOn } = event
  const plannedId = plannedFor(event, no)
  return { eventId, effectiveOn, effectiveAt: instantOf(event), dueOn, ...(plannedId ? { plannedId } : {}) }
}

/**
 * The events of the ledger by which each measure's waits go, as that measure hears of them: of X或Y under its own
 * condition, of X且Y as one (carriers.ts); and those expected, for what is due before them. Worked out once, asked for each
 * measure.
 */
export function standingEvents(ledger: PlanState | null): (no: string) => readonly ReportedEvent[] {
  const byNo = ledger === null ? null : carriersByMeasure(ledger)
  const planned = (ledger === null ? [] : expectedIn(ledger)).map((one) => ({ one, hears: scopeOf(one) }))
  return (no) => [
    ...(byNo?.get(no) ?? []).flatMap((event) =>
      event.conditionId === null ? [] : [{ ...about(event, no), conditionId: event.conditionId }],
    ),
    ...planned
      .filter(({ hears }) => hears(no))
      .map(({ one }) => ({
        ...about(asExpected(one), no),
        conditionId: one.conditionId,
        expected: true as const,
      })),
  ]
}

/** The plan's ledger with its standing events by measure. */
export interface PlanNow {
  readonly ledger: PlanState | null
  readonly events: ReturnType<typeof standingEvents>
}

/** The events are worked out when the first measure asks for its own. */
export function planNow(ledger: PlanState | null): PlanNow {
  let standing: PlanNow['events'] | null = null
  return {
    ledger,
    events: (no) => {
      standing ??= standingEvents(ledger)
      return standing(no)
    },
  }
}
