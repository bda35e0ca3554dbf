import type { IsoDate } from '../calendar/date.ts'
import { shortHash } from '../calendar/table.ts'
import { dateOf, type PlanTime } from '../calendar/time.ts'
import { conditionKey } from '../deadline/condition.ts'
import { ok, type Refusal, type Result, refuse } from '../result.ts'
import { conditionUnknown, outOfScope } from './condition-refusals.ts'
import { findCondition, type PlanCondition } from './conditions.ts'
import { suspectsOf } from './duplicates.ts'
import { namedBy } from './firings.ts'
import type { PlanState } from './life.ts'
import type { EventSource, PlanEvent } from './plan-event.ts'
import { confirmed, knownBefore, knownOf, type Told } from './report-known.ts'
import { hearersOf } from './subscriptions.ts'

/** A report of something that happened in the world. */
export interface EventReport {
  readonly condition: string
  readonly effectiveOn: IsoDate
  /** Its instant on that day, where it is known: hours count from it. */
  readonly effectiveAt?: PlanTime | null
  readonly eventId: string | null
  readonly dueOn: IsoDate | null
  readonly title: string | null
  readonly document: string | null
  readonly url: string | null
  readonly measures: readonly string[] | null
  /** It is the same as this one, known already: its sender is a further source. */
  readonly sameAs?: string | null
  /** It is another one than what looks like it. Absent: a report of release 0.1.0, which asked about fewer things. */
  readonly another?: boolean
}

export interface ReportDecision {
  readonly event: PlanEvent
  /** The same event was reported before: nothing new happens. */
  readonly already: boolean
  /** The same event was reported by somebody else before. */
  readonly source?: EventSource
}

/** Id of a report without one: the same condition (and way of it), day, title and document give the same id. */
const derivedId = (condition: PlanCondition | null, report: EventReport, whole: boolean): string => {
  const named = condition && namedBy(condition, report.condition)
  const way =
    condition && !whole && named?.size === 1
      ? [...named].filter((name) => name !== conditionKey(condition.text))
      : []
  const rest = [
    condition?.id ?? report.condition,
    ...way,
    report.effectiveAt ?? report.effectiveOn,
    report.title ?? '',
    report.document ?? '',
  ].join('|')
  return `ev-${report.effectiveOn.replaceAll('-', '')}-${shortHash(rest).slice(0, 4)}`
}

/** The id itself, or numbered on where another event has it (`revokedOnly`: release 0.1.0 found the others by their id). */
function freeId(state: PlanState, id: string, revokedOnly: boolean): string {
  const taken = (candidate: string) =>
    state.events.some((e) => e.eventId === candidate && (e.revoked || !revokedOnly))
  let free = id
  for (let n = 2; taken(free); n += 1) free = `${id}-${n}`
  return free
}

/**
 * Decides one report. Errors: CONDITION_UNKNOWN (names the nearest), EVENT_IN_FUTURE, EVENT_ID_TAKEN,
 * EVENT_ALREADY_REPORTED (what looks like it is known: the same, a correction, or another?), MEASURE_NOT_WAITING,
 * EVENT_NOT_FOUND and EVENT_REVOKED (of `sameAs`).
 * With `keepUnknown` (a signal that can't be refused) an unknown condition is kept unmatched and wakes nobody.
 */
export function decideReport(
  state: PlanState,
  report: EventReport,
  by: Told,
): Result<ReportDecision, Refusal> {
  const condition = findCondition(state.conditions, report.condition)
  if (condition === null && !by.keepUnknown) return conditionUnknown(state, report.condition)
  if (report.effectiveOn > dateOf(by.at) && !by.keepUnknown)
    return refuse('EVENT_IN_FUTURE', `生效日期 ${report.effectiveOn} 晚于今天（${dateOf(by.at)}）`, {
      remedy: '事件发生以后再报告',
    })
  const outside = condition && outOfScope(state, condition, report.measures)
  if (outside) return outside
  if (report.sameAs) return confirmed(state, report.sameAs, condition, report, by)
  const before = report.another === undefined || by.keepUnknown
  const eventId = report.eventId ?? freeId(state, derivedId(condition, report, before), before)
  const known = before
    ? knownBefore(state, condition, report, by, eventId)
    : knownOf(state, condition, report, by)
  if (known !== null) return known
  const [suspect] = condition === null ? [] : suspectsOf(state, condition, report)
  const event: PlanEvent = {
    eventId,
    condition: report.condition,
    conditionId: condition?.id ?? null,
    effectiveOn: report.effectiveOn,
    ...(report.effectiveAt ? { effectiveAt: report.effectiveAt } : {}),
    dueOn: report.dueOn,
    title: report.title,
    document: report.document,
    url: report.url,
    measures: report.measures,
    reportedAt: by.at,
    reportedBy: by.actor,
    revoked: false,
    ...(report.another && suspect && !condition?.stream ? { again: true as const } : {}),
    ...(by.keepUnknown && suspect ? { maybe: suspect.eventId } : {}),
  }
  return ok({ event, already: false })
}

/** Measures an event goes to: those that wait for its condition, within its scope. */
export function targetsOf(state: PlanState, event: PlanEvent): readonly string[] {
  const condition = state.conditions.find((c) => c.id === event.conditionId)
  const nos = condition === undefined ? [] : hearersOf(state, condition)
  return event.measures === null ? nos : nos.filter((no) => event.measures?.includes(no))
}
