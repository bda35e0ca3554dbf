import type { Actor } from '../basics/actor.ts'
import { ok, type Refusal, type Result, refuse } from '../basics/result.ts'
import type { PlanTime } from '../calendar/time.ts'
import type { PlanCondition } from '../plan/condition.ts'
import { alreadyReported, hasSource, isRepeated, suspectsOf } from './duplicates.ts'
import type { PlanState } from './model/state.ts'
import type { EventReport, PlanEvent, ReportDecision } from './plan-event.ts'

/** Who reports, and when. */
export interface Told {
  readonly at: PlanTime
  readonly actor: Actor
  /** It is a signal, which can't be refused: what it names wrongly is kept beside what it names well. */
  readonly keepUnknown: boolean
  /** Why the signal could not be read: whatever its text says, it matches nothing. */
  readonly unread?: string
  readonly via?: string
}

type Known = Result<ReportDecision, Refusal> | null

const idTaken = (same: PlanEvent) =>
  refuse('EVENT_ID_TAKEN', `事件编号 ${same.eventId} 已用于“${same.condition}”（${same.effectiveOn}）`, {
    remedy: '换一个 --id，或用 duban event correct 更正原来的报告',
  })

/** A second report of an event that is known: another source, unless the same person says the same again. */
export function confirmed(
  state: PlanState,
  eventId: string,
  condition: PlanCondition | null,
  report: EventReport,
  by: Told,
): Result<ReportDecision, Refusal> {
  const event = state.events.find((e) => e.eventId === eventId)
  if (event === undefined || event.conditionId !== (condition?.id ?? null))
    return refuse('EVENT_NOT_FOUND', `“${report.condition}”没有报告过 ${eventId}`, {
      remedy: `用 duban event list ${state.planId} 查看`,
    })
  if (event.revoked)
    return refuse('EVENT_REVOKED', `事件 ${eventId} 已经撤销`, {
      remedy: `确有其事：duban event restore ${state.planId} ${eventId}`,
    })
  const { effectiveOn, title, document, url } = report
  const source = { by: by.actor, at: by.at, effectiveOn, title, document, url }
  return hasSource(event, source) ? ok({ event, already: true }) : ok({ event, already: false, source })
}

/** The hour that a second report of the same day gives to one that had none; by whoever reported it, or an office. */
function hourOf(event: PlanEvent, report: EventReport, by: Told): PlanTime | null {
  const { effectiveAt, addsHour, dueOn, document } = report
  if (!addsHour || !effectiveAt || event.effectiveAt || event.effectiveOn !== report.effectiveOn) return null
  const agrees = (a: string | null, b: string | null) => a === null || a === b
  const mayAdd = by.actor.role === 'office' || event.reportedBy.unit === by.actor.unit
  return mayAdd && agrees(dueOn, event.dueOn) && agrees(document, event.document) ? effectiveAt : null
}

const contradicts = (event: PlanEvent, { effectiveAt, addsHour }: EventReport): boolean =>
  addsHour === true && effectiveAt != null && (event.effectiveAt ?? null) !== effectiveAt

/** What is said of a report that may be known: the same person's again, somebody else's, or another one. Null: it is new. */
export function knownOf(
  state: PlanState,
  condition: PlanCondition | null,
  report: EventReport,
  by: Told,
): Known {
  const same = state.events.find((event) => event.eventId === report.eventId)
  if (same) {
    const agrees = same.conditionId === (condition?.id ?? null) && same.effectiveOn === report.effectiveOn
    const hour = agrees && !same.revoked ? hourOf(same, report, by) : null
    if (hour !== null) return ok({ event: same, already: false, hour })
    return agrees && !same.revoked && !contradicts(same, report)
      ? confirmed(state, same.eventId, condition, report, by)
      : idTaken(same)
  }
  // Whoever gives what keeps coming an id of its own has told it apart.
  if (condition === null || report.another || (condition.stream && report.eventId !== null)) return null
  const suspects = suspectsOf(state, condition, report)
  const [suspect] = suspects
  if (suspect === undefined) return null
  for (const event of suspects) {
    const hour = hourOf(event, report, by)
    if (hour !== null) return ok({ event, already: false, hour })
  }
  const repeated = suspects.find(
    (event) => isRepeated(event, report, by.actor) && !contradicts(event, report),
  )
  return repeated ? ok({ event: repeated, already: true }) : alreadyReported(state, suspect, report)
}

/** The same of a signal, which can't be refused: it is known by its id, or as the single act that it tells again. */
export function signalKnown(
  state: PlanState,
  condition: PlanCondition | null,
  report: EventReport,
  by: Told,
  eventId: string,
): Known {
  const same = state.events.find((event) => event.eventId === eventId)
  if (same) {
    const agrees = same.conditionId === (condition?.id ?? null) && same.effectiveOn === report.effectiveOn
    return agrees || same.revoked
      ? ok({ event: same, already: true })
      : confirmed(state, same.eventId, condition, report, by)
  }
  const earlier = state.events.find(
    (e) => e.conditionId !== null && e.conditionId === condition?.id && !e.revoked && e.measures === null,
  )
  const single =
    condition !== null && !condition.stream && condition.alternatives.length === 0 && !condition.all
  if (!single || earlier === undefined || report.measures !== null) return null
  return earlier.effectiveOn === report.effectiveOn ? ok({ event: earlier, already: true }) : null
}
